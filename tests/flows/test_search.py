"""A matter is found by what people say: plain words, sound, initials, English, and despite a slip."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.bench import searching
from kiosk.cli import main
from kiosk.config import RESOURCES
from kiosk.flows.search import catalogue
from kiosk.flows.search.index import Index
from kiosk.flows.text import Text
from tests import shipped

QUERIES = yaml.safe_load((Path(__file__).parent / "queries.yaml").read_text("utf-8"))
ASKED = [query for query in QUERIES if query["means"]]
CATALOGUE, MISTAKES = catalogue.load()
ITEMS = shipped.items()
INDEX = Index(catalogue.offered(CATALOGUE, ITEMS))
FIRST_BATCH = {  # 国发〔2024〕3号: eight of companies, five of persons
    "企业信息变更",
    "开办运输企业",
    "开办餐饮店",
    "水电气网联合报装",
    "信用修复",
    "企业上市合法合规信息核查",
    "企业破产信息核查",
    "企业注销登记",
    "新生儿出生",
    "教育入学",
    "社会保障卡居民服务",
    "残疾人服务",
    "退休",
}


def found(typed, limit=3, index=INDEX):
    return [hit.matter.id for hit in index.search(typed, limit)]


@pytest.mark.parametrize("query", ASKED, ids=lambda query: f"{query['kind']}: {query['say']}")
def test_what_people_say_finds_what_they_mean_among_the_first_three(query):
    assert query["means"] in found(query["say"])


@pytest.mark.parametrize("query", [q for q in QUERIES if not q["means"]], ids=lambda query: query["say"])
def test_what_nobody_offers_finds_nothing(query):
    assert found(query["say"]) == []


def test_sixty_queries_ask_for_every_matter():
    assert len(ASKED) >= 60
    assert {query["means"] for query in ASKED} == {matter.id for matter in CATALOGUE}


@pytest.mark.parametrize("example", [("food", "e.food"), ("school", "p.school"), ("home", "p.house2")])
@pytest.mark.parametrize("language", ["zh-CN", "zh-easy", "en"])
def test_what_the_screen_gives_as_an_example_is_understood(example, language):
    name, means = example
    texts = yaml.safe_load((RESOURCES / "texts" / "screens.yaml").read_text("utf-8"))
    assert found(texts[f"search_say_{name}"][language].strip("“”"), 1) == [means]


def test_every_name_and_every_word_of_a_matter_finds_it_first():
    for matter in INDEX.matters:
        for word in (*matter.spoken, *matter.spoken_in_english):
            best = INDEX.search(word)
            equals = [hit.matter.id for hit in best if hit.score == best[0].score]
            assert matter.id in equals, word


def test_each_of_four_hundred_matters_is_found_first_by_its_name():
    matters = searching.many(400)
    index = Index(matters)
    assert [found(matter.name.zh, 1, index) for matter in matters] == [[matter.id] for matter in matters]


def test_each_letter_more_keeps_the_matter_in_sight():
    for typed in ("kaimianguan", "gongjijin", "shebaoka", "tuixiu", "zhengxin"):
        wanted = found(typed, 1)
        for length in range(4, len(typed)):
            assert set(wanted) <= set(found(typed[:length], 12)), typed[:length]


def test_the_best_comes_first_and_always_the_same():
    first = INDEX.search("公司", 12)
    assert [hit.score for hit in first] == sorted((hit.score for hit in first), reverse=True)
    assert len(first) > 3 and all(0 < hit.score <= 1 for hit in first)
    again = Index(catalogue.offered(CATALOGUE, ITEMS)).search("公司", 12)
    assert again == first


def test_the_catalogue_is_whole_and_says_of_every_matter_where_it_is_done():
    assert MISTAKES == () and len(CATALOGUE) == 24
    for matter in CATALOGUE:
        assert all((matter.where.zh, matter.where.en, matter.bring.zh, matter.bring.en, matter.name.en))
        assert len(matter.name.easy) <= 20 and matter.words and matter.english


def test_the_thirteen_of_the_first_national_batch_stand_there_under_their_names():
    here = {name for matter in CATALOGUE for name in (matter.name.zh, *matter.words)}
    assert len(FIRST_BATCH) == 13 and here >= FIRST_BATCH
    for name in FIRST_BATCH:
        best = INDEX.search(name, 1)[0].matter
        assert name in (best.name.zh, *best.words)


def test_a_matter_is_begun_here_only_where_the_terminal_offers_it():
    here = {matter.id: matter.item for matter in INDEX.matters if matter.item}
    assert here == {
        "p.birth": "birth",
        "p.house2": "house-transfer",
        "p.exam": "examinations",
        "p.rx": "chronic",
        "p.school": "school-enrolment",
        "p.cert.si": "si-certificate",
        "p.hfund": "housing-fund",
        "p.retire": "retire",
        "p.sscard": "social-card",
        "p.disabled": "disabled",
        "p.after": "after-life",
        "q.credit": "credit-report",
        "petition": "petition",
        "street-report": "street-report",
        "e.start": "company",
        "e.food": "restaurant",
        "e.change": "company-change",
        "e.close": "company-close",
        "e.ind2ent": "trader-to-company",
        "e.util": "utilities",
        "e.credit": "credit-repair",
        "e.transport": "transport",
        "q.tax": "tax-rating",
        "q.exit": "exit-advice",
        "village-books": "village-books",
        "intermediary": "intermediary",
    }
    without = catalogue.offered(CATALOGUE, {})
    assert not any(matter.item for matter in without) and len(without) == len(CATALOGUE)


def test_an_item_is_found_by_the_words_of_its_own_file_without_any_catalogue():
    own = Index(catalogue.offered((), ITEMS))
    assert {matter.id for matter in own.matters} == ITEMS.keys()
    for item, flow in ITEMS.items():
        assert flow.synonyms
        for word in (flow.title.zh, flow.title.en, *flow.synonyms):
            assert item in found(word, index=own)


def test_an_item_that_the_catalogue_does_not_know_is_among_the_others():
    added = replace(
        ITEMS["si-certificate"],
        item="well",
        title=Text("打井许可", "打井", "Digging a well"),
        synonyms=("水井",),
    )
    index = Index(catalogue.offered(CATALOGUE, {**ITEMS, "well": added}))
    assert (
        found("水井", 1, index) == found("digging a well", 1, index) == found("dajing", 1, index) == ["well"]
    )


@settings(max_examples=150)
@given(st.text(max_size=80))
def test_whatever_is_typed_is_answered(typed):
    assert all(0 < hit.score <= 1 for hit in INDEX.search(typed))


def test_the_command_answers_with_a_list_best_first(capsys):
    assert main(["search", "我要开面馆", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told[0] == {"id": "e.food", "name": "开办餐饮店", "score": 1.0}
    assert main(["search", "天气预报", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_the_command_says_in_words_what_is_begun_here(capsys):
    assert main(["search", "孩子", "上学"]) == 0
    assert "教育入学  本机可办（school-enrolment）" in capsys.readouterr().out
    assert main(["search", "天气预报"]) == 0
    assert "12345" in capsys.readouterr().out


def test_searching_needs_neither_pypinyin_nor_numpy_nor_qt():
    program = (
        "import sys; from kiosk.flows.search import catalogue; from kiosk.flows.search.index import Index;"
        "assert Index(catalogue.load()[0]).search('kaimianguan');"
        "print(*{'pypinyin', 'numpy', 'PySide6'} & sys.modules.keys())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.strip() == ""
