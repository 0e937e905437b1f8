"""Money, shares, areas, counts: decimals throughout, never floats; and an amount as forms write it."""

from __future__ import annotations

import re
from decimal import Decimal

from kiosk.flows.fields.wrong import FieldError, bare, tidy, wrong

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def money(text: str) -> str:
    """Yuan with two decimals, 0.01 to 9999999999.99: "2000000.00" of 2,000,000 or ￥2000000."""
    plain = re.sub(r"^[¥￥]|元$", "", tidy(text))
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+([.][0-9]{1,2})?", plain):
        plain = plain.replace(",", "")
    if not re.fullmatch(r"[0-9]{1,10}([.][0-9]{1,2})?", plain):
        raise wrong(
            "请用数字写金额，以元为单位，最多两位小数，例如 2000000",
            "只写数字，例如 2000000",
            "Enter the amount in digits, in yuan, with at most two decimals, for example 2000000",
        )
    amount = Decimal(plain)
    if amount == 0:
        raise wrong("金额应大于 0", "要大于 0", "The amount must be more than 0")
    return f"{amount:.2f}"


def share(text: str) -> str:
    """A part of the whole in per cent, over 0 up to 100, at most two decimals: "50", "33.33"."""
    plain = tidy(text).removesuffix("%").strip()
    if not re.fullmatch(r"[0-9]{1,3}([.][0-9]{1,2})?", plain) or not 0 < Decimal(plain) <= 100:
        raise wrong(
            "请写大于 0、不超过 100 的数，最多两位小数，例如 50",
            "写 1 到 100 的数，例如 50",
            "Enter a number over 0 and up to 100, with at most two decimals, for example 50",
        )
    return trimmed(Decimal(plain))


def area(text: str) -> str:
    """Square metres, over 0 up to 9999999.99, at most two decimals: "89.6"."""
    plain = re.sub(r"\s*(平方米|平米|㎡|m2|m²)$", "", tidy(text), flags=re.IGNORECASE)
    if not re.fullmatch(r"[0-9]{1,7}([.][0-9]{1,2})?", plain) or Decimal(plain) == 0:
        raise wrong(
            "请写平方米数，大于 0，最多两位小数，例如 89.6",
            "写多少平方米，例如 89.6",
            "Enter square metres, more than 0, with at most two decimals, for example 89.6",
        )
    return trimmed(Decimal(plain))


def integer(text: str) -> str:
    """A whole number from 0 to 999999999, without leading zeros."""
    plain = tidy(text)
    if not re.fullmatch(r"[0-9]{1,9}", plain):
        raise wrong(
            "请写整数，只用数字，例如 3",
            "只写数字，例如 3",
            "Enter a whole number in digits, for example 3",
        )
    return str(int(plain))


def bank(text: str) -> str:
    """A bank card's number: 16 to 19 digits, the last one a check (ISO/IEC 7812-1)."""
    number = bare(text)
    if number and not (number.isascii() and number.isdigit()):
        raise wrong(
            "卡号只有数字，请照卡面写", "只写数字，照卡上写", "A card number has digits only, as on the card"
        )
    if not 16 <= len(number) <= 19:
        raise _card_length(len(number))
    doubled = [int(digit) * (2 - n % 2) for n, digit in enumerate(reversed(number), start=1)]
    if sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10:
        raise wrong(
            "银行卡号对不上，请照卡面逐位核对",
            "卡号写错了一位，再看一遍",
            "The card number does not fit: compare it digit by digit with the card",
        )
    return number


def in_words(amount: str) -> str:
    """A normal amount as Chinese forms write it: 2000000.00 is 贰佰万元整, 10.05 is 壹拾元零伍分."""
    yuan, cents = amount.split(".")
    whole = _whole(int(yuan))
    tens, ones = int(cents[0]), int(cents[1])
    words = f"{whole}元" if whole else ""
    if not tens and not ones:
        return f"{words or '零元'}整"
    if tens:
        words += f"{_DIGITS[tens]}角"
    elif words:
        words += "零"
    return words + (f"{_DIGITS[ones]}分" if ones else "整")


def trimmed(number: Decimal) -> str:
    """Without zeros at the end and without an exponent."""
    return f"{number:.4f}".rstrip("0").rstrip(".")


def _whole(number: int) -> str:
    words, gap = "", False
    for group in range(len(_GROUPS) - 1, -1, -1):
        part = number // 10000**group % 10000
        if not part:
            gap = bool(words)
            continue
        words += "零" if words and (gap or part < 1000) else ""
        words += _thousands(part) + _GROUPS[group]
        gap = False
    return words


def _thousands(number: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = bool(words) and not digit
    return words


def _card_length(count: int) -> FieldError:
    if not count:
        return wrong("请写银行卡号", "写银行卡号", "Enter the card number")
    return wrong(
        f"银行卡号有 16 到 19 位，现在是 {count} 位",
        f"卡号有 16 到 19 位，现在 {count} 位",
        f"A card number has 16 to 19 digits, this one has {count}",
    )
