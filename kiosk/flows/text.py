"""Words in every language of the terminal, and lists of codes with their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("zh-CN", "zh-easy", "en")


@dataclass(frozen=True)
class Text:
    """One sentence in every language that the terminal speaks."""

    zh: str
    easy: str
    en: str

    def in_(self, language: str) -> str:
        return {"zh-easy": self.easy, "en": self.en}.get(language, self.zh)


@dataclass(frozen=True)
class Option:
    value: str
    title: Text
    hint: Text | None = None


@dataclass(frozen=True)
class CodeList:
    """A versioned list of codes, such as regions: too long to lay out, so it is also searched."""

    name: str
    options: Mapping[str, Option]
    pinyin: Mapping[str, str]  # code → syllables apart by spaces, for search

    def search(self, query: str, limit: int = 6) -> list[Option]:
        """By name, by pinyin, by initials: "杭州", "hangzhou" and "hz" all find 杭州市."""
        wanted = query.strip().lower().replace(" ", "")
        if not wanted:
            return []
        ranked = []
        for code, option in self.options.items():
            syllables = self.pinyin[code].split()
            keys = (option.title.zh, "".join(syllables), "".join(s[0] for s in syllables))
            ranks = [rank for rank, key in enumerate(keys) if key.startswith(wanted)]
            if ranks:
                ranked.append((min(ranks), code))
            elif any(wanted in key for key in (*keys[:2], option.title.en.lower())):
                ranked.append((len(keys), code))
        return [self.options[code] for _, code in sorted(ranked)[:limit]]
