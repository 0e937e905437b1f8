"""Every sentence in every language, every sentence that the screens ask for, and no way out."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from kiosk.flows.definition import STAGES
from kiosk.flows.text import LANGUAGES
from kiosk.ui import wording
from kiosk.ui.problem_view import PROBLEMS
from kiosk.ui.rating_view import REASONS as COMPLAINTS

UI = Path(wording.__file__).parent
QML = sorted(UI.joinpath("qml").rglob("*.qml"))
PROTOCOL = UI.parents[1] / "docs" / "protocol.md"
REASONS = re.findall(r"`([A-Z][A-Z_]+)`", PROTOCOL.read_text("utf-8").split("## Reasons")[1].split("##")[0])
TEXTS = yaml.safe_load(wording.SCREENS.read_text("utf-8"))


@pytest.mark.parametrize("key", TEXTS)
def test_a_sentence_is_there_in_every_language_with_the_same_places(key):
    entry = TEXTS[key]
    assert set(entry) == set(LANGUAGES)
    assert all(text.strip() for text in entry.values())
    places = {frozenset(re.findall(r"%\d", text)) for text in entry.values()}
    assert len(places) == 1 or key == "date"  # a date in plain words leaves the year out


def test_a_sentence_is_written_once():
    """A reader of YAML takes the last of two, and says nothing."""
    keys = re.findall(r"^([a-z_0-9]+):", wording.SCREENS.read_text("utf-8"), re.MULTILINE)
    assert len(keys) > 300 and [key for key, times in Counter(keys).items() if times > 1] == []


def test_headings_are_short():
    titles = [TEXTS[key]["zh-CN"] for key in TEXTS if key.endswith("_title")]
    assert titles and all(len(title) <= 20 for title in titles)


def test_nothing_of_the_machine_s_own_words_reaches_a_citizen():
    forbidden = re.compile(r"接口|校验失败|异常|token|null|error", re.IGNORECASE)
    assert [key for key, entry in TEXTS.items() if forbidden.search(entry["zh-CN"] + entry["zh-easy"])] == []


@pytest.mark.parametrize("path", QML, ids=lambda path: path.stem)
def test_a_page_asks_only_for_sentences_that_exist(path):
    asked = re.findall(r"tokens\.words\[([^\]]+)\]", path.read_text("utf-8"))
    literals = {key for expression in asked for key in re.findall(r'"([a-z_0-9]+)"', expression)}
    whole = {key for key in literals if not key.endswith("_")}
    comparisons = set(re.findall(r'[=!]== "([a-z_]+)"', "".join(asked)))
    assert whole - comparisons <= TEXTS.keys()


def test_python_asks_only_for_sentences_that_exist():
    asked = set()
    for path in UI.glob("*.py"):
        asked |= set(re.findall(r'(?:\bsay|_say)\(\s*"([a-z_]+)"', path.read_text("utf-8")))
    asked |= {f"stage_{stage}" for stage in STAGES} | {f"reason_{reason}" for reason in COMPLAINTS}
    asked |= {f"problem_{kind}" for kind in PROBLEMS} | {f"weekday_{day}" for day in range(1, 8)}
    asked |= {f"phone_{state}" for state in ("offline", "no_phone", "declined", "expired", "trouble")}
    asked |= {f"pay_{state}" for state in ("expired", "failed", "offline", "unkept", "trouble")}
    asked |= {f"pay_{note}" for note in ("not_yet", "silent")}
    asked |= {"phone_offline_only", "phone_no_phone_only"}
    asked |= {f"network_{state}" for state in ("ok", "down", "unknown")}
    asked |= {f"slip_{state}" for state in ("", "printing", "printed", "failed", "unsure")}
    assert asked <= TEXTS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_of_the_protocol_is_a_sentence_of_its_own_and_no_other_code_is(language):
    words = wording.Wording(wording.load())
    words.speak(language)
    told = [words.reason(code, "0572-12345") for code in REASONS]
    assert len(set(told)) == len(REASONS) >= 9
    assert not any(
        not sentence or code in sentence or "%" in sentence
        for code, sentence in zip(REASONS, told, strict=True)
    )
    assert [words.reason(code, "") for code in ("REFUSED_ON_COMMAND", "", None, "urn:kiosk:problem:x")] == [
        ""
    ] * 4


@pytest.mark.parametrize("path", QML, ids=lambda path: path.stem)
def test_a_page_has_no_way_out_of_the_kiosk(path):
    text = path.read_text("utf-8")
    forbidden = r"FileDialog|FolderDialog|\bMenu\b|ContextMenu|RichText|StyledText|Settings\b|openUrl|copy\("
    assert not re.search(forbidden, text)
    for field in re.finditer(r"\b(TextInput|TextField|TextEdit|TextArea)\s*\{", text):
        assert "Qt.ImhSensitiveData" in text[field.end() : field.end() + 1200]


def test_every_drawing_that_is_named_exists_and_is_ours():
    icons = {path.stem for path in wording.SCREENS.parents[1].joinpath("icons").glob("*.svg")}
    named = set()
    for path in QML:
        text = path.read_text("utf-8")
        for line in re.findall(r"(?:drawing|\bname): (.*)", text):
            named |= set(re.findall(r'\? "([a-z-]+)"|: "([a-z-]+)"|^"([a-z-]+)"', line) and
                         {word for found in re.findall(r'\? "([a-z-]+)"|: "([a-z-]+)"|^"([a-z-]+)"', line)
                          for word in found if word})  # fmt: skip
    assert named and named - {"face-"} <= icons
