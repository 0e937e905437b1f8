"""A camera as a code scanner: each frame is looked at until one holds a code.

The newest frame is kept in memory for the preview, and nothing of it on disk.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.devices import options
from kiosk.devices._video import Frame, Video
from kiosk.devices._video_device import VideoDevice, video
from kiosk.devices.code_scanner import Scan, _ladder, _payload
from kiosk.devices.code_scanner._faults import DEVICE, NO_CODE, NO_PURPOSE
from kiosk.model import Completion, DeviceError

_CHECK_WAIT = 30.0


class CameraScanner(VideoDevice):
    def __init__(self, found: Video, symbologies: Sequence[str], patience: float, deadline: float) -> None:
        super().__init__(found, DEVICE, "扫码口", patience, deadline)
        self._symbologies = tuple(symbologies)

    def scan(self, purpose: str, timeout: float) -> Scan:
        """Of several codes in view the first that is for `purpose`, in a frame that came after the call."""
        if purpose not in _payload.PURPOSES:
            raise DeviceError(Completion.UNSUPPORTED, NO_PURPOSE)
        live = _ladder.Live(self._symbologies)
        with self._pictures(timeout, Frame.grey, NO_CODE) as pictures:
            first = self._video.count
            for picture in pictures:
                if codes := live.decode(picture):
                    return _chosen(codes, purpose)
            seen = self._video.count > first
        raise DeviceError(Completion.TIME_OUT, NO_CODE if seen else self._video.silence)

    def _used(self) -> str:
        self.scan("diagnosis", _CHECK_WAIT)
        return "读到一个码"


def _chosen(codes: Sequence[_ladder.Code], purpose: str) -> Scan:
    """Raises the first refusal where all are refused."""
    refused: DeviceError | None = None
    for code in codes:
        try:
            return _payload.accept(code.data, code.symbology, purpose, code.text)
        except DeviceError as error:
            refused = refused or error
    assert refused is not None
    raise refused


def connect(
    device: str = "",
    url: str = "",
    symbologies: Sequence[str] = (_ladder.QR,),
    patience: float = 10.0,
    deadline: float = 3.0,
) -> CameraScanner:
    """Either `device` or `url`; the camera may send nothing for `deadline` seconds, and a black or unchanging
    picture is a fault after `patience` seconds. Raises ValueError.
    """
    wait = options.seconds("deadline", deadline)
    found = video(device, url, DEVICE, wait)
    return CameraScanner(found, _named(symbologies), options.seconds("patience", patience, 3600.0), wait)


def _named(symbologies: object) -> tuple[str, ...]:
    known = _ladder.SYMBOLOGIES
    fits = (
        isinstance(symbologies, list | tuple) and symbologies and all(name in known for name in symbologies)
    )
    if not fits or not isinstance(symbologies, list | tuple):
        allowed = f"可以是 {'、'.join(known)}"
        raise ValueError(
            f'选项 symbologies 要写成码制的列表，{allowed}，现在是 {symbologies!r}；例如 ["QRCode"]'
        )
    return tuple(str(name) for name in symbologies)
