"""A network camera: Motion JPEG by HTTP, showing the picture that its state file names, or black.

Each frame has noise of its own, as every sensor's has; only a frozen one repeats itself byte for byte.
"""

from __future__ import annotations

import contextlib
import io
import socket
import threading
from dataclasses import dataclass
from pathlib import Path

from kiosk.devices.virtual.stand import Stand
from kiosk.devices.virtual.state import State, choice, count, demand
from kiosk.devices.virtual.watch import Watch

_BOUNDARY = b"virtual-camera-frame"
_HEAD = (
    b"HTTP/1.1 200 OK\r\nConnection: close\r\nCache-Control: no-store\r\n"
    b"Content-Type: multipart/x-mixed-replace; boundary=" + _BOUNDARY + b"\r\n\r\n"
)
_GARBAGE = b"\x00\x17not a picture\xff" * 64
_VARIANTS = 8
_DESK, _DESK_INTERVAL = (3264, 2448), 0.2  # what a document camera of 8 megapixels gives over USB 2
_NOISE = 256  # pixels of each side of the noise that is laid over a picture again and again
FAULTS = ("silent", "slow", "garbage", "half", "frozen", "unplugged")


@dataclass(frozen=True)
class CameraState(State):
    """`image` is the path of what lies before the lens. With `half` each frame is cut in two, with `slow` a
    frame takes long, with `frozen` it is always the same."""

    KIND = "camera"
    image: str | None = None
    fault: str | None = None
    unplug_at_byte: int | None = None  # the cable goes after so many more bytes

    def __post_init__(self) -> None:
        demand(self.image is None or isinstance(self.image, str), "image", "null or the path of a picture")
        choice(self.fault, "fault", None, *FAULTS)
        count(self.unplug_at_byte, "unplug_at_byte")


@dataclass(frozen=True)
class DocumentCameraState(CameraState):
    """`image`: the desk as the camera sees it, with or without a sheet on it."""

    KIND = "document_camera"


class VirtualCamera:
    """`kind` is another State of the same fields for a machine with several cameras. `variants`: how many
    frames of one picture differ by their noise; making them takes long where they are large."""

    def __init__(  # noqa: PLR0913 - what a camera is, each by its name
        self,
        folder: Path,
        size: tuple[int, int] = (1280, 720),
        interval: float = 1 / 30,
        slow: float = 5.0,
        kind: type[CameraState] = CameraState,
        variants: int = _VARIANTS,
    ) -> None:
        self._size, self._interval, self._slow, self._variants = size, interval, slow, variants
        self._turn = threading.RLock()
        self._stop = threading.Event()
        self._door = _bound(0)
        self._port = int(self._door.getsockname()[1])
        self._plugged = False
        self._lines: set[socket.socket] = set()
        self._viewers: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._shown: tuple[str | None, list[bytes]] = ("", [])
        self._sent = 0
        self._begun = self._repeats = 0
        self._watch = Watch(folder, kind, self._changed)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._port}/video"

    @property
    def streams(self) -> int:
        """How often somebody has begun to look."""
        return self._begun

    @property
    def streaming(self) -> int:
        """How many look just now."""
        with self._turn:
            return len(self._viewers)

    @property
    def plugged(self) -> bool:
        return self._plugged

    @property
    def frozen(self) -> bool:
        """Whether it has sent the same frame twice since it was told to."""
        return self._repeats > 1

    def start(self) -> None:
        self._watch.start()

    def stop(self) -> None:
        self._stop.set()
        self._watch.stop()
        self._unplug()
        with self._turn:
            self._door.close()
            threads = list(self._threads)
        for thread in threads:
            thread.join()

    def _changed(self, now: CameraState) -> None:
        with self._turn:
            if now.unplug_at_byte is None:
                self._sent = 0
            if self._shown[0] != now.image:
                self._shown = (now.image, pictures(now.image, self._size, self._variants))
            if now.fault == "unplugged":
                self._unplug()
            elif not self._plugged and not self._stop.is_set():
                self._plug()

    def _plug(self) -> None:
        self._plugged = True
        self._door.listen(8)
        self._run(self._accept, self._door)

    def _unplug(self) -> None:
        """The port stays taken, so that the camera comes back where it was; nobody listens meanwhile."""
        with self._turn:
            if not self._plugged:
                return
            self._plugged = False
            for line in (*self._lines, self._door):
                with contextlib.suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)
            self._door.close()
            if not self._stop.is_set():
                self._door = _bound(self._port)

    def _run(self, work: object, line: socket.socket) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=work, args=(line,), name="virtual-camera", daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self, door: socket.socket) -> None:
        while True:
            try:
                line, _ = door.accept()
            except OSError:  # unplugged
                return
            with self._turn:
                if self._door is not door or not self._plugged:
                    line.close()
                    return
                self._lines.add(line)
                self._run(self._serve, line)

    def _serve(self, line: socket.socket) -> None:
        try:
            line.settimeout(30)
            if not _asked(line):
                line.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                return
            with self._turn:
                self._begun += 1
                self._viewers.add(line)
            self._wait_while_silent()
            self._send(line, _HEAD)
            turn = 0
            while not self._stop.wait(self._pause()):
                turn += 1
                self._send(line, self._part(turn))
        except OSError:  # unplugged, or nobody looks any more
            return
        finally:
            with self._turn:
                self._lines.discard(line)
                self._viewers.discard(line)
            line.close()

    def _wait_while_silent(self) -> None:
        while self._watch.now().fault == "silent" and not self._stop.wait(self._interval):
            pass

    def _pause(self) -> float:
        return self._slow if self._watch.now().fault == "slow" else self._interval

    def _part(self, turn: int) -> bytes:
        fault = self._watch.now().fault
        if fault == "silent":
            return b""
        if fault == "garbage":
            return _GARBAGE
        with self._turn:
            jpegs = self._shown[1]
        self._repeats = self._repeats + 1 if fault == "frozen" else 0
        jpeg = jpegs[0 if fault == "frozen" else turn % len(jpegs)]
        if fault == "half":
            jpeg = jpeg[: len(jpeg) // 2]
        head = b"--" + _BOUNDARY + b"\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(jpeg)
        return head + jpeg + b"\r\n"

    def _send(self, line: socket.socket, piece: bytes) -> None:
        limit = self._watch.now().unplug_at_byte
        with self._turn:
            left = len(piece) if limit is None else max(0, limit - self._sent)
            self._sent += len(piece)
        line.sendall(piece[:left])
        if limit is not None and left <= len(piece):
            self._watch.update(fault="unplugged", unplug_at_byte=None)


def _endpoint(device: VirtualCamera) -> dict[str, object]:
    return {"url": device.endpoint}


STANDS = (
    Stand(
        name="camera",
        kind="code_scanner",
        adapter="camera",
        states=(CameraState,),
        build=lambda states, out: VirtualCamera(states),
        options=_endpoint,
        alone=True,
    ),
    Stand(
        name="document_camera",
        kind="document_camera",
        adapter="opencv",
        states=(DocumentCameraState,),
        build=lambda states, out: VirtualCamera(
            states, _DESK, _DESK_INTERVAL, kind=DocumentCameraState, variants=2
        ),
        options=_endpoint,
        alone=True,  # its pictures are heavy
    ),
)


def pictures(path: str | None, size: tuple[int, int], variants: int = _VARIANTS) -> list[bytes]:
    """JPEGs of one picture, as large as fits, each with other noise. A picture that is none is black."""
    import numpy
    from PIL import Image, ImageOps, UnidentifiedImageError

    scene = Image.new("RGB", size)
    if path is not None:
        try:
            with Image.open(path) as found:
                scene = ImageOps.pad(found.convert("RGB"), size, color=(96, 96, 96))
        except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
            scene = Image.new("RGB", size)
    pixels = numpy.asarray(scene, dtype=numpy.int16)
    noise = numpy.random.default_rng(1).normal(0, 2, (_NOISE, _NOISE, 3)).round().astype(numpy.int16)
    tiles = (size[1] // _NOISE + 1, size[0] // _NOISE + 1, 1)
    found_all = []
    for turn in range(variants):
        grain = numpy.tile(numpy.roll(noise, (7 * turn, 13 * turn), (0, 1)), tiles)[: size[1], : size[0]]
        noisy = numpy.clip(pixels + grain, 0, 255).astype(numpy.uint8)
        file = io.BytesIO()
        Image.fromarray(noisy).save(file, "JPEG", quality=88)
        found_all.append(file.getvalue())
    return found_all


def _bound(port: int) -> socket.socket:
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind(("127.0.0.1", port))
    return door


def _asked(line: socket.socket) -> bool:
    """Whether a whole request came, and is one for the video."""
    request = b""
    while b"\r\n\r\n" not in request:
        piece = line.recv(4096)
        if not piece or len(request) > 1 << 16:
            return False
        request += piece
    return request.startswith((b"GET /video ", b"GET /video?"))
