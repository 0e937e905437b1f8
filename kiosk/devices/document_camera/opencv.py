"""A camera on this machine, or one in the network, as a document camera. Nothing is written to disk."""

from __future__ import annotations

import re

from kiosk.devices import options
from kiosk.devices._video import Frame, Video
from kiosk.devices._video_device import VideoDevice, video
from kiosk.devices.document_camera import Page, _sheet
from kiosk.devices.document_camera._faults import CUT_OFF, DEVICE
from kiosk.model import Completion, DeviceError

_CHECK_WAIT = 30.0
_VERDICTS = 3  # frames in a row with the same fault: the lens has settled, the sheet lies still
_RESOLUTION = re.compile(r"(\d{3,5})x(\d{3,5})", re.ASCII)


class OpencvDocumentCamera(VideoDevice):
    def __init__(self, found: Video, patience: float, deadline: float) -> None:
        super().__init__(found, DEVICE, "高拍仪", patience, deadline)

    def capture(self, timeout: float) -> Page:
        """A sheet that is not right is refused as soon as three frames agree; none at all, at the end."""
        last: DeviceError | None = None
        alike = 0
        with self._pictures(timeout, Frame.colour, self._video.silence) as pictures:
            for picture in pictures:
                try:
                    return _sheet.page(picture)
                except _sheet.NothingError:
                    last, alike = self._nothing(), 0
                except DeviceError as error:
                    alike = alike + 1 if last and last.fault is error.fault else 1
                    last = error
                    if alike >= _VERDICTS:
                        break
        raise last or DeviceError(Completion.TIME_OUT, self._video.silence)

    def _nothing(self) -> DeviceError:
        wrong = self._sight.now()
        if wrong is not None:
            return DeviceError(Completion.HARDWARE_ERROR, wrong)
        return DeviceError(Completion.USER_ERROR, CUT_OFF)

    def _used(self) -> str:
        page = self.capture(_CHECK_WAIT)
        return f"拍到一页，{page.width}×{page.height}，{page.dpi} dpi"


def connect(
    device: str = "",
    url: str = "",
    resolution: str = "3264x2448",
    patience: float = 10.0,
    deadline: float = 3.0,
) -> OpencvDocumentCamera:
    """Either `device` or `url`; `resolution` is asked of a `device`, which gives the nearest that it has; the
    camera may send nothing for `deadline` seconds, and a black or unchanging picture is a fault after
    `patience` seconds. Raises ValueError.
    """
    size, wait = _sides(resolution), options.seconds("deadline", deadline)
    found = video(device, url, DEVICE, wait, size)
    return OpencvDocumentCamera(found, options.seconds("patience", patience, 3600.0), wait)


def _sides(resolution: object) -> tuple[int, int]:
    found = _RESOLUTION.fullmatch(resolution) if isinstance(resolution, str) else None
    if found is None:
        raise ValueError(
            f"选项 resolution 要写成宽x高，加引号，现在是 {resolution!r}；例如 3264x2448（800 万像素）"
        )
    return int(found[1]), int(found[2])
