"""An option on a command line has the type that its adapter gives it, whatever it looks like."""

import pytest

from kiosk.devices import open_device, words

USB, SERIAL, CAMERA = ("card_reader", "sdt_usb"), ("card_reader", "sdt_serial"), ("code_scanner", "camera")


@pytest.mark.parametrize(
    ("adapter", "pair", "value"),
    [
        (USB, "product=2721", "2721"),
        (USB, "vendor=1e23", "1e23"),
        (USB, "vendor=0400", "0400"),
        (USB, 'vendor="0400"', "0400"),
        (USB, "serial=null", "null"),
        (USB, "bus=1-4.2", "1-4.2"),
        (USB, "serial=a=b", "a=b"),
        (USB, "deadline=2", 2.0),
        (USB, "deadline=nan", "nan"),
        (USB, "radio_frame=80", 80),
        (SERIAL, "baud=9600", 9600),
        (SERIAL, "baud=9600.0", "9600.0"),
        (SERIAL, "baud=true", "true"),
        (CAMERA, "symbologies=QRCode,Code128", ["QRCode", "Code128"]),
        (CAMERA, 'symbologies=["QRCode"]', ["QRCode"]),
        (("no", "such"), "port=5", "5"),
    ],
)
def test_a_word_is_what_its_option_is(adapter, pair, value):
    (found,) = words.options(*adapter, [pair]).values()
    assert (found, type(found)) == (value, type(value))


def test_a_reader_on_usb_is_named_as_the_manual_has_it():
    open_device(*USB, words.options(*USB, ["vendor=2B8B", "product=2721", "layout=hid"])).close()


def test_the_last_word_counts():
    assert words.options(*SERIAL, ["baud=9600", "baud=19200"]) == {"baud": 19200}


@pytest.mark.parametrize("pair", ["port", "=5"])
def test_what_is_no_pair_is_refused(pair):
    with pytest.raises(ValueError, match="--option"):
        words.options(*SERIAL, [pair])
