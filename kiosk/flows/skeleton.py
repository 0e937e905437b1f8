"""A new item to begin with: it passes the check and can be walked at once; its texts are its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import yaml

Ask = Callable[[str], str]


@dataclass(frozen=True)
class Question:
    key: str
    asks: str
    example: str


QUESTIONS: Sequence[Question] = (
    Question("title", "事项叫什么？群众怎么说就怎么写", "老年优待证"),
    Question("easy", "用最简单的话再说一遍", "老人坐车优惠证"),
    Question("en", "英文怎么说？", "Senior citizen pass"),
    Question("department", "哪个部门主办？", "民政部门"),
    Question("department_en", "这个部门的英文名？", "Civil affairs"),
    Question("where", "在哪里办？", "本机就能办，也可以到社区服务中心"),
    Question("bring", "要带什么？", "身份证"),
    Question("conditions", "什么人能办？", "本人年满 60 周岁"),
    Question("time_limit", "要多久？", "5 个工作日"),
    Question("fee", "收不收费？收多少？", "不收费"),
    Question("basis", "依据哪部法律法规的哪一条？没有依据的材料不能要", "《中华人民共和国老年人权益保障法》"),
    Question("result", "办好后拿到什么？", "一张优待证"),
    Question("purpose", "请群众回答的第一个问题是什么？", "您要办新证还是补证？"),
    Question("first", "第一个答案", "办新证"),
    Question("second", "第二个答案", "补办"),
)
_GUIDE = ("where", "bring", "conditions", "process", "time_limit", "fee", "basis", "channel", "result")


def questions(ask: Ask) -> dict[str, str]:
    """What a policy officer says to each question; nothing said is the example."""
    return {question.key: ask(_line(question)).strip() or question.example for question in QUESTIONS}


def item(name: str, said: Mapping[str, str]) -> str:
    """The file's text. Texts that were asked for once stand in all languages until somebody writes them."""
    data = {
        "item": name,
        "version": 1,
        "type": "certificate",
        "handling": "promised",
        "assurance": "L1",
        "title": _text(said["title"], said["easy"], said["en"]),
        "themes": ["new"],
        "synonyms": [said["title"], said["easy"]],
        "duration_minutes": 5,
        "required": ["card_reader"],
        "departments": {"lead": _text(said["department"], said["department"], said["department_en"])},
        "guide": {key: _text(said.get(key) or _OTHER[key]) for key in _GUIDE},
        "materials": [
            {
                "key": "identity",
                "title": _text("居民身份证", "身份证", "ID card"),
                "legal_basis": said["basis"],
                "satisfied": "card_kind != ''",
            }
        ],
        "delivery": ["delivery"],
        "steps": _steps(said),
    }
    head = "# yaml-language-server: $schema=../schema/item.schema.json\n"
    return head + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)


_OTHER = {"process": "放身份证 → 回答问题 → 核对 → 收件", "channel": "本机、窗口、手机都能办"}


def _steps(said: Mapping[str, str]) -> list[dict[str, object]]:
    return [
        {
            "key": "notice",
            "kind": "Notice",
            "stage": "须知",
            "title": _text("先看一看", "先看一看", "Before you start"),
            "points": [_text(said["conditions"]), _text(said["bring"])],
        },
        {
            "key": "identity",
            "kind": "ReadCard",
            "stage": "预检",
            "title": _text("请放身份证", "放好身份证", "Place your ID card"),
        },
        {
            "key": "kind",
            "kind": "Choose",
            "stage": "情形",
            "title": _text(said["purpose"]),
            "options": [
                {"value": "first", "title": _text(said["first"])},
                {"value": "second", "title": _text(said["second"])},
            ],
        },
        {
            "key": "delivery",
            "kind": "Choose",
            "stage": "取件",
            "title": _text("办好后怎么拿？", "怎么拿？", "How you will get it"),
            "options": [
                {"value": "window", "title": _text("到窗口拿", "到窗口拿", "At the counter")},
                {"value": "later", "title": _text("以后再取", "以后再拿", "Collect it later")},
            ],
        },
        {
            "key": "review",
            "kind": "Review",
            "stage": "核对",
            "title": _text("请核对一遍", "再看一遍", "Check your answers"),
        },
    ]


def _text(zh: str, easy: str = "", en: str = "") -> dict[str, str]:
    return {"zh-CN": zh, "zh-easy": easy or zh, "en": en or zh}


def _line(question: Question) -> str:
    return f"{question.asks}（例：{question.example}）"


def answers(text: str) -> Ask:
    """From a JSON object instead of a person. Raises ValueError."""
    said = json.loads(text)
    if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
        raise ValueError("not an object of texts")
    by_line = {_line(question): said.get(question.key, "") for question in QUESTIONS}
    return lambda line: by_line[line]
