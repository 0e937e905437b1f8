"""What people ask at a terminal is answered without a line, however they say it."""

import pytest

from kiosk.flows.search import questions
from kiosk.flows.search.index import Index

QUESTIONS = questions.load()
INDEX = Index(question.matter for question in QUESTIONS)
SAID = {
    "没带手机怎么办": "no-phone",
    "meidaishouji": "no-phone",
    "身份证读不出来": "card-not-read",
    "sfz": "card-not-read",
    "断网了还能办吗": "no-line",
    "什么叫受理": "received-accepted",
    "办好了去哪里取": "collect",
    "小票丢了": "slip-lost",
    "我的信息安全吗": "privacy",
    "要多少钱": "fee",
    "帮我妈妈代办": "family",
    "字看不清": "small-type",
    "不会打字": "typing",
    "填错了想撤回": "change",
    "打印机坏了": "no-paper",
    "几天能好": "how-long",
    "我要投诉": "unhappy",
    "no phone": "no-phone",
    "how much does it cost": "fee",
    "i lost the receipt": "slip-lost",
}


def found(typed):
    return [hit.matter.id for hit in INDEX.search(typed, 3)]


@pytest.mark.parametrize("said", SAID)
def test_what_people_ask_is_among_the_first_three(said):
    assert SAID[said] in found(said)


def test_every_question_is_asked_here_in_some_way():
    assert set(SAID.values()) == {question.id for question in QUESTIONS}


@pytest.mark.parametrize("said", ["", "   ", "量子计算机"])
def test_what_it_does_not_know_it_does_not_answer(said):
    assert found(said) == []


@pytest.mark.parametrize(
    "text",
    [
        "- {id: a}",
        "- {id: a, ask: {zh-CN: 问, zh-easy: 问, en: Q}, answer: {zh-CN: 答, en: A}, words: [], english: []}",
        "- 5",
        "5",
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path, text):
    (tmp_path / "questions.yaml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"questions\.yaml"):
        questions.load(tmp_path)
