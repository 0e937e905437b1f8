"""Places, certificates and what is written freely."""

from __future__ import annotations

import re
import unicodedata

from kiosk.flows.fields.wrong import bare, length, tidy, wrong

_CERTIFICATE = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ()〔〕[]【】./:-_#")
_PROVINCES = re.compile(r"1[1-5]|2[123]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]")  # GB/T 2260
_REGIONS = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"


def region6(text: str) -> str:
    """Six digits of a province, city or county (GB/T 2260)."""
    code = bare(text)
    if len(code) != 6:
        raise length(code, 6, "区划代码", "地区代码", "The region code")
    if not re.fullmatch(r"[0-9]{6}", code) or not _PROVINCES.match(code):
        raise wrong(
            "没有这个区划代码，请看身份证号前 6 位",
            "代码不对，看身份证号前 6 位",
            "There is no such region: look at the first six digits of an ID number",
        )
    return code


def certificate(text: str) -> str:
    """The number of a certificate or registration: 6 to 40 letters, digits, Chinese characters, signs."""
    number = re.sub(r"\s", "", tidy(text)).upper()
    written = all(c in _CERTIFICATE or unicodedata.category(c) == "Lo" for c in number)
    if not 6 <= len(number) <= 40 or not written:
        raise wrong(
            "请照证上写，6 到 40 位，例如 浙(2021)德清县0012345",
            "照证上的号码写",
            "Copy the number from the certificate, 6 to 40 characters",
        )
    return number


def deed(text: str) -> str:
    """The number of a real-estate certificate, 浙(2021)德清县不动产权第0012345号, or without its words."""
    plain = re.sub(r"[〔\[]", "(", re.sub(r"[〕\]]", ")", re.sub(r"\s", "", tidy(text))))
    found = re.fullmatch(
        rf"([{_REGIONS}])\(([0-9]{{4}})\)(\w{{2,20}}?)(?:不动产权)?第?([0-9]{{7}})号?", plain
    )
    if not found:
        raise wrong(
            "请照不动产权证书写，例如 浙(2021)德清县不动产权第0012345号",
            "照房产证上的号码写",
            "Copy the number from the certificate, for example 浙(2021)德清县不动产权第0012345号",
        )
    return f"{found[1]}({found[2]}){found[3]}不动产权第{found[4]}号"


def unit(text: str) -> str:
    """A unit number of real estate as certificates print it, 28 characters: county 6, cadastral area 6, kind
    of land 2 letters, land 5, kind of building a letter, building 8."""
    number = bare(text)
    if len(number) != 28:
        raise length(number, 28, "不动产单元号", "单元号", "The unit number")
    if not re.fullmatch(r"[0-9]{12}[A-Z]{2}[0-9]{5}[A-Z][0-9]{8}", number):
        raise wrong(
            "单元号第 13、14、20 位是字母，其余是数字，请照证书写",
            "单元号不对，照证书再看一遍",
            "Characters 13, 14 and 20 are letters, the others digits: copy them from the certificate",
        )
    return number


def birth_certificate(text: str) -> str:
    """The number of a certificate of birth: a letter and nine digits."""
    number = bare(text)
    if not re.fullmatch(r"[A-Z][0-9]{9}", number):
        raise wrong(
            "请照出生医学证明写，1 个字母加 9 位数字",
            "照出生证写，1 个字母和 9 个数字",
            "Copy the number from the certificate of birth: a letter and nine digits",
        )
    return number


def account(text: str) -> str:
    """A customer's number with water, power or gas: 4 to 20 digits."""
    number = bare(text)
    if not re.fullmatch(r"[0-9]{4,20}", number):
        raise wrong(
            "户号是 4 到 20 位数字，账单上有",
            "户号只有数字，看账单",
            "A customer number has 4 to 20 digits and stands on the bill",
        )
    return number


def line(text: str) -> str:
    """One line of up to 80 characters, such as an address."""
    plain = " ".join(text.split())
    if not plain or len(plain) > 80 or any(unicodedata.category(c).startswith("C") for c in plain):
        raise wrong("请写 1 到 80 个字", "写 1 到 80 个字", "Enter 1 to 80 characters")
    return plain


def text(text: str) -> str:
    """Up to 500 characters in lines of their own."""
    plain = "\n".join(" ".join(part.split()) for part in text.strip().splitlines())
    if not plain or len(plain) > 500 or any(unicodedata.category(c)[0] == "C" for c in plain if c != "\n"):
        raise wrong("请写 1 到 500 个字", "写 1 到 500 个字", "Enter 1 to 500 characters")
    return plain
