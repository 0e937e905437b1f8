"""Films of a phone that is brought before a camera in a second and then held with a shaking hand, as frames.

1280 × 720, 30 frames a second, grey. Ten scenes: what makes codes hard at a counter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from kiosk.devices._opencv import opencv

WIDTH, HEIGHT, RATE = 1280, 720, 30
SECONDS = 3.0
_APPROACH = 1.0  # seconds
_EXPOSURE = 1 / 120
_NOISE = 3.0


@dataclass(frozen=True)
class Scene:
    """`module` is in pixels where the phone is held; `version` that of the code."""

    name: str
    module: float
    version: int = 4
    tilt: float = 0.0  # degrees, away from the camera
    roll: float = 0.0
    light: float = 1.0
    blur: float = 0.0  # pixels, sigma
    glare: bool = False
    inverted: bool = False


SCENES = (
    Scene("easy", 9.0),
    Scene("typical", 5.5),
    Scene("small", 2.2),
    Scene("tilt", 6.5, tilt=45),
    Scene("glare", 6.5, glare=True),
    Scene("dim", 6.0, light=0.18),
    Scene("dense", 4.0, version=15),
    Scene("dark mode", 6.0, inverted=True),
    Scene("roll", 5.5, roll=45),
    Scene("defocus", 6.5, blur=2.2),
)


class Clip:
    """One film of a scene; films of the same scene differ by `seed`."""

    def __init__(self, scene: Scene, seed: int) -> None:
        import numpy

        self.text = f"https://example.com/{scene.name.replace(' ', '-')}/{seed}/" + "7" * 12
        self._scene = scene
        self._chance = numpy.random.default_rng(seed * 100 + SCENES.index(scene))
        self._phone, self._scale = _phone(self.text, scene)
        self._hand = self._chance.uniform(0, 2 * math.pi, 4)
        self._aim = self._chance.uniform(-40, 40, 2)
        self._room = _room(self._chance)
        self._noise = self._chance.normal(0, _NOISE, (HEIGHT, WIDTH)).astype(numpy.float32)
        self._frames: dict[int, Any] = {}

    def frame(self, number: int) -> Any:
        if number not in self._frames:
            self._frames[number] = self._drawn(number / RATE)
        return self._frames[number]

    def _drawn(self, at: float) -> Any:
        import numpy

        cv2, scene = opencv(), self._scene
        matrix = self._matrix(at)
        size = (WIDTH, HEIGHT)
        phone = cv2.warpPerspective(self._phone, matrix, size, flags=cv2.INTER_AREA, borderValue=0)
        there = cv2.warpPerspective(numpy.ones_like(self._phone), matrix, size, flags=cv2.INTER_NEAREST)
        picture = numpy.where(there > 0, phone, self._room).astype(numpy.float32)
        picture = self._moved(picture, at)
        if scene.blur:
            picture = cv2.GaussianBlur(picture, (0, 0), scene.blur)
        if scene.glare:
            picture += self._glare(at)
        noise = numpy.roll(self._noise, (int(at * 7919) % HEIGHT, int(at * 104729) % WIDTH), (0, 1))
        return numpy.clip(picture * scene.light + noise, 0, 255).astype(numpy.uint8)

    def _centre(self, at: float) -> tuple[float, float]:
        near = _eased(at / _APPROACH)
        shake = 3.0 * near + 1.0
        x = WIDTH / 2 + self._aim[0] + shake * math.sin(9.1 * at + self._hand[0]) + 200 * (1 - near)
        y = HEIGHT / 2 + self._aim[1] + shake * math.sin(11.3 * at + self._hand[1]) + 900 * (1 - near)
        return x, y

    def _matrix(self, at: float) -> Any:
        """From the phone's pixels to the frame's: turned, tilted about its middle, moved."""
        import numpy

        scene, near = self._scene, _eased(at / _APPROACH)
        roll = math.radians(scene.roll + 2 * math.sin(7 * at + self._hand[2]) + 25 * (1 - near))
        tilt = math.radians(scene.tilt + 2 * math.sin(6 * at + self._hand[3]))
        scale = self._scale * (0.7 + 0.3 * near)
        height, width = self._phone.shape
        x, y = self._centre(at)
        middle = numpy.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
        cos, sin = math.cos(roll) * scale, math.sin(roll) * scale
        turn = numpy.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
        far = 1.6 * WIDTH  # pixels from the camera
        lean = numpy.array([[1, 0, 0], [0, math.cos(tilt), 0], [0, math.sin(tilt) / far, 1]])
        return numpy.array([[1, 0, x], [0, 1, y], [0, 0, 1]]) @ lean @ turn @ middle

    def _moved(self, picture: Any, at: float) -> Any:
        """Blurred along its way during the exposure."""
        import numpy

        (x, y), (x2, y2) = self._centre(at), self._centre(at + _EXPOSURE)
        length = math.hypot(x2 - x, y2 - y)
        if length < 1:
            return picture
        size = 2 * math.ceil(length / 2) + 1
        kernel = numpy.zeros((size, size), numpy.float32)
        half = size // 2
        dx, dy = (x2 - x) / 2, (y2 - y) / 2
        ends = (round(half - dx), round(half - dy)), (round(half + dx), round(half + dy))
        opencv().line(kernel, *ends, 1.0)
        return opencv().filter2D(picture, -1, kernel / kernel.sum())

    def _glare(self, at: float) -> Any:
        """A lamp in the glass, beside the middle of the code."""
        import numpy

        x, y = self._centre(at)
        rows, columns = numpy.ogrid[:HEIGHT, :WIDTH]
        distance = ((columns - x - 70) / 70.0) ** 2 + ((rows - y + 60) / 45.0) ** 2
        return (190 * numpy.exp(-distance)).astype(numpy.float32)


def _eased(part: float) -> float:
    part = min(max(part, 0.0), 1.0)
    return part * part * (3 - 2 * part)


def _phone(text: str, scene: Scene) -> tuple[Any, float]:
    """A dark phone that shows the code, and by how much to scale it."""
    import numpy
    import segno

    fine = 8  # pixels a module, before the camera
    symbol = segno.make(text, version=scene.version, error="m", micro=False, boost_error=False)
    modules: Any = numpy.array([list(row) for row in symbol.matrix], numpy.uint8)
    code: Any = numpy.kron(
        numpy.where(modules == 0, 235, 20).astype(numpy.uint8), numpy.ones((fine, fine), numpy.uint8)
    )
    code = numpy.pad(code, 5 * fine, constant_values=235)
    if scene.inverted:
        code = 255 - code
    high = numpy.pad(code, ((code.shape[0] // 3,) * 2, (0, 0)), constant_values=int(code[0, 0]))
    return numpy.pad(high, 3 * fine, constant_values=25), scene.module / fine


def _room(chance: Any) -> Any:
    """What lies behind: light from one side, and some furniture."""
    import numpy

    columns = numpy.linspace(60, 150, WIDTH, dtype=numpy.float32)
    room = numpy.repeat(columns[None, :], HEIGHT, axis=0)
    for _ in range(12):
        x, y = int(chance.integers(0, WIDTH - 100)), int(chance.integers(0, HEIGHT - 100))
        room[y : y + int(chance.integers(40, 300)), x : x + int(chance.integers(20, 200))] = chance.integers(
            30, 220
        )
    return room
