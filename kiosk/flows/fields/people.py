"""Persons and organisations: numbers, names, phones."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from kiosk.flows.fields.wrong import bare, length, tidy, wrong

_NUMBER_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_NUMBER_CHECKS = "10X98765432"
_WRITTEN = ("Lo", "Lm", "Nl", "Co")  # characters, 々, 〇, and those of some cards' private areas
_DOTS = re.compile(r"[•・‧⋅∙．.]")  # what keyboards give for the middle dot of a name
_CREDIT_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z


def idno(text: str) -> str:
    """A citizen number of 18 characters (GB 11643), or one of the same make: residents from Hong Kong (81),
    Macao (82) and Taiwan (83), permanent residents from abroad (9)."""
    number = bare(text)
    if len(number) != 18:
        raise length(number, 18, "身份证号", "身份证号码", "The ID number")
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        raise wrong(
            "身份证号只有数字，最后一位可以是 X",
            "只写数字，最后可以是 X",
            "An ID number has digits only; the last may be an X",
        )
    if not _is_day(number[6:14]):
        raise wrong(
            "出生日期不存在，请检查第 7–14 位",
            "出生日期不对，看看第 7 到 14 位",
            "The date of birth does not exist: check digits 7 to 14",
        )
    total = sum(int(digit) * weight for digit, weight in zip(number, _NUMBER_WEIGHTS, strict=False))
    if _NUMBER_CHECKS[total % 11] != number[17]:
        raise wrong(
            "身份证号最后一位对不上，请逐位核对",
            "号码写错了一位，再看一遍",
            "The last character does not fit: compare the number digit by digit",
        )
    return number


def born_by(number: str, today: str) -> None:
    """Raises FieldError for a citizen number whose person is not born yet. `today` is an ISO date."""
    if number[6:14] > today.replace("-", ""):
        raise wrong(
            "出生日期还没到，请检查第 7–14 位",
            "出生日期还没到，看看第 7 到 14 位",
            "The date of birth is still to come: check digits 7 to 14",
        )


def name(text: str) -> str:
    """2 to 50 characters, counted as people count them; Chinese with its middle dot, or Latin letters."""
    plain = _DOTS.sub("·", text.strip().replace("’", "'"))
    if all(c in " '·-" or unicodedata.name(c, "").startswith("LATIN") for c in plain) and len(plain) > 1:
        return re.sub(r"\s+", " ", plain).upper()
    plain = re.sub(r"\s", "", plain)
    written = all(c == "·" or unicodedata.category(c) in _WRITTEN for c in plain)
    if not 2 <= len(plain) <= 50 or not written or plain[0] == "·" or plain[-1] == "·" or "··" in plain:
        raise wrong(
            "请写户口簿上的姓名，2 到 50 个字",
            "写户口簿上的名字",
            "Enter the name as in the household register, 2 to 50 characters",
        )
    return plain


def mobile(text: str) -> str:
    """A mobile number of the mainland: 11 digits that begin with 1."""
    number = bare(text).removeprefix("+86")
    if not re.fullmatch(r"1[0-9]*", number):
        raise wrong(
            "请写 11 位手机号，以 1 开头",
            "写 11 位手机号",
            "Enter a mobile number of 11 digits that begins with 1",
        )
    if len(number) != 11:
        raise length(number, 11, "手机号", "手机号", "The mobile number")
    return number


def phone(text: str) -> str:
    """A number that somebody answers: mobile, fixed with its area code, or abroad with a plus."""
    number = re.sub(r"[\s()-]", "", tidy(text))
    if not re.fullmatch(r"1[0-9]{10}|0[0-9]{9,11}|[+][0-9]{7,15}", number):
        raise wrong(
            "请写手机号，或带区号的座机号，例如 057212345678",
            "写手机号或带区号的座机号",
            "Enter a mobile number, or a fixed one with its area code",
        )
    return number


def uscc(text: str) -> str:
    """A unified social credit code (GB 32100): 18 characters, the last one a check."""
    code = bare(text)
    if len(code) != 18:
        raise length(code, 18, "信用代码", "单位代码", "The credit code")
    total = -1
    if all(c in _CREDIT_CODE for c in code):
        total = sum(_CREDIT_CODE.index(c) * pow(3, n, 31) for n, c in enumerate(code[:17]))
    if total < 0 or _CREDIT_CODE[-total % 31] != code[17]:
        raise wrong(
            "信用代码对不上，请照营业执照逐位核对",
            "代码不对，照执照再看一遍",
            "The code does not fit: compare it with the business licence",
        )
    return code


def _is_day(digits: str) -> bool:
    """Whether YYYYMMDD is a day from 1900 on."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1900
    except ValueError:
        return False
