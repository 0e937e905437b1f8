"""What the program does, timed beside its physical limit in the same run, on this machine.

A figure that misses its reach says so; nothing here raises for being slow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kiosk.bench import (
    capturing,
    counting,
    decoding,
    draining,
    facing,
    feeling,
    flowing,
    growing,
    keeping,
    pcsc,
    plugging,
    printing,
    reading,
    resuming,
    searching,
    staging,
    starting,
    tapping,
    weighing,
)
from kiosk.bench.figure import BenchError, Figure

FIGURES: Mapping[str, Callable[..., list[Figure]]] = {
    "save": keeping.save,
    "submit": keeping.submit,
    "answer": keeping.answer,
    "card": reading.card,
    "social": pcsc.social,
    "qr": decoding.qr,
    "page": capturing.page,
    "face": facing.face,
    "slip": printing.slip,
    "plug": plugging.plug,
    "sync": draining.sync,
    "sync-resume": resuming.resume,
    "sync-postgres": draining.sync_postgres,
    "start": starting.start,
    "stage": staging.stage,
    "next": tapping.next_question,
    "feel": feeling.feel,
    "weight": weighing.weight,
    "taps": counting.taps,
    "search": searching.search,
    "engine": flowing.engine,
    "growth": growing.growth,
}
LONG = ("growth", "plug", "qr", "sync-postgres")  # a minute or more: only by name
GROUPS: Mapping[str, Sequence[str]] = {
    "devices": ("card", "social", "qr", "page", "face", "slip", "plug"),
    "flows": ("engine", "search", "taps"),
    "sync": ("sync", "sync-resume"),
}


def run(
    names: Sequence[str] | None = None,
    *,
    scale: float = 1.0,
    images: Path | None = None,
    filings: int | None = None,
) -> dict[str, Any]:
    """All figures but the long ones, or those named, also by group. `scale` below 1 repeats less, and is
    worth less. `images`: a folder of pictures with codes in them, each beside its text, for `qr`.
    `filings`: how many are drained for `sync` and `sync-postgres`.

    {"ok", "figures": [{"name", "value", "unit", "limit", "reach", "against", "ratio", "ok"}], "errors"}
    """
    wanted = [name for name in FIGURES if name not in LONG]
    if names:
        wanted = [figure for name in names for figure in GROUPS.get(name, (name,))]
    errors = [
        f"没有这个指标：{name}；有 {'、'.join([*GROUPS, *FIGURES])}" for name in wanted if name not in FIGURES
    ]
    options: Mapping[str, Mapping[str, Any]] = {
        "qr": {"folder": images},
        "sync": {"filings": filings},
        "sync-postgres": {"filings": filings},
    }
    figures: list[Figure] = []
    for name in wanted:
        if name not in FIGURES:
            continue
        try:
            figures += FIGURES[name](scale, **options.get(name, {}))
        except BenchError as error:
            errors.append(f"{name} 没有测成：{error}")
    ok = not errors and all(figure.ok for figure in figures)
    return {"ok": ok, "figures": [figure.told() for figure in figures], "errors": errors}


def show(result: Mapping[str, Any]) -> str:
    lines = [_line(figure) for figure in result["figures"]]
    return "\n".join([*lines, *result["errors"]])


def _line(figure: Mapping[str, Any]) -> str:
    word = "达到" if figure["ok"] else "未达到"
    value = f"{figure['value']:10.3f} {figure['unit']}，极限 {figure['limit']:.3f}"
    return (
        f"{figure['name']:<11}{value}，{figure['ratio']:.2f} 倍（目标 {figure['reach']:.2f}，{word}）："
        f"{figure['against']}"
    )
