"""The home screen says what is true of the machine: not yet known, possible, or not here."""

import threading
from contextlib import contextmanager
from datetime import datetime
from itertools import product
from random import Random

import pytest
import yaml

from acceptance.platform import CHINA
from kiosk.devices import open_device
from kiosk.devices.virtual import state
from kiosk.flows.loader import RESOURCES
from kiosk.model import SealedPart
from kiosk.store import Store
from kiosk.store.commands import Order
from kiosk.store.durations import LEAST
from kiosk.store.filings import Prepared
from kiosk.ui.machine_view import ON_HOME
from tests import shipped
from tests.store.test_durations import made_at
from tests.ui.visitor import Visitor

OFFERED = [flow for flow in shipped.items().values() if "person" in flow.audience][:ON_HOME]
MATTERS = sum("card_reader" in flow.required for flow in OFFERED) + 2  # and 取件, and 预约取号
PREPARING, REFUSED = "正在准备，请稍候", "读不了身份证，请换一台机器"


@contextmanager
def terminal(place, folder, devices):
    with Visitor.arrives(place, folder, online=False, devices=devices) as visitor:
        yield visitor


def test_while_no_device_has_been_asked_it_gets_ready_and_refuses_nobody(place, tmp_path):
    plugged = threading.Event()

    def devices():
        assert plugged.wait(20)
        return place.devices()

    with terminal(place, tmp_path, devices) as visitor:
        page = visitor.reads()
        assert page.count(PREPARING) == MATTERS and REFUSED not in page
        assert not visitor.can_tap("item.si-certificate") and not visitor.can_tap("collect")
        visitor.tap("variant.language")
        assert visitor.reads().count("Getting ready") == MATTERS
        visitor.tap("variant.language")
        plugged.set()
        visitor.until(lambda: visitor.can_tap("item.si-certificate"), "the devices")
        assert visitor.can_tap("collect") and PREPARING not in visitor.reads()


@pytest.mark.parametrize("fails", [False, True], ids=["no reader", "no devices"])
def test_what_has_been_asked_and_is_not_there_is_refused_before_anybody_begins(place, tmp_path, fails):
    def devices():
        if fails:
            raise OSError("no such adapter")
        return {kind: device for kind, device in place.devices().items() if kind != "card_reader"}

    with terminal(place, tmp_path, devices) as visitor:
        visitor.until(lambda: visitor.reads().count(REFUSED) == MATTERS, "the word")
        assert PREPARING not in visitor.reads() and not visitor.can_tap("collect")
        visitor.shell.view.start("si-certificate")  # as by a tap on what the glass showed a moment ago
        visitor.reads()
        assert visitor.page == "Home" and visitor.shell.session._session is None


def test_what_the_stage_before_saw_a_moment_ago_counts_until_the_devices_answer(place, tmp_path):
    with Visitor.arrives(place, tmp_path, online=False):
        pass

    def devices():
        state.update(place.states, state.CardReaderState, fault="silent")
        adapter, options = place.options["card_reader"]
        return {"card_reader": open_device("card_reader", adapter, options | {"deadline": 3.0})}

    with terminal(place, tmp_path, devices) as visitor:
        visitor.until(lambda: visitor.can_tap("collect"), "a home screen that takes a tap")


def departments():
    """What offices are called in any language of any item."""
    for path in (RESOURCES / "items").glob("*.yaml"):
        named = yaml.safe_load(path.read_text("utf-8"))["departments"]
        for texts in (named["lead"], *named.get("cooperating", ())):
            yield from texts.values()


def test_home_names_matters_and_no_office_in_any_mode(visitor):
    words = {"Housing", "Social security"}  # English for 住房 and 社保, of themes and of a card as well
    words |= {"医院"}  # where whoever books an examination goes
    offices = {office for office in departments() if office not in words}
    assert {"教育局", "公安部门", "Public security"} <= offices
    pages = []
    for mode in ((), ("variant.large",), ("variant.large", "variant.language")):
        visitor.tap(*mode)
        pages.append(visitor.reads())
    assert "小学入学报名" in pages[0] and len(set(pages)) == len(pages)
    assert not [office for office, page in product(offices, pages) if office in page]


def test_what_the_platform_suspended_is_named_and_not_begun_until_it_is_resumed(visitor):
    def switch(minute, suspended):
        at = datetime(2026, 11, 20, 9, minute, tzinfo=CHINA)
        order = Order(f"command-{minute}", "suspend_item", "si-certificate", at, at)
        words = {"done": "done", "superseded": "superseded"}
        store = visitor.shell.stage.terminal.store
        store.commands.switch(order, suspended=suspended, **words, now=at)

    visitor.until(lambda: visitor.can_tap("item.si-certificate"), "an item that can be begun")
    switch(1, True)
    visitor.until(lambda: not visitor.can_tap("item.si-certificate"), "the word")
    assert visitor.reads().count("暂停办理，请问工作人员") == 1
    visitor.shell.view.start("si-certificate")  # as by a tap on what the glass showed a moment ago
    visitor.reads()
    assert visitor.page == "Home" and visitor.shell.session._session is None
    switch(2, False)
    visitor.until(lambda: visitor.can_tap("item.si-certificate"), "an item that can be begun again")


def test_how_long_it_takes_is_how_long_it_took_once_enough_people_were_here(place, tmp_path):
    random, now = Random(3), datetime.now(CHINA)
    part = SealedPart("body", "application/json", "d" * 64, b"sealed")
    store = Store(tmp_path / "kiosk.db")
    for number in range(LEAST):
        id = made_at(now.timestamp() - 60 * (10 + number % 3), random)
        prepared = Prepared(id, "si-certificate", "p" * 64, now, (part,), {"title": "社保参保证明"})
        store.filings.queue(prepared, "3305210001001", lambda place: str(place.seq))
    store.close()
    with Visitor.arrives(place, tmp_path, online=False) as visitor:
        visitor.until(lambda: "约 11 分钟" in visitor.reads(), "the median of ten, eleven and twelve")
        stated = shipped.items()["school-enrolment"].duration_minutes
        assert f"约 {stated} 分钟" in visitor.reads()


def test_eight_matters_stand_on_home_and_any_other_is_begun_three_taps_away(visitor):
    of_people = [flow.item for flow in visitor.terminal.flows.values() if "person" in flow.audience]
    assert [offer["value"] for offer in visitor.shell.view.machine.items] == of_people[:ON_HOME]
    assert len(of_people) > ON_HOME
    taps, tap = [], visitor.tap
    visitor.tap = lambda *names: (taps.extend(name for name in names if "page." not in name), tap(*names))
    visitor.picks_matter("street-report")
    visitor.sees("Notice")
    assert taps == ["shelves", "shelf.theme-rest", "item.street-report"]
