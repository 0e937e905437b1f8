"""The item language itself: matters loaded and checked, an answer and what follows from it, random walks."""

from __future__ import annotations

import hashlib
import time
from datetime import date
from functools import partial
from pathlib import Path
from random import Random

import yaml

from kiosk.bench import machine
from kiosk.bench.figure import BenchError, Figure, side_by_side, times
from kiosk.bench.searching import late, taken
from kiosk.flows import compiled, gate, sources
from kiosk.flows.definition import Form
from kiosk.flows.loader import RESOURCES, load_items, load_sound
from kiosk.flows.samples import TYPED
from kiosk.flows.session import Session, card_fact
from kiosk.flows.walk import WalkError, opening_day, stranger, walk
from kiosk.model import Applicant

_ITEMS = 60
_LOADED, _PROVED = 3.0, 2.0  # times the bare reading of the same bytes
_FRAME = 16.7  # milliseconds: whoever begins a matter sees no page later
_ANSWER = 5.0  # milliseconds from an answer to all that follows from it, for 12 people
_WALKED = 2000.0  # answers a second
_HOUSE = "house-transfer"
_DAY = date(2026, 7, 1)


def engine(scale: float) -> list[Figure]:
    """`engine.walk` says milliseconds an answer: 0.5 is 2,000 a second. It and `engine.answer` are in time of
    the processor, as for a key of the search; loading is timed beside its limit, in turns."""
    with machine.folder() as folder:
        items = _sixty(folder, times(scale, _ITEMS))
        loading = _loading(items, scale)
    return [*loading, _answering(scale), _walking(scale)]


def _sixty(folder: Path, count: int) -> Path:
    """The shipped matters under names of their own, until there are so many, in a folder of resources."""
    items = folder / "resources" / "items"
    items.mkdir(parents=True)
    for part in ("codes", "data"):
        (items.parent / part).symlink_to(RESOURCES / part)
    for name in ("sources.yaml", "materials.yaml"):
        (items.parent / name).symlink_to(RESOURCES / name)
    shipped = sorted((RESOURCES / "items").glob("*.yaml"))
    for number in range(count):
        source = shipped[number % len(shipped)]
        name = f"{source.stem}-{number}"
        text = source.read_text("utf-8").replace(f"\nitem: {source.stem}\n", f"\nitem: {name}\n", 1)
        (items / f"{name}.yaml").write_text(text, "utf-8")
    return items


def _loading(items: Path, scale: float) -> list[Figure]:
    texts = [path.read_bytes() for path in sorted(items.glob("*.yaml"))]
    turns = times(scale, 3)

    def load() -> None:
        found, mistakes = load_sound(items)
        if mistakes or len(found) != len(texts):
            raise BenchError(f"{len(mistakes)} mistakes in {len(found)} matters")

    checked, parsed = side_by_side(load, lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts], turns)
    memory = items.parent / "kept"
    compiled.load(items, memory)  # finds them right, and keeps them
    proved, read = side_by_side(
        lambda: compiled.load(items, memory), lambda: _digests(items), times(scale, 30)
    )
    asked = [taken(partial(getattr, flow, "steps")) for flow in compiled.load(items, memory)[0].values()]
    many = f"{len(texts)} 个事项"
    return [
        Figure("engine.load", checked, "ms", parsed, _LOADED, f"{many}，只解析同样的 YAML"),
        Figure("engine.proved", proved, "ms", read, _PROVED, f"{many}，只读一遍同样的字节并算摘要"),
        Figure("engine.asked", late(asked), "ms", _FRAME, 1.0, "第一次用到一个事项，95 %；允许一帧"),
    ]


def _digests(items: Path) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(items.glob("*.yaml"))]


def _answering(scale: float) -> Figure:
    """Six sellers and six buyers: an answer, and path, materials, fee and people as both sides need them."""
    session, values = _twelve()
    spent = [taken(lambda: gate.derived(session.answer("contact", values))) for _ in range(times(scale, 200))]
    return Figure(
        "engine.answer",
        late(spent),
        "ms",
        _ANSWER,
        1.0,
        "二手房，12 人：答一题到算完下一个状态，95 %；允许 5 ms",
    )


def _twelve() -> tuple[Session, dict[str, str]]:
    flow = load_items()[_HOUSE]
    people = [TYPED["idno"](Random(number), date(1996, 1, 1)) for number in range(12)]
    told = {
        **{"district": "330521", "situation": "sale", "coming": "themselves", "side": "seller"},
        **{"title_number": "浙(2021)德清县不动产权第0012345号", "area": "89.6", "since": "2021-04-12"},
        **{"mortgaged": "no", "price": "2000000", "paying": "once", "owning": "shares"},
        **{"only_home": "yes", "buyer_homes": "second", "willing": "yes", "others": "no", "let": "no"},
        **{"supervised": "yes", "dwelling": "no", "dispute": "no", "delivery": "electronic"},
    }
    session = Session("bench", flow, _DAY).agree("notice", "t")
    while session.step is not None and session.step.key != "contact":
        session = _told(session, told, people)
    return session, {"contact_mobile": "13800000000"}


def _told(session: Session, told: dict[str, str], people: list[str]) -> Session:
    step = session.step
    assert step is not None
    if step.kind == "ReadCard":
        card = Applicant(name="赵钱", id_number=people[0], birth="1990-03-07", valid_to="2036-01-01")
        return session.learn("card", card_fact(card))
    if step.kind == "ConfirmByPhone":
        return session.learn("confirmation", {"state": "confirmed", "token": ""})
    if step.kind == "Entries":
        full = session.path and sum(s.key.startswith(f"{_group(step.key)}.") for s in session.path) > 6
        return session.answer(step.key, {}) if full else session.add(step.key)
    if isinstance(step, Form) and step.prefix:
        number = step.index + (0 if _group(step.key) == "sellers" else 6)
        share = "20" if step.index == 0 else "16"
        said = {"name": "赵钱", "idno": people[number], "share": share}
        return session.answer(step.key, {f"{step.key}.{key}": value for key, value in said.items()})
    return session.answer(step.key, {key: told.get(key, "") for key in step.keys})


def _group(key: str) -> str:
    return key.split(".")[0]


def _walking(scale: float) -> Figure:
    """Milliseconds an answer, over random walks of every shipped matter."""
    shipped, (examples, _) = list(load_items().values()), sources.beside(RESOURCES / "items")
    shares = {code: source.examples for code, source in examples.items()}
    answers, spent = 0, 0.0
    for number in range(times(scale, 20)):
        for flow in shipped:
            world = stranger(opening_day(flow), shares)
            started = time.thread_time()
            try:
                session = walk(flow, Random(number), world)
            except WalkError:
                continue
            spent += time.thread_time() - started
            answers += len(session.answers)
    if not answers:
        raise BenchError("no walk came to an end")
    return Figure(
        "engine.walk",
        spent / answers * 1000,
        "ms",
        1000 / _WALKED,
        1.0,
        "随机走每个事项，每答一项；允许 2000 项一秒",
    )
