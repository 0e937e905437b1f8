"""A wrong option is one sentence for the technician, said before anything is opened."""

import pytest

from kiosk.devices import open_device

READER = ("card_reader", "sdt_serial")
SLIPS = ("receipt_printer", "escpos")
OFFICE = ("document_printer", "ipp")


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        (READER, {"port": 5}, "选项 port 要写成文字，加引号，不能是空的，现在是 5；例如 /dev/ttyS1"),
        (READER, {"port": "ttyS1"}, "选项 port 要写成从 / 开始的完整路径，现在是 'ttyS1'；例如 /dev/ttyS1"),
        (READER, {"port": "/dev/ttyS1", "baud": "abc"}, "选项 baud 要写成波特率"),
        (READER, {"port": "/dev/ttyS1", "baud": 115201}, "选项 baud 要写成波特率"),
        (READER, {"port": "/dev/ttyS1", "baud": 9600.0}, "选项 baud 要写成波特率"),
        (READER, {}, "card_reader/sdt_serial 缺少选项 port"),
        (READER, {"prot": "/dev/ttyS1"}, "没有选项 prot；可以写 port、baud、poll、deadline"),
        (SLIPS, {}, "选项 host（网口）、path（串口或 /dev/usb/lp0）、usb（厂商号:产品号）要写一个"),
        (SLIPS, {"host": [], "path": "/dev/ttyS1"}, "要写一个，只写一个"),
        (SLIPS, {"host": "h" * 64}, "选项 host 不是主机名或地址"),
        (SLIPS, {"host": "printer", "port": 65536}, "选项 port 要写成 1 到 65535 的整数"),
        (SLIPS, {"host": "printer", "profile": "no"}, "选项 profile 没有 'no'；可以写 generic-80"),
        (OFFICE, {"uri": "ipp://printer:99999/"}, "选项 uri 不是打印机的地址"),
        (OFFICE, {"uri": "ipp://[::1/"}, "选项 uri 不是打印机的地址"),
        (OFFICE, {"uri": "ipp://printer/", "deadline": "soon"}, "选项 deadline 要写成秒数"),
        (("receipt_printer", "sdt_serial"), {}, "没有适配器 receipt_printer/sdt_serial"),
    ],
)
def test_what_is_wrong_is_named(name, options, said):
    with pytest.raises(ValueError) as caught:
        open_device(*name, options)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        (READER, {"port": "/dev/serial/by-id/usb-reader", "baud": 9600, "deadline": 3}),
        (SLIPS, {"host": "打印机.example", "port": 9100, "profile": "unknown-58"}),
        (SLIPS, {"path": "/dev/ttyS1", "baud": 38400}),
        (OFFICE, {"uri": "ipps://[2001:db8::7]/printers/a4", "user": "kiosk-0012-003"}),
    ],
)
def test_what_is_right_opens_without_hardware(name, options):
    open_device(*name, options).close()
