"""One key of a search over as many matters as a province offers, beside a plain scan of the same texts."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, product

from kiosk.bench.figure import BenchError, Figure, times
from kiosk.flows.search import catalogue
from kiosk.flows.search.catalogue import Matter
from kiosk.flows.search.index import Index

_MATTERS = 2760
_A_KEY = 10.0  # milliseconds that nobody notices before the results follow a key
_REACH = 20.0  # times the scan, which knows no sound, no slip and no order
_PLACES = ("湖州", "德清", "长兴", "安吉", "嘉兴", "海宁", "桐乡", "平湖", "绍兴", "诸暨", "嵊州", "新昌")
_WAYS = ("", "变更", "补办", "注销", "延续", "预约", "加急", "代办", "网上", "委托", "复查")
_TYPED = (
    "我要开面馆",
    "kaimianguan",
    "房子过户",
    "gongjijin",
    "孩子上学",
    "zhuxiaogongsi",
    "社保卡丢了",
    "register a company",
    "sbk",
)


def search(scale: float) -> list[Figure]:
    """95 of 100 keys take at most so long; the index is ready before the first.

    In time of the processor: a key waits for nothing else, and what else runs here is not measured.
    """
    index = Index(many(times(scale, _MATTERS)))
    texts = list(index.texts)
    ours, bare = [], []
    for _ in range(times(scale, 5)):
        for typed in keys():
            ours.append(taken(partial(index.search, typed)))
            bare.append(taken(partial(scan, texts, typed)))
    key, plain = late(ours), late(bare)
    against = f"同样 {len(index.matters)} 个事项、{len(texts)} 条说法里逐条找子串"
    return [
        Figure("search", key, "ms", plain, _REACH, against),
        Figure("search.key", key, "ms", _A_KEY, 1.0, f"每按一个键，{len(index.matters)} 个事项"),
    ]


def many(count: int) -> list[Matter]:
    """The catalogue, and variations of it under names of their own: for places, and ways of doing it."""
    matters, mistakes = catalogue.load()
    if not matters:
        raise BenchError("; ".join(mistakes))
    variations = product(matters, _WAYS, _PLACES)
    varied = [_varied(matter, way, place) for matter, way, place in variations]
    return list(islice([*matters, *varied], count))


def keys() -> list[str]:
    """What stands in the field after each key."""
    return [typed[: length + 1] for typed in _TYPED for length in range(len(typed))]


def taken(call: Callable[[], object]) -> float:
    """Milliseconds of the processor."""
    started = time.thread_time()
    call()
    return (time.thread_time() - started) * 1000


def scan(texts: Sequence[str], typed: str) -> list[str]:
    return [text for text in texts if typed in text]


def late(all: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(all)[round(0.95 * (len(all) - 1))]


def _varied(matter: Matter, way: str, place: str) -> Matter:
    name = replace(matter.name, zh=f"{place}{matter.name.zh}{way}", easy=f"{place}{matter.name.easy}{way}")
    words = tuple(
        f"{place}{word}{way}" if at % 2 else f"{word}{way}" for at, word in enumerate(matter.words[:8])
    )
    return replace(matter, id=f"{matter.id}.{place}.{way}", name=name, words=words)
