"""What Chinese codes hold: made-up names, addresses and licences, with punctuation and rare characters."""

from __future__ import annotations

import random

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹欧阳司马"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉红辉鹏飞玲婷雪琳晨宇轩子涵梓萱隆"
_RARE = "䶮喆堃犇淼焱垚骉羴龘㛃㙍𠮷𬱖𫖯𣲘曌昇珺璟赟"
_PLACES = ("示范市", "样本县", "测试区", "例城镇", "试点乡", "模拟街道")
_ROADS = ("解放路", "人民大道", "建设巷", "中山东路", "槐花胡同", "滨河北街")
_TRADES = ("餐饮", "商贸", "科技", "建筑工程", "文化传媒", "物流", "五金")
_ENDS = ("有限公司", "个体工商户", "合伙企业（有限合伙）", "股份有限公司")
_MARKS = ("；", "，", "、", "。", "—", "《样本》", "“引号”", "·")


def chinese(count: int, seed: int = 20) -> list[str]:
    """The same ones each time, all different, none longer than fits a code that a phone can show."""
    chance = random.Random(seed)
    kinds = (_name, _address, _licence, _note, _rare_name)
    found: dict[str, None] = {}
    while len(found) < count:
        found[kinds[len(found) % len(kinds)](chance)] = None
    return list(found)


def _name(chance: random.Random) -> str:
    return f"姓名：{chance.choice(_SURNAMES)}{_some(chance, _GIVEN, 1, 2)}"


def _rare_name(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + _some(chance, _RARE, 1, 3)


def _address(chance: random.Random) -> str:
    place, road = chance.choice(_PLACES), chance.choice(_ROADS)
    return f"{place}{road}{chance.randint(1, 999)}号{chance.randint(1, 30)}幢{chance.randint(101, 2404)}室"


def _licence(chance: random.Random) -> str:
    company = (
        f"{chance.choice(_PLACES)}{_some(chance, _GIVEN, 2, 3)}{chance.choice(_TRADES)}{chance.choice(_ENDS)}"
    )
    return f"统一社会信用代码：91330521MA2JB0T0TJ；名称：{company}；住所：{_address(chance)}"


def _note(chance: random.Random) -> str:
    words = [
        _some(chance, _GIVEN + _SURNAMES, 2, 6) + chance.choice(_MARKS) for _ in range(chance.randint(2, 8))
    ]
    return "".join(words) + chance.choice(("", "ABC-123", "https://example.com/样本?编号=1", "①②㈠℃"))


def _some(chance: random.Random, letters: str, least: int, most: int) -> str:
    return "".join(chance.choices(letters, k=chance.randint(least, most)))
