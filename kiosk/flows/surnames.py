"""Surnames of Chinese names: one character, or two where the two are a surname of their own."""

from __future__ import annotations

_ALL = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙"
    "慕容仲孙钟离长孙宇文司徒鲜于司空闾丘令狐呼延西门第五南门百里东郭拓跋轩辕公良"
)
_DOUBLE = frozenset(_ALL[place : place + 2] for place in range(0, len(_ALL), 2))


def surname(name: str) -> str:
    """Of a name in Latin letters, or with a middle dot, there is none that could be told."""
    name = name.strip()
    if not name or "·" in name or name.isascii():
        return ""
    return name[:2] if name[:2] in _DOUBLE and len(name) > 2 else name[0]


def same_surname(child: str, parent: str) -> bool:
    """Whether a child carries the parent's surname, alone or before another; of a parent without one nobody
    can say that it does not."""
    known = surname(parent)
    if not known:
        return bool(parent)
    return len(child) > len(known) and surname(child) == known
