"""Writing on the keyboard of the screen, as a person does: syllables and then the character that is meant.

Which sheet of keys is up is seen, never remembered.
"""

from __future__ import annotations

from kiosk.demo.citizen import Citizen, DemoError
from kiosk.flows.definition import Field
from kiosk.flows.search import readings

_PINYIN_OF = ("英文", "English")  # what the key of the languages offers while syllables are taken
_LEFT_OUT = " ，。、"  # no key has them, and no field needs them
_LONGEST = 10  # characters of an amount
_SHEETS = 40  # of candidates that somebody looks through


def enter(citizen: Citizen, field: Field, value: str) -> None:
    """Into a typed field of the form at hand."""
    citizen.tap(f"field.{field.key}")
    citizen.wait_to_see("key.ok")
    if citizen.fields().get(field.key) == "filled":
        _clear(citizen)
    write(citizen, as_typed(field.type, value))
    citizen.tap("key.ok")


def _clear(citizen: Citizen) -> None:
    if "key.clear" in citizen.seen("key."):
        citizen.tap("key.clear")
        return
    for _ in range(_LONGEST):
        citizen.strike("backspace")


def as_typed(kind: str, value: str) -> str:
    """A value in its normal form, as the keys of its field write it."""
    match kind:
        case "month" | "date":
            return value.replace("-", "")
        case "period":
            return value.replace("-", "").replace("/", "-")
        case "money":
            return value.removesuffix(".00")
    return value


def write(citizen: Citizen, text: str) -> None:
    """Each letter, digit and sign counts as typed; keys that turn the keyboard, and candidates, as taps."""
    for character in text:
        if character in _LEFT_OUT:
            continue
        if character.isascii() and character.isalpha():
            _latin(citizen, character)
        elif (syllable := readings.load().characters.get(character)) is not None:
            _chinese(citizen, character, syllable)
        else:
            _sign(citizen, character)


def _latin(citizen: Citizen, letter: str) -> None:
    _to_letters(citizen)
    keys = citizen.seen("key.")
    if keys.get("key.language") in _PINYIN_OF:
        citizen.tap("key.language")
    keys = citizen.seen("key.")
    if "key.shift" in keys and (keys["key.a"] == "A") != letter.isupper():
        citizen.tap("key.shift")
    citizen.strike(
        letter if f"key.{letter}" in keys else letter.lower()
    )  # X stands beside the digits as it is


def _chinese(citizen: Citizen, character: str, syllable: str) -> None:
    _to_letters(citizen)
    keys = citizen.seen("key.")
    if "key.language" in keys and keys["key.language"] not in _PINYIN_OF:
        citizen.tap("key.language")
    for letter in syllable.replace("ü", "v"):
        citizen.strike(letter)
    for _ in range(_SHEETS):
        found = citizen.seen("candidate.")
        name = next((name for name, text in found.items() if text == character), None)
        if name is not None:
            citizen.tap(name)
            return
        citizen.tap("candidates.more")
    raise DemoError("a character that the keyboard does not offer")


def _sign(citizen: Citizen, sign: str) -> None:
    """A digit, or what stands beside the digits."""
    if f"key.{sign}" not in citizen.seen("key."):
        citizen.tap("key.signs")
    citizen.strike(sign)


def _to_letters(citizen: Citizen) -> None:
    if "key.letters" in citizen.seen("key."):
        citizen.tap("key.letters")
