"""Drawn sheets as a document camera sees them: print and stamps, on a mat, in perspective, badly lit."""

from dataclasses import dataclass, replace
from functools import cache, lru_cache

import cv2
import numpy
from PIL import Image, ImageDraw, ImageFont

JPEG_HEAD = b"\xff\xd8\xff\xe0\x00\x10JFIF"  # fewer bytes stand in sealed ones by chance
FRAME = (3000, 2250)
A4 = (2480, 1754)  # lying, 212 dpi
BAND = 512  # rows that are worked at together
WORDS = "兹证明参保人员在本统筹区连续缴费期间待遇正常办理机构经办日期材料真实有效如有不符自愿承担责任"


@dataclass(frozen=True)
class Scene:
    """How a sheet lies and looks; lengths are in pixels of the frame."""

    seed: int
    long_side: float = 2650.0
    turn: float = 0.0  # degrees
    tilt: float = 0.0  # how much shorter the far side is, as a share
    mat: int = 40
    paper: int = 225
    shadow: float = 0.0  # how much of the light is lost at one side
    blur: float = 0.0  # sigma
    glare: float = 0.0  # radius of the spot
    moved: tuple[float, float] = (0.0, 0.0)


@cache
def font(size):
    return ImageFont.truetype("NotoSerifCJK-Bold.ttc", size)


@cache
def sheet(kind):
    """Blue, green, red: a lying A4 with a title, lines, a table and a red stamp, more or less of each."""
    chance = numpy.random.default_rng(kind)
    page = Image.new("RGB", A4, (255, 255, 255))
    draw = ImageDraw.Draw(page)
    draw.text((A4[0] / 2, 120), "证明", font=font(72), fill=(20, 20, 20), anchor="mm")
    for line in range(int(chance.integers(4, 22))):
        text = "".join(chance.choice(list(WORDS), int(chance.integers(20, 52))))
        draw.text((200, 230 + 62 * line), text, font=font(38), fill=(30, 30, 30))
    if kind % 2:
        for row in range(5):
            draw.rectangle((200, 900 + row * 110, 2280, 1010 + row * 110), outline=(20, 20, 20), width=3)
    draw.ellipse((1800, 1250, 2150, 1600), outline=(200, 40, 50), width=9)
    draw.text((1975, 1425), "★", font=font(90), fill=(200, 40, 50), anchor="mm")
    return numpy.asarray(page)[:, :, ::-1]


def corners(scene):
    width, height = scene.long_side, scene.long_side * A4[1] / A4[0]
    near, far = width / 2, width / 2 * (1 - scene.tilt)
    points = numpy.array([(-far, -height / 2), (far, -height / 2), (near, height / 2), (-near, height / 2)])
    angle = numpy.radians(scene.turn)
    turned = points @ numpy.array(
        [(numpy.cos(angle), numpy.sin(angle)), (-numpy.sin(angle), numpy.cos(angle))]
    )
    return (turned + numpy.array(FRAME) / 2 + scene.moved).astype(numpy.float32)


def picture(scene, size=FRAME):
    """Blue, green, red. In bands and in place: each copy of a frame in single precision takes 80 MB."""
    chance = numpy.random.default_rng(scene.seed)
    page = sheet(scene.seed % 4).astype(numpy.float32)
    corner = numpy.array([(0, 0), (A4[0], 0), A4, (0, A4[1])], numpy.float32)
    lay = cv2.getPerspectiveTransform(corner, corners(scene))
    shrunk = min(1.0, scene.long_side / A4[0])
    if shrunk < 0.8:
        page = cv2.GaussianBlur(page, (0, 0), 0.5 / shrunk)
    seen = cv2.warpPerspective(page, lay, size, flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(numpy.ones(page.shape[:2], numpy.float32), lay, size, flags=cv2.INTER_LINEAR)
    lit(scene, seen, mask)
    cv2.GaussianBlur(seen, (0, 0), max(scene.blur, 0.7), dst=seen)
    at = corners(scene).mean(axis=0) + chance.uniform(-250, 250, 2) if scene.glare else None
    grain = chance.normal(0, 3, (BAND, BAND)).astype(numpy.float32)
    grain = numpy.tile(grain, (1, size[0] // BAND + 1))[:, : size[0], None]
    taken = numpy.empty(seen.shape, numpy.uint8)
    for top, band in bands(seen):
        if at is not None:
            shine(band, at - (0, top), scene.glare)
        band += grain[: len(band)]
        numpy.clip(band, 0, 255, out=band)
        taken[top : top + BAND] = band
    return taken


def bands(array):
    return ((top, array[top : top + BAND]) for top in range(0, len(array), BAND))


def lit(scene, seen, mask):
    """What lies there in the light of the room: the mat, the sheet on it, and the sheet's own shadow."""
    tint = numpy.array([1.0, 0.98, 0.94] if scene.seed % 2 else [0.97, 1.0, 1.0], numpy.float32)
    fading = 1 - scene.shadow * numpy.linspace(0, 1, seen.shape[1], dtype=numpy.float32)
    light = fading[:, None] * tint
    cast = cv2.GaussianBlur(numpy.roll(mask, (6, 6), (0, 1)), (0, 0), 5)
    for top, band in bands(seen):
        covered, dark = mask[top : top + BAND], cast[top : top + BAND]
        band *= (scene.paper / 255 * covered)[:, :, None]
        band += (scene.mat * (1 - 0.25 * dark) * (1 - covered))[:, :, None]
        band *= light


def shine(band, at, radius):
    """The reflection of a lamp; beyond its rim it fades within a few pixels."""
    y, x = numpy.ogrid[: band.shape[0], : band.shape[1]]
    if abs(numpy.clip(at[1], 0, band.shape[0]) - at[1]) > radius + 150:
        return
    away = numpy.hypot((x - at[0]).astype(numpy.float32), (y - at[1]).astype(numpy.float32))
    band += (400 / (1 + numpy.exp(numpy.minimum((away - radius) / 12, 80))))[:, :, None]


@lru_cache(maxsize=8)
def jpeg(scene):
    done, packed = cv2.imencode(".jpg", picture(scene), [cv2.IMWRITE_JPEG_QUALITY, 90])
    assert done
    return packed.tobytes()


def good(seed):
    """A sheet that a person would call well laid and well lit."""
    chance = numpy.random.default_rng(1000 + seed)
    dark = seed % 3 != 0
    return Scene(
        seed,
        long_side=chance.uniform(2460, 2700),
        turn=chance.uniform(-4, 4),
        tilt=chance.uniform(0, 0.06),
        mat=int(chance.integers(15, 90) if dark else chance.integers(150, 185)),
        paper=int(chance.integers(205, 240) if dark else chance.integers(225, 242)),
        shadow=chance.uniform(0, 0.3),
        blur=chance.uniform(0.6, 1.0),
        moved=tuple(chance.uniform(-20, 20, 2)),
    )


def spread(seed, low, high):
    return numpy.random.default_rng(2000 + seed).uniform(low, high)


def cut_off(seed):
    """A corner or a side lies beyond the picture."""
    sides = ((430, 60), (-430, -60), (40, 420), (0, -420), (330, 300), (-330, 300))
    moved = tuple(way * spread(seed, 0.9, 1.2) for way in sides[seed % len(sides)])
    return replace(good(seed), moved=moved)


def tiny(seed):
    return replace(good(seed), long_side=spread(seed, 500, 2150))


def glaring(seed):
    return replace(good(seed), glare=spread(seed, 190, 380))


def blurred(seed):
    return replace(good(seed), blur=spread(seed, 2.2, 7))


BAD = {"page.cut_off": cut_off, "page.small": tiny, "page.glare": glaring, "page.blurred": blurred}
