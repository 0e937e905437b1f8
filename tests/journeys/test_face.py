"""A face in place of the phone: where the platform says so and the person agreed, and nothing of it stays.

The persons are drawn; the photo that the reader sends is the drawing of one of them.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import pytest

from kiosk.devices.virtual import state
from kiosk.devices.virtual.face_camera import FaceCameraState
from kiosk.devices.virtual.portrait import card_photo
from kiosk.devices.virtual.state import CardReaderState
from kiosk.model import Status
from kiosk.store.journal import Event
from kiosk.store.policies import FACES
from kiosk.terminal import faces
from kiosk.ui.walker import walk
from kiosk.wire import messages
from tests.acceptance.server import Server
from tests.devices.document_camera.sheets import JPEG_HEAD
from tests.journeys.sayings import journal
from tests.ui.place import Place
from tests.ui.visitor import QUICK, Visitor

POLICY = "version: 3\nitems: [si-certificate, collection]\nthreshold: 0.363\n"
ITSELF, ANOTHER = "fair", "bearded"
STILL = replace(QUICK, count=600)  # a countdown that somebody can look at


@pytest.fixture(scope="module")
def face_place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faces")
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    photos = folder / "photos"
    photos.mkdir()
    (photos / "liu-yang.jpg").write_bytes(card_photo(ITSELF))
    told = ("--face-policy", str(folder / "policy.yaml"), "--photos", str(photos))
    server = Server(folder / "data", *told)
    with Place.open(folder, server, also=("face_camera",)) as place:
        place.options["card_reader"][1]["photo"] = "reader"
        place.options["face_camera"][1]["settle"] = 0.05
        yield place
    assert server.stop() == 0


@pytest.fixture
def visitor(face_place, tmp_path):
    with arrived(face_place, tmp_path) as somebody:
        yield somebody


@contextmanager
def arrived(place, folder, **how):
    with Visitor.arrives(place, folder, **how) as somebody:
        stands(somebody, ITSELF)
        somebody.until(lambda: "face_camera" in ready(somebody), "the camera")
        somebody.until(lambda: somebody.terminal.store.policies.token(FACES), "the platform's policy")
        yield somebody


def ready(visitor):
    return [kind for kind, status in visitor.terminal.devices().items() if status.ready and not status.faults]


def stands(visitor, name):
    """Before the camera."""
    picture = str(visitor.place.paper / "faces" / f"{name}.png")
    state.update(visitor.place.states, FaceCameraState, image=picture)


def begins(visitor, photo=ITSELF, person="liu-yang"):
    picture = str(visitor.place.paper / "faces" / f"{photo}-card.jpg") if photo else None
    state.update(visitor.place.states, CardReaderState, picture=picture)
    visitor.tap("item.si-certificate", "agree")
    visitor.lays_card(person)


def becomes(visitor, word):
    face = visitor.shell.session._confirming.faces
    visitor.until(lambda: face.property("state") == word, f"the state {word}")
    visitor.until(lambda: visitor.shell.window.property("settled"), "a page at rest")


def test_who_agrees_and_is_the_one_of_the_card_files_and_prints(visitor):
    begins(visitor)
    visitor.sees("Face")
    assert "照片只用这一次，办完就删。也可以不用人脸" in visitor.reads()
    assert visitor.terminal.faces.preview() is None, "nobody looks before the person agreed"
    visitor.tap("face.agree")
    visitor.sees("Choose", "region")
    visitor.until(lambda: visitor.can_tap("choice.330500"), "what the records say")
    visitor.tap("choice.330500", "choice.insured", "submit")
    visitor.sees("Preview")
    filing = visitor.shell.session.aftermath.filing
    assert visitor.terminal.outcome(filing.id).status in (Status.ACCEPTED, Status.RESULT_READY)
    assert '{"method":"face"}' in journal(visitor, Event.CONSENTED)
    assert '{"method":"face"}' in journal(visitor, Event.CONFIRMED)


def test_the_terminals_word_says_threshold_and_policy_and_nothing_of_a_face(visitor):
    begins(visitor)
    visitor.sees("Face")
    visitor.tap("face.agree")
    visitor.sees("Choose", "region")
    token = visitor.shell.session.of_person.facts["confirmation"]["token"]
    said = visitor.place.identity.signing.public.verify(messages.STATEMENT, token)
    assert (said["method"], said["threshold"], said["policy"]) == ("face", 0.363, 3)
    assert {*said} == {
        *(
            "v",
            "suite",
            "kind",
            "method",
            "id",
            "person",
            "terminal",
            "item",
            "purpose",
            "at",
            "threshold",
            "policy",
        )
    }


def test_before_each_try_three_two_one_is_counted(visitor):
    numbers = []
    face = visitor.shell.session._confirming.faces
    face.changed.connect(lambda: numbers.append(face.number))
    stands(visitor, ANOTHER)
    begins(visitor)
    visitor.sees("Face")
    for button in ("face.agree", "face.again"):
        del numbers[:]
        visitor.tap(button)
        becomes(visitor, "again")
        assert [number for number in numbers if number] == [3, 2, 1]


def test_who_is_counted_down_for_sees_themself_and_may_still_leave(face_place, tmp_path):
    with arrived(face_place, tmp_path, patience=STILL) as visitor:
        begins(visitor)
        visitor.sees("Face")
        visitor.tap("face.agree")
        face = visitor.shell.session._confirming.faces
        visitor.until(lambda: face.property("picture"), "a picture")
        assert face.property("state") == "counting" and "3 秒后开始核对" in visitor.reads()
        visitor.tap("face.phone")
        visitor.sees("ConfirmByPhone")
        assert face.property("picture") == "" and visitor.terminal.faces.preview() is None
        assert visitor.terminal.faces.tries_left == faces.TRIES
        assert '{"method":"face"}' not in journal(visitor, Event.CONFIRMED)


def test_who_does_not_want_it_is_at_the_phone_with_one_tap_and_no_picture_was_taken(visitor):
    begins(visitor)
    visitor.sees("Face")
    visitor.tap("face.phone")
    visitor.sees("ConfirmByPhone")
    visitor.confirms()
    visitor.sees("Choose", "region")
    assert '{"method":"face"}' not in journal(visitor, Event.CONSENTED)


def test_somebody_else_has_three_tries_and_then_the_phone(visitor):
    stands(visitor, ANOTHER)
    begins(visitor)
    visitor.sees("Face")
    visitor.tap("face.agree")
    for left in (2, 1):
        becomes(visitor, "again")
        assert f"还可以试 {left} 次" in visitor.reads()
        visitor.tap("face.again")
    becomes(visitor, "over")
    assert not visitor.can_tap("face.again")
    visitor.tap("face.phone")
    visitor.sees("ConfirmByPhone")
    visitor.confirms()
    visitor.sees("Choose", "region")
    failed = [detail for detail in journal(visitor, Event.CARD_FAILED) if "face.unlike" in detail]
    assert len(failed) == faces.TRIES


def test_where_the_card_gives_no_photo_the_platforms_is_fetched_once_the_person_agreed(visitor, tmp_path):
    begins(visitor, photo=None)
    visitor.sees("Face")
    assert "身份证没有给出照片：向平台要一张来比，不保存" in visitor.reads()
    held = visitor.terminal.faces
    assert not held._photo, "nobody asked before they agreed"
    visitor.tap("face.agree")
    visitor.sees("Choose", "region")
    photo = held._photo
    assert bytes(photo) == card_photo(ITSELF)
    assert '{"state":"ANSWERED"}' in journal(visitor, Event.ASKED)
    piece = bytes(photo[400:464])
    visitor.tap("exit")
    visitor.until(lambda: not any(photo), "a photo that is overwritten")
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or piece not in path.read_bytes(), path.name


def test_somebody_else_is_not_the_one_of_the_platforms_photo(visitor):
    stands(visitor, ANOTHER)
    begins(visitor, photo=None)
    visitor.sees("Face")
    visitor.tap("face.agree")
    becomes(visitor, "again")
    assert "和照片对不上" in visitor.reads()


def test_who_has_no_photo_anywhere_is_told_to_take_another_way(visitor):
    begins(visitor, photo=None, person="chen-wei")
    visitor.sees("Face")
    visitor.tap("face.agree")
    becomes(visitor, "over")
    assert "现在不能用人脸核对。请改用手机，或请工作人员帮忙" in visitor.reads()
    assert visitor.terminal.faces.tries_left == faces.TRIES
    visitor.tap("face.phone")
    visitor.sees("ConfirmByPhone")


def test_without_a_photo_and_without_a_line_nobody_is_asked_for_a_face(face_place, tmp_path):
    with Visitor.arrives(face_place, tmp_path, online=False) as visitor:
        stands(visitor, ITSELF)
        visitor.until(lambda: "face_camera" in ready(visitor), "the camera")
        keep(visitor, "good")
        begins(visitor, photo=None)
        visitor.sees("ConfirmByPhone")


def test_a_camera_that_is_gone_leads_straight_to_the_phone(visitor):
    state.update(visitor.place.states, FaceCameraState, fault="unplugged")
    visitor.until(lambda: "face_camera" not in ready(visitor), "the word about the camera")
    begins(visitor)
    visitor.sees("ConfirmByPhone")


def test_a_camera_that_goes_while_it_looks_costs_no_try_and_leaves_the_phone(visitor):
    begins(visitor)
    visitor.sees("Face")
    state.update(visitor.place.states, FaceCameraState, fault="unplugged")
    visitor.tap("face.agree")
    becomes(visitor, "over")
    assert visitor.terminal.faces.tries_left == faces.TRIES
    visitor.tap("face.phone")
    visitor.sees("ConfirmByPhone")


@pytest.mark.parametrize("kept", ["none", "forged", "expired"])
def test_without_a_policy_that_stands_nobody_is_asked_for_a_face(face_place, tmp_path, kept):
    with Visitor.arrives(face_place, tmp_path, online=False) as visitor:
        stands(visitor, ITSELF)
        visitor.until(lambda: "face_camera" in ready(visitor), "the camera")
        keep(visitor, kept)
        begins(visitor)
        visitor.sees("ConfirmByPhone")


def keep(visitor, kept):
    """What the store has of a platform's word."""
    from kiosk.wire.envelope import SigningKey

    place, store = visitor.place, visitor.terminal.store
    told = {"kind": "face_policy", "version": 3, "items": ["si-certificate"], "threshold": 0.363}
    times = {"valid_from": "2020-01-01T00:00:00+08:00", "valid_to": "2099-01-01T00:00:00+08:00"}
    over = times | {"valid_to": "2020-02-01T00:00:00+08:00"}
    ours = SigningKey.from_pem((place.server.data / "receipt.key").read_bytes())
    words = {
        "forged": lambda: SigningKey.generate().sign(messages.STATEMENT, told | times),
        "good": lambda: ours.sign(messages.STATEMENT, told | times | {"photos": True}),
        "expired": lambda: ours.sign(messages.STATEMENT, told | over),
    }
    if kept in words:
        store.policies.keep(FACES, words[kept](), place.clock())


def test_nothing_of_the_photo_and_of_what_the_camera_saw_stays(visitor, tmp_path):
    begins(visitor)
    visitor.sees("Face")
    held = visitor.terminal.faces._photo
    assert held.startswith(b"\xff\xd8\xff") and len(held) > 1000
    piece = bytes(held[400:464])
    visitor.tap("face.agree")
    visitor.sees("Choose", "region")
    assert visitor.shell.stage.pictures._images == {}, "no frame is kept for the screen"
    state.update(visitor.place.states, CardReaderState, card=None)
    visitor.tap("exit")
    visitor.until(lambda: not any(held), "a photo that is overwritten")
    assert held, "the same bytes, overwritten"
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files, "a store at least"
    for path in files:
        content = path.read_bytes()
        assert piece not in content and JPEG_HEAD not in content, path.name


WAYS = {"standard": (), "large": ("variant.large",), "English": ("variant.language",)}
SOME = [pytest.param(way, marks=[] if way == "large" else [pytest.mark.soak]) for way in WAYS]


@pytest.mark.parametrize("way", SOME)
def test_every_state_of_the_page_keeps_the_measures_of_the_glass(visitor, way):
    visitor.tap(*WAYS[way])
    stands(visitor, ANOTHER)
    begins(visitor)
    visitor.sees("Face")
    for word, button in (("asked", "face.agree"), ("again", "face.again"), ("again", "face.again")):
        becomes(visitor, word)
        keeps_its_measures(visitor)
        visitor.tap(button)
    becomes(visitor, "over")
    keeps_its_measures(visitor)


@pytest.mark.parametrize("way", SOME)
def test_the_countdown_keeps_the_measures_of_the_glass(face_place, tmp_path, way):
    with arrived(face_place, tmp_path, patience=STILL) as visitor:
        visitor.tap(*WAYS[way])
        begins(visitor, photo=None)  # whoever has none is told more
        visitor.sees("Face")
        keeps_its_measures(visitor)
        visitor.tap("face.agree")
        face = visitor.shell.session._confirming.faces
        visitor.until(lambda: face.property("picture"), "a picture")
        keeps_its_measures(visitor)


def keeps_its_measures(visitor):
    variant = "large" if visitor.shell.view.display.manner.type else "standard"
    assert walk(visitor.shell.window, 0.369, variant, visitor.page) == []
