"""The person's own phone: it scans a code, opens the page behind it and answers what the page asks.

Its network is its own; a cut line between terminal and platform does not reach it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import requests
import zxingcpp
from PIL import Image

_DEADLINE = 10  # seconds a socket may be silent


class PhoneError(Exception):
    """The page did not open, or did not take the answer. Says what is true, never who."""


@dataclass(frozen=True)
class PhonePage:
    """What the phone shows. `asks`: it wants 确认是我 or 不是我."""

    title: str
    facts: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    note: str = ""
    asks: bool = False


def scan(png: bytes) -> str | None:
    """The first web address in a picture of the screen."""
    with Image.open(io.BytesIO(png)) as picture:
        codes = zxingcpp.read_barcodes(picture.convert("L"))
    return next((code.text for code in codes if code.text.startswith("https://")), None)


def visit(url: str, ca: Path) -> PhonePage:
    """Raises PhoneError."""
    try:
        answer = requests.get(url, verify=str(ca), timeout=_DEADLINE)
    except requests.RequestException as error:
        raise PhoneError(f"the page did not open: {type(error).__name__}") from None
    return _shown(answer)


def confirm(url: str, phone_key: str, ca: Path) -> None:
    """Says 确认是我 with the key of this phone. Raises PhoneError."""
    _decide(url, {"phone_key": phone_key, "decision": "confirm"}, ca)


def decline(url: str, ca: Path) -> None:
    """Says 不是我. Raises PhoneError."""
    _decide(url, {"decision": "decline"}, ca)


def pay(url: str, ca: Path) -> None:
    """Says 付款: anybody may pay. Raises PhoneError."""
    visit(url, ca)
    _decide(url, {}, ca)


def _decide(url: str, fields: dict[str, str], ca: Path) -> None:
    try:
        answer = requests.post(url, data=fields, verify=str(ca), timeout=_DEADLINE)
    except requests.RequestException as error:
        raise PhoneError(f"the answer did not arrive: {type(error).__name__}") from None
    if answer.status_code != 200:
        raise PhoneError(f"the page did not take the answer: {answer.status_code}")


def _shown(answer: requests.Response) -> PhonePage:
    if answer.headers.get("Content-Type", "").startswith("application/pdf"):
        return PhonePage("文件已存到手机", note=f"PDF,{len(answer.content) // 1024 + 1} KB")
    reader = _Reader()
    reader.feed(answer.text)
    page = reader.page()
    if not page.title:
        raise PhoneError(f"no page came: {answer.status_code}")
    return page


class _Reader(HTMLParser):
    """Heading, pairs and paragraphs of a plain page."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: dict[str, list[str]] = {"h1": [], "dt": [], "dd": [], "p": []}
        self._within = ""
        self._asks = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._texts:
            self._within = tag
            self._texts[tag].append("")
        self._asks |= tag == "button" and ("value", "confirm") in attrs

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within:
            self._texts[self._within][-1] += data

    def page(self) -> PhonePage:
        said = {tag: [text.strip() for text in texts] for tag, texts in self._texts.items()}
        facts = tuple(zip(said["dt"], said["dd"], strict=False))
        return PhonePage("".join(said["h1"]), facts, " ".join(said["p"]), self._asks)
