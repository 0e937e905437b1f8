"""What a technician's check prints: every way of putting ink on paper, and nobody's data."""

from kiosk.model import SlipQr, SlipRule, SlipText

LINES = (
    SlipText("打印测试", size=2, align="center", bold=True),
    SlipRule(),
    SlipText("中文 ABC 123 ￥0.00 𠮷𪚥"),
    SlipQr("TEST"),
)
