"""What can be wrong with a scanner on a line of its own, said to a person and to a technician."""

from __future__ import annotations

from kiosk.model import Fault

_CITIZEN = "这台机器的扫码器暂时用不了。请换一台机器，或请工作人员帮忙。"

NO_STATUS = Fault(
    "status.unsupported",
    "如果扫码没有反应，请换一台机器，或请工作人员帮忙。",
    "扫码器不回报状态，不知道好不好：请扫一个码，读到就算正常",
    "warning",
)
REFUSED = Fault("trigger.refused", _CITIZEN, "扫码器拒绝触发命令：检查 profile 和扫码器的工作模式")
DENIED = Fault("link.denied", _CITIZEN, "没有权限打开扫码器：安装 udev 规则，检查用户所在的组")
HELD = Fault(
    "keys.held", _CITIZEN, "不能独占键盘式扫码器，按键会打进界面，已停用：找出占用它的程序，检查 path"
)
NO_KEYBOARD = Fault(
    "keys.none", _CITIZEN, "path 指的不是键盘式扫码器：写 /dev/input/by-id/ 里以 -event-kbd 结尾的名字"
)
LOST_KEYS = Fault("keys.lost", _CITIZEN, "键盘式扫码器的按键丢失：检查系统负载，改用串口或 HID-POS 方式")
NO_CHARACTER = Fault("keys.foreign", _CITIZEN, "键盘式扫码器发来功能键：设为美式键盘，检查 path 是不是扫码器")
ALT_CODES = Fault(
    "keys.alt",
    "这台机器的扫码口读不了带汉字的码。请换一个码，或请工作人员帮忙。",
    "键盘式扫码器用 ALT 加数字发送汉字，不可靠，已拒绝：改用串口或 HID-POS 方式",
)
NOT_POS = Fault("hid.not_pos", _CITIZEN, "该 USB 设备不是 HID-POS 扫码器：用设置码把扫码器改为 HID-POS 方式")
ENDLESS = Fault("code.endless", _CITIZEN, "扫码器不停发送数据，码没有结束：检查波特率和工作模式")
CUT = Fault("code.cut", "没有扫完整。请再扫一次。", "码没有传完整（缺少结束符或后续报文）：检查数据线")
BAD_REPORT = Fault("link.garbled", _CITIZEN, "扫码器的报文不符合 HID-POS 格式：检查型号和工作方式")
