"""What a newcomer does with the devices that have no desk of their own, as words for their state files.

A name of a device and KEY=VALUE, as on the command line; {holder} is whose card was laid down last, {pick_up}
the code on the last slip, {faces} the folder of those who can stand before the face camera.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

DEMO_PIN = "482951"  # of the synthetic cards: shown on the panel, because nobody else can know it


@dataclass(frozen=True)
class Press:
    text: str
    words: str


@dataclass(frozen=True)
class Handled:
    title: str
    presses: tuple[Press, ...] = ()


HANDLED = {
    "social_card": Handled(
        f"社保卡（密码 {DEMO_PIN}）",
        (
            Press("插入社保卡", f"social_card card={{holder}} pin={DEMO_PIN}"),
            Press("取出", "social_card card=null"),
        ),
    ),
    "face_camera": Handled(
        "人脸摄像头（画出来的人，证件上是同一个）",
        (
            Press("本人站过来", "face_camera image={faces}/fair.png"),
            Press("换个人站过来", "face_camera image={faces}/bearded.png"),
            Press("走开", "face_camera image={faces}/nobody.png"),
        ),
    ),
    "code_scanner": Handled(
        "扫码器",
        (
            Press("扫凭条上的码", "code_scanner code={pick_up}"),
            Press("扫别的码", "code_scanner code=https://example.invalid/"),
        ),
    ),
    "handset": Handled(
        "呼叫按钮和听筒",
        (
            Press("呼叫", "handset call=pressed"),
            Press("松开", "handset call=released"),
            Press("拿起", "handset handset=lifted"),
            Press("挂好", "handset handset=hung"),
        ),
    ),
    "sensors": Handled(
        "柜门和电源",
        (
            Press("开门", "sensors door=open"),
            Press("关门", "sensors door=closed"),
            Press("停电", "sensors ups=battery"),
            Press("来电", "sensors ups=mains"),
        ),
    ),
}


def of(name: str) -> Handled:
    """A device that nobody described is called by its name, and told by words."""
    return HANDLED.get(name, Handled(name))


def order(name: str) -> int:
    """Those with presses come first, in the order in which a newcomer needs them."""
    return [*HANDLED].index(name) if name in HANDLED else len(HANDLED)


def pick_up_code(out: Path) -> str:
    """On the slip that came out last; empty where there is none, or none that can be read."""
    for path in sorted(out.glob("slip-*.json"), reverse=True):
        try:
            codes = json.loads(path.read_text("utf-8"))["qr"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if codes:
            return str(codes[0])
    return ""
