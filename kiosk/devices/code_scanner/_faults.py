"""What can go wrong with a code that somebody shows, said to a person and to a technician."""

from __future__ import annotations

from kiosk.model import Fault

DEVICE = "扫码器"

NO_CODE = Fault(
    "code.none", "没有扫到码。请把二维码放平，对准扫码口，不要太近。", "等待时间内没有读到条码或二维码"
)
NO_TEXT = Fault(
    "code.no_text", "这个码读不出文字。请换一个码，或请工作人员帮忙。", "码的内容既不是 UTF-8，也不是 GB18030"
)
TOO_LONG = Fault("code.too_long", "这个码的内容太长，不能在这里使用。请换一个码。", "码的内容超过长度上限")
CONTROL = Fault(
    "code.control", "这个码不能在这里使用。请换一个码，或请工作人员帮忙。", "码的内容含有控制字符"
)
NO_PURPOSE = Fault(
    "code.purpose", "这里现在不能扫码。请换一种方式，或请工作人员帮忙。", "程序要求了没有定义的扫码用途"
)


def not_for(citizen: str, purpose: str) -> Fault:
    """A code of another purpose than the one that is asked for."""
    return Fault("code.other", citizen, f"码的内容不符合用途 {purpose} 的规定")
