"""Texts with glosses, lost characters and wrong encodings: search reads what can be read, and never fails."""

import codecs
import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kiosk.flows.search import catalogue, making, readings
from kiosk.flows.search.cleaning import RESOURCES, clean, decode, simplified
from kiosk.flows.search.index import Index

TEXTS = yaml.safe_load((Path(__file__).parent / "search_texts.yaml").read_text("utf-8"))
WORDS = "注销公司，高效办成一件事"


@pytest.mark.parametrize("entry", TEXTS, ids=lambda entry: ascii(entry["comes"]))
def test_a_text_is_made_fit_for_search(entry):
    cleaned = clean(entry["comes"])
    assert cleaned == entry["becomes"] if "becomes" in entry else entry["holds"] in cleaned
    assert clean(cleaned) == cleaned


@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_text_can_be_cleaned_and_is_clean_then(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned and "\ufffd" not in cleaned and cleaned == cleaned.strip()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_bytes_are_read_in_the_encoding_that_they_have(encoding):
    assert clean(decode(WORDS.encode(encoding))) == clean(WORDS)


@given(st.binary(max_size=200))
def test_any_bytes_become_text(data):
    assert isinstance(decode(data), str)
    assert isinstance(decode(codecs.BOM_UTF16_LE + data), str)


def entry(**more):
    plain = {
        "id": "x",
        "for": "person",
        "name": {"zh-CN": "注(zhù)銷(xiāo)公司", "en": "Closing"},
        "where": {"zh-CN": "窗口", "en": "Counter"},
        "bring": {"zh-CN": "执照", "en": "Licence"},
        "words": ["關(guān)公司", "?案咝мk成一件事"],
        "english": ["close\ufffd"],
    }
    return plain | more


def loaded(tmp_path, data):
    (tmp_path / "catalogue.yaml").write_bytes(data)
    return catalogue.load(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_catalogue_with_glosses_and_lost_characters_is_searched_all_the_same(tmp_path, encoding):
    text = json.dumps([entry(words=["關(guān)公司"], english=["close"])], ensure_ascii=False)
    matters, mistakes = loaded(tmp_path, text.encode(encoding))
    assert mistakes == ()
    for typed in ("注销公司", "關公司", "guangongsi", "close"):
        assert [hit.matter.id for hit in Index(matters).search(typed)] == ["x"]


def test_mis_decoded_words_hide_no_others(tmp_path):
    matters, mistakes = loaded(
        tmp_path, json.dumps([entry()], ensure_ascii=False).encode() + b"\n# \xff\x00\x81"
    )
    assert mistakes == ()
    assert [hit.matter.id for hit in Index(matters).search("成一件事")] == ["x"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": "关公司"},
        {"words": [1]},
        {"for": "nobody"},
        {"name": None},
        {"where": {"zh-CN": "窗口"}},
        {"id": "y"},
    ],
    ids=str,
)
def test_a_wrong_entry_is_left_out_and_named_and_the_others_stay(tmp_path, wrong):
    matters, mistakes = loaded(tmp_path, json.dumps([entry(id="y"), entry() | wrong]).encode())
    assert [matter.id for matter in matters] == ["y"]
    assert len(mistakes) == 1 and mistakes[0].startswith("catalogue.yaml: entry 2: ")


@pytest.mark.parametrize("data", [b"", b"{}", b"- [", b"\x00\xff\xfe", b"- 1\n- null"])
def test_a_file_that_is_no_catalogue_finds_nothing_and_says_so(tmp_path, data):
    matters, mistakes = loaded(tmp_path, data)
    assert matters == () and mistakes
    assert Index(matters).search("公司") == []


@given(st.binary(max_size=120))
def test_no_file_stops_the_search(tmp_path_factory, data):
    matters, mistakes = loaded(tmp_path_factory.getbasetemp(), data)
    assert matters or mistakes


def test_the_readings_are_those_of_pypinyin():
    assert readings.TABLE.read_text("utf-8") == making.written()


@pytest.mark.parametrize(
    "word, letters", [("银行", "yinhang"), ("会计", "kuaiji"), ("面馆", "mianguan"), ("参保", "canbao")]
)
def test_words_are_read_as_words(word, letters):
    assert readings.load().sound(word).letters == letters


def test_traditional_characters_become_simplified_ones_that_stay():
    table = simplified()
    assert len(table) > 2500 and not any(ord(target) in table for target in table.values())
    assert (RESOURCES / "simplified.txt").read_text("utf-8").startswith("#")
