"""What people type, as they type it."""

import pytest

from kiosk.flows.fields import TYPES, FieldError

GOOD = {
    "idno": {
        "33052119900307001X": "33052119900307001X",
        "33052119900307001x": "33052119900307001X",
        "３３０５２１１９９００３０７００１Ｘ": "33052119900307001X",
        " 330521 19900307 001X ": "33052119900307001X",
        "310118202002290046": "310118202002290046",
        "810000198501010010": "810000198501010010",
        "820000197012310028": "820000197012310028",
        "830000199210150038": "830000199210150038",
        "911030198808080016": "911030198808080016",
    },
    "uscc": {
        "91330521MA2JB0T0TJ": "91330521MA2JB0T0TJ",
        "91330521-ma2jb0t0tj": "91330521MA2JB0T0TJ",
        "113305000025500019": "113305000025500019",
    },
    "name": {
        "𠮷𪚥": "𠮷𪚥",
        "买买提.艾力": "买买提·艾力",
        "刘 宁宁": "刘宁宁",
        "Ho  Wing": "HO WING",
        "José O’Neil": "JOSÉ O'NEIL",
        "〇〇": "〇〇",
    },
    "mobile": {"138 0000 0000": "13800000000", "+86 13800000000": "13800000000"},
    "phone": {
        "138 0000 0000": "13800000000",
        "0572-1234 5678": "057212345678",
        "+852 1234 5678": "+85212345678",
    },
    "certificate": {
        "(2008)字第4-56号": "(2008)字第4-56号",
        "浙（2021）德清县不动产权第0012345号": "浙(2021)德清县不动产权第0012345号",
    },
    "line": {"  千秋街  12号 ": "千秋街 12号"},
    "month": {"2026年3月": "2026-03"},
}
BAD = {
    "idno": {
        "3305211990030700": "身份证号少了 2 位，应为 18 位",
        "33052119900307001X0": "身份证号多了 1 位，应为 18 位",
        "310118202102290041": "出生日期不存在，请检查第 7–14 位",
        "330521199003070011": "身份证号最后一位对不上，请逐位核对",
        "33052119900307００१X": "身份证号只有数字，最后一位可以是 X",
        "33052119900307OO1X": "身份证号只有数字，最后一位可以是 X",
    },
    "uscc": {"91330521MA2JB0T0TI": "信用代码对不上，请照营业执照逐位核对"},
    "name": {"刘": "请写户口簿上的姓名，2 到 50 个字", "刘1宁": "请写户口簿上的姓名，2 到 50 个字"},
    "mobile": {
        "1380000000": "手机号少了 1 位，应为 11 位",
        "23800000000": "请写 11 位手机号，以 1 开头",
    },
    "phone": {"12345": "请写手机号，或带区号的座机号，例如 057212345678"},
    "certificate": {"12": "请照证上写，6 到 40 位，例如 浙(2021)德清县0012345"},
    "line": {"": "请写 1 到 80 个字", "字" * 81: "请写 1 到 80 个字"},
    "month": {"202613": "请写 4 位年份和 2 位月份，例如 202603"},
}


def test_every_type_has_its_vectors():
    assert GOOD.keys() == BAD.keys() == TYPES.keys()


@pytest.mark.parametrize(("type", "typed"), [(t, typed) for t, vectors in GOOD.items() for typed in vectors])
def test_what_is_meant_is_taken(type, typed):
    assert TYPES[type](typed) == GOOD[type][typed]


@pytest.mark.parametrize(("type", "typed"), [(t, typed) for t, vectors in BAD.items() for typed in vectors])
def test_what_is_wrong_is_said_with_its_remedy(type, typed):
    with pytest.raises(FieldError) as caught:
        TYPES[type](typed)
    assert caught.value.says.zh == BAD[type][typed]
    assert all((caught.value.says.easy, caught.value.says.en))


@pytest.mark.parametrize("typed", [n for n in GOOD["idno"] if len(n) == 18 and n.isascii()])
def test_one_wrong_digit_of_an_id_number_is_noticed(typed):
    number = TYPES["idno"](typed)
    for place in (*range(6), *range(14, 17)):
        for digit in "0123456789":
            if digit != number[place] and (place or digit != "0"):
                with pytest.raises(FieldError):
                    TYPES["idno"](number[:place] + digit + number[place + 1 :])
