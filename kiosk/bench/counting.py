"""Taps and characters of a scripted citizen on the shortest way, beside what only they could answer."""

from __future__ import annotations

from kiosk import demo
from kiosk.bench import machine
from kiosk.bench.figure import BenchError, Figure

# The eight flows and how many times the facts they may take: six taps for the certificate; for the others
# what they took when this was written.
_REACH = {
    "house-transfer": 2.8,
    "birth": 3.9,
    "school-enrolment": 3.5,
    "company": 4.5,  # a guess until it has been measured
    "restaurant": 4.5,
    "si-certificate": 3.0,
    "housing-fund": 2.7,
    "chronic": 4.2,
}


def taps(scale: float) -> list[Figure]:
    """On an X server of its own, by pointer events; once an item, whatever the scale."""
    return [_taps(item) for item in _REACH]


def _taps(item: str) -> Figure:
    with machine.folder() as folder:
        try:
            told = demo.show(folder / "demo", item=item, starts_at=None, say=lambda line: None, chapters=1)
        except demo.DemoError as error:
            raise BenchError(str(error)) from error
    facts = told["facts"]
    against = f"只有本人才知道的 {facts} 项；另打字 {told['typed']} 个，上传 {told['uploads']} 份"
    return Figure(f"taps.{item}", told["taps"], "次", facts, _REACH[item], against)
