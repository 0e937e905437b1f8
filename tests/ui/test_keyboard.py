"""Typing on the glass: what the keys write, what the candidates mean, how large everything is."""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.ui.walker import walk
from tests.ui.scratch_window import scratch_window

RESULTS = "[{value: 'r1', title: '浙江省湖州市德清县'}, {value: 'r2', title: '上海市'}]"
MANY = "Array.from({length: 40}, (_, n) => ({value: 'r' + n, title: '第 ' + n + ' 个地方'}))"
GLASSES = {  # width, height, mm a pixel
    "32 inch portrait": (1080, 1920, 0.369),
    "21.5 inch landscape": (1920, 1080, 0.248),
    "15.6 inch landscape": (1920, 1080, 0.180),
    "10.1 inch portrait": (800, 1280, 0.170),
}
WIDE_ENOUGH_TO_SEARCH = [name for name in GLASSES if name != "10.1 inch portrait"]


@contextmanager
def page(mode="pinyin", more="", glass=GLASSES["32 inch portrait"], large=False):
    width, height, mm_per_px = glass
    body = f"""
        property var heard: []
        Tokens {{ id: sizes; mm: {1 / mm_per_px}; large: {str(large).lower()} }}
        KeyboardPage {{
            objectName: "page"; anchors.fill: parent; tokens: sizes; mode: "{mode}"; {more}
            title: "请输入地方名称"; placeholder: "地方名称"
            onAccepted: text => heard.push("accepted " + text)
            onEdited: text => heard.push("edited " + text)
            onChosen: value => heard.push("chosen " + value)
            onCancelled: heard.push("cancelled")
        }}"""
    with scratch_window(body, width, height) as scratch:
        scratch.page = scratch.shown("page")
        yield scratch


def press(scratch, *keys):
    scratch.tap(*(f"key.{key}" for key in keys))


def text(scratch):
    return scratch.page.property("text")


def heard(scratch):
    return scratch.window.property("heard").toVariant()


def candidates(scratch):
    shown = []
    while (item := scratch.shown(f"candidate.{len(shown)}")) is not None:
        shown.append(item.property("text"))
    return shown


def test_letters_become_the_characters_that_are_chosen():
    with page() as scratch:
        press(scratch, *"shanghai")
        assert candidates(scratch)[0] == "上海"
        scratch.tap("candidate.0")
        assert text(scratch) == "上海"
        assert candidates(scratch) == []
        press(scratch, "ok")
        assert heard(scratch)[-1] == "accepted 上海"


def test_the_candidates_follow_every_letter():
    with page() as scratch:
        press(scratch, "s", "h")
        before = candidates(scratch)
        press(scratch, *"ang")
        assert candidates(scratch)[0] == "上"
        assert candidates(scratch) != before


def test_a_rare_character_is_found_behind_more():
    with page() as scratch:
        press(scratch, *"yi")
        first = candidates(scratch)
        scratch.tap("candidates.more")
        later = scratch.shown(f"candidate.{len(first)}")
        wanted = later.property("text")
        assert wanted not in first
        scratch.tap(later.objectName())
        assert text(scratch) == wanted


def test_space_takes_the_first_candidate():
    with page() as scratch:
        press(scratch, *"zhang", "space")
        assert text(scratch) == "张"


def test_a_search_hears_letters_that_are_no_characters_yet():
    with page(more=f"results: {RESULTS}") as scratch:
        press(scratch, *"deqing")
        assert heard(scratch)[-1] == "edited deqing"
        scratch.tap("result.r1")
        assert heard(scratch)[-1] == "chosen r1"


def test_many_results_are_turned_over_and_come_round_again():
    with page(more=f"results: {MANY}") as scratch:
        assert scratch.shown("result.r39") is None
        turns = 0
        while scratch.shown("result.r39") is None:
            scratch.tap("results.more")
            turns += 1
            assert turns < 40
        scratch.tap("results.more")
        assert scratch.shown("result.r0") is not None


def test_what_stands_in_the_field_is_what_is_accepted():
    with page() as scratch:
        press(scratch, *"he", "ok")
        assert heard(scratch)[-1] == "accepted he"
        assert text(scratch) == "he"


def test_delete_takes_back_letters_first_and_then_whole_characters():
    with page(more="text: '张𠮷'") as scratch:
        press(scratch, "h", "e", "backspace", "backspace")
        assert text(scratch) == "张𠮷"
        press(scratch, "backspace")
        assert text(scratch) == "张"
        press(scratch, "backspace", "backspace")
        assert text(scratch) == ""


def test_digits_and_signs_belong_into_an_address():
    with page() as scratch:
        press(scratch, "signs", "1", "2", "-", "3", "letters", *"hao")
        scratch.tap("candidate.0")
        assert text(scratch) == "12-3好"


def test_latin_letters_are_written_as_they_are():
    with page("latin") as scratch:
        press(scratch, "shift", "l", "shift", "i")
        assert text(scratch) == "Li"
        assert scratch.shown("candidate.0") is None


def test_pinyin_can_be_left_for_latin_and_found_again():
    with page() as scratch:
        press(scratch, "language", "a", "language", *"bei")
        assert text(scratch) == "a"
        assert candidates(scratch)[0] == "被"


def test_a_number_pad_writes_numbers_and_clears_them():
    with page("digits") as scratch:
        press(scratch, *"2024", "backspace")
        assert text(scratch) == "202"
        press(scratch, "clear", "7")
        assert text(scratch) == "7"


def test_an_id_number_can_end_in_x():
    with page("digits", more='extraKey: "X"') as scratch:
        press(scratch, "1", "X")
        assert text(scratch) == "1X"


def test_a_credit_code_is_written_without_leaving_its_keys():
    with page("code", more="groups: [4, 4, 4, 4, 2]") as scratch:
        press(scratch, *"91330521ma2jb0t0tj")
        assert text(scratch) == "91330521MA2JB0T0TJ"
        assert scratch.shown("echo").property("text") == "9133  0521  MA2J  B0T0  TJ   18 / 18"
        press(scratch, "backspace")
        assert scratch.shown("echo").property("text").endswith("17 / 18")


def test_a_certificate_number_needs_no_other_sheet_for_its_digits():
    with page(more="numbers: true") as scratch:
        press(scratch, *"zhe")
        scratch.tap("candidate.0")
        press(scratch, *"2021")
        assert text(scratch).endswith("2021") and len(text(scratch)) == 5
        assert walk(scratch.window, 0.369) == []
        press(scratch, "signs", "〔", "〕")
        assert text(scratch).endswith("〔〕")


def test_no_more_is_taken_than_fits():
    with page("digits", more="maximumLength: 3") as scratch:
        press(scratch, *"12345")
        assert text(scratch) == "123"


def test_a_real_keyboard_types_too():
    with page("latin") as scratch:
        for key in (Qt.Key.Key_A, Qt.Key.Key_B, Qt.Key.Key_Return):
            QTest.keyClick(scratch.window, key)
        assert heard(scratch)[-1] == "accepted ab"


def test_cancel_says_so_and_writes_nothing():
    with page() as scratch:
        press(scratch, *"he", "cancel")
        assert heard(scratch)[-1] == "cancelled"
        assert text(scratch) == ""


def test_the_keys_feed_the_page_that_is_there_now():
    for _ in range(2):
        with page() as scratch:
            press(scratch, *"he", "space")
            assert text(scratch) == "和"


def test_nothing_is_learned_from_what_people_type():
    dictionary = Path(os.environ["XDG_CONFIG_HOME"]) / "qtvirtualkeyboard" / "pinyin" / "usr_dict.dat"
    with page() as scratch:
        press(scratch, *"shanghai")
        first, second = candidates(scratch)[:2]
        scratch.tap("candidate.1")
        before = dictionary.read_bytes()
        for _ in range(5):
            press(scratch, *"shanghai")
            scratch.tap("candidate.1")
        press(scratch, *"shanghai")
        assert candidates(scratch)[:2] == [first, second]
    assert dictionary.read_bytes() == before
    assert second.encode("utf-16-le") not in before


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
@pytest.mark.parametrize("mode", ["pinyin", "latin", "code", "digits"])
@pytest.mark.parametrize("glass", GLASSES.values(), ids=GLASSES)
def test_the_page_keeps_the_rules_of_the_glass(glass, mode, large):
    with page(mode, glass=glass, large=large) as scratch:
        if mode == "pinyin":
            press(scratch, *"sh")
        assert walk(scratch.window, glass[2], "large" if large else "standard") == []


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
@pytest.mark.parametrize("glass", WIDE_ENOUGH_TO_SEARCH)
def test_a_search_keeps_the_rules_of_the_glass(glass, large):
    with page(
        more=f'results: {MANY}; errorText: "请从下面选一个地方"', glass=GLASSES[glass], large=large
    ) as scratch:
        press(scratch, *"sh")
        assert walk(scratch.window, GLASSES[glass][2], "large" if large else "standard") == []
