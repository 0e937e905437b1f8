"""Checks for which somebody has to do something: one after another, each said before it waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kiosk.diagnostics.together import Question, side_by_side
from kiosk.model import Health, Level

Say = Callable[[str], None]

WAIT = 30  # seconds that each of these checks waits for somebody
TO_DO = {
    "card_reader": "身份证阅读器：请把一张身份证平放在阅读器上",
    "social_card_reader": "社保卡阅读器：请插入一张社保卡，芯片朝上",
    "code_scanner": "扫码器：请把任意一个二维码放到扫码口",
    "document_camera": "高拍仪：请把一张 A4 纸平放在镜头下",
    "sensors": "机柜传感器：请走近或离开，或打开机柜门",
    "handset": "呼叫按钮和听筒：请按一下呼叫按钮，或拿起听筒",
}  # by kind of device; of the others nobody has to do anything


def nobody(sentence: str) -> None:
    """Where there is nobody to be told."""


def awaited(kinds: Iterable[str], level: Level) -> list[str]:
    """Those of `kinds` whose check waits for somebody."""
    return [kind for kind in kinds if level is Level.INTERACTIVE and kind in TO_DO]


def in_turn(
    questions: Mapping[str, Question], sentences: Mapping[str, str], deadline: float, say: Say
) -> dict[str, tuple[Health, ...]]:
    """An answer for each of `questions`, which may take `deadline` seconds each; a sentence is said just
    before its question is asked, with how long the question waits."""
    found: dict[str, tuple[Health, ...]] = {}
    for number, (key, question) in enumerate(questions.items(), 1):
        say(f"[{number}/{len(questions)}] {sentences[key]}，等 {WAIT} 秒。")
        (found[key],) = side_by_side([question], deadline)
        say(f"      {_outcome(found[key])}")
    return found


def _outcome(healths: Sequence[Health]) -> str:
    words = {"pass": "通过", "warn": "警告", "fail": "失败"}
    return "；".join(f"{words[health.result]} {health.value}" for health in healths)
