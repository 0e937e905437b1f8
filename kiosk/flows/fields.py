"""What a person types → a normal form, or a sentence that says what is wrong and how to put it right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from kiosk.flows.text import Text

_NUMBER_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_NUMBER_CHECKS = "10X98765432"
_CERTIFICATE = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ()〔〕[]【】./:-_#")
_WRITTEN = ("Lo", "Lm", "Nl", "Co")  # characters, 々, 〇, and those of some cards' private areas
_CREDIT_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z


class FieldError(ValueError):
    def __init__(self, says: Text) -> None:
        super().__init__(says.en)
        self.says = says


def tidy(text: str) -> str:
    """Full-width digits become digits; spaces at the ends go: people are not told off for either."""
    return unicodedata.normalize("NFKC", text).strip()


def month(text: str) -> str:
    """YYYY-MM, from 202603, 2026-3, 2026.03 or 2026年3月."""
    found = re.fullmatch(r"([0-9]{4})\s*[-./年]?\s*([0-9]{1,2})\s*月?", tidy(text))
    if not found or not 1 <= int(found[2]) <= 12 or not 1950 <= int(found[1]) <= 2100:
        raise FieldError(
            Text(
                "请写 4 位年份和 2 位月份，例如 202603",
                "先写年，再写月。例如 202603",
                "Enter four digits of the year and two of the month, for example 202603",
            )
        )
    return f"{found[1]}-{int(found[2]):02d}"


def idno(text: str) -> str:
    """A citizen number of 18 characters (GB 11643), those of residents from outside the mainland included."""
    number = re.sub(r"[\s-]", "", tidy(text)).upper()
    if len(number) != 18:
        raise FieldError(_length(number, 18, "身份证号", "身份证号码", "The ID number"))
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        raise FieldError(
            Text(
                "身份证号只有数字，最后一位可以是 X",
                "只写数字，最后可以是 X",
                "An ID number has digits only; the last may be an X",
            )
        )
    if not _is_day(number[6:14]):
        raise FieldError(
            Text(
                "出生日期不存在，请检查第 7–14 位",
                "出生日期不对，看看第 7 到 14 位",
                "The date of birth does not exist: check digits 7 to 14",
            )
        )
    total = sum(int(digit) * weight for digit, weight in zip(number, _NUMBER_WEIGHTS, strict=False))
    if _NUMBER_CHECKS[total % 11] != number[17]:
        raise FieldError(
            Text(
                "身份证号最后一位对不上，请逐位核对",
                "号码写错了一位，再看一遍",
                "The last character does not fit: compare the number digit by digit",
            )
        )
    return number


def name(text: str) -> str:
    """2 to 50 characters, counted as people count them; Chinese with its middle dot, or Latin letters."""
    plain = re.sub(r"[•・‧．.]", "·", text.strip().replace("’", "'"))
    if all(c in " '·-" or unicodedata.name(c, "").startswith("LATIN") for c in plain) and len(plain) > 1:
        return re.sub(r"\s+", " ", plain).upper()
    plain = re.sub(r"\s", "", plain)
    written = all(c == "·" or unicodedata.category(c) in _WRITTEN for c in plain)
    if not 2 <= len(plain) <= 50 or not written or plain[0] == "·" or plain[-1] == "·":
        raise FieldError(
            Text(
                "请写户口簿上的姓名，2 到 50 个字",
                "写户口簿上的名字",
                "Enter the name as in the household register, 2 to 50 characters",
            )
        )
    return plain


def mobile(text: str) -> str:
    """A mobile number of the mainland: 11 digits that begin with 1."""
    number = re.sub(r"[\s-]", "", tidy(text)).removeprefix("+86")
    if not re.fullmatch(r"1[0-9]*", number):
        raise FieldError(
            Text(
                "请写 11 位手机号，以 1 开头",
                "写 11 位手机号",
                "Enter a mobile number of 11 digits that begins with 1",
            )
        )
    if len(number) != 11:
        raise FieldError(_length(number, 11, "手机号", "手机号", "The mobile number"))
    return number


def phone(text: str) -> str:
    """A number that somebody answers: mobile, fixed with its area code, or abroad with a plus."""
    number = re.sub(r"[\s()-]", "", tidy(text))
    if not re.fullmatch(r"1[0-9]{10}|0[0-9]{9,11}|[+][0-9]{7,15}", number):
        raise FieldError(
            Text(
                "请写手机号，或带区号的座机号，例如 057212345678",
                "写手机号或带区号的座机号",
                "Enter a mobile number, or a fixed one with its area code",
            )
        )
    return number


def certificate(text: str) -> str:
    """The number of a certificate or registration: 6 to 40 letters, digits, Chinese characters, signs."""
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    written = all(c in _CERTIFICATE or unicodedata.category(c) == "Lo" for c in number)
    if not 6 <= len(number) <= 40 or not written:
        raise FieldError(
            Text(
                "请照证上写，6 到 40 位，例如 浙(2021)德清县0012345",
                "照证上的号码写",
                "Copy the number from the certificate, 6 to 40 characters",
            )
        )
    return number


def uscc(text: str) -> str:
    """A unified social credit code (GB 32100): 18 characters, the last one a check."""
    code = re.sub(r"[\s-]", "", tidy(text)).upper()
    if len(code) != 18:
        raise FieldError(_length(code, 18, "信用代码", "单位代码", "The credit code"))
    total = -1
    if all(c in _CREDIT_CODE for c in code):
        total = sum(_CREDIT_CODE.index(c) * pow(3, n, 31) for n, c in enumerate(code[:17]))
    if total < 0 or _CREDIT_CODE[-total % 31] != code[17]:
        raise FieldError(
            Text(
                "信用代码对不上，请照营业执照逐位核对",
                "代码不对，照执照再看一遍",
                "The code does not fit: compare it with the business licence",
            )
        )
    return code


def line(text: str) -> str:
    """One line of up to 80 characters, such as an address."""
    plain = " ".join(text.split())
    if not plain or len(plain) > 80 or any(unicodedata.category(c).startswith("C") for c in plain):
        raise FieldError(Text("请写 1 到 80 个字", "写 1 到 80 个字", "Enter 1 to 80 characters"))
    return plain


TYPES: Mapping[str, Callable[[str], str]] = {
    "month": month,
    "idno": idno,
    "name": name,
    "mobile": mobile,
    "phone": phone,
    "certificate": certificate,
    "uscc": uscc,
    "line": line,
}
SECRET = frozenset(("idno", "mobile", "phone"))  # types that are masked on pages that only show


def shown(type: str, value: str, language: str) -> str:
    """A normal form as a person reads it."""
    if type == "month" and language != "en":
        year, number = value.split("-")
        return f"{year}年{int(number)}月"
    if type == "date" and language != "en" and value:
        year, number, day = value.split("-")
        return f"{year}年{int(number)}月{int(day)}日"
    return value


def _length(text: str, wanted: int, zh: str, easy: str, en: str) -> Text:
    if not text:
        return Text(f"请写 {wanted} 位{zh}", f"写{easy}", f"{en} is missing: it has {wanted} characters")
    off = wanted - len(text)
    word, simple = ("少", "少写") if off > 0 else ("多", "多写")
    direction = "short" if off > 0 else "long"
    return Text(
        f"{zh}{word}了 {abs(off)} 位，应为 {wanted} 位",
        f"{easy}{simple}了 {abs(off)} 位",
        f"{en} is {abs(off)} too {direction}: it has {wanted} characters",
    )


def _is_day(digits: str) -> bool:
    """Whether YYYYMMDD is a day from 1900 on; one in the future is for the item's own check to refuse."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1900
    except ValueError:
        return False
