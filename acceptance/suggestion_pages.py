"""Where anybody says what should be better, and later sees what became of it. No script, nobody signs in."""

from __future__ import annotations

from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response

from acceptance import suggestions
from acceptance.dependencies import PlatformHere, fields
from acceptance.pages import MALFORMED, facts_of, page_of
from acceptance.suggestions import Kind, State, SuggestionError
from kiosk.wire.suggestions import LONGEST

router = APIRouter(tags=["public"], responses=MALFORMED)

KINDS = {Kind.SUGGESTION: "建议", Kind.COMPLAINT: "投诉", Kind.MACHINE: "机器有问题"}
STATES = {State.RECEIVED: "已收到", State.IN_PROGRESS: "处理中", State.SOLVED: "已解决"}
_PAGE: dict[int | str, dict[str, Any]] = {
    200: {"description": "A page for people", "content": {"text/html": {}}}
}
_WRONG: dict[int | str, dict[str, Any]] = {
    422: {"description": "It cannot be taken as it is", "content": {"text/html": {}}}
}
_NONE: dict[int | str, dict[str, Any]] = {
    404: {"description": "Nothing has this code", "content": {"text/html": {}}}
}
_FIELDS = {
    "type": "object",
    "required": ["kind", "text"],
    "properties": {
        "kind": {"type": "string", "enum": [kind.value for kind in Kind]},
        "text": {
            "type": "string",
            "description": f"Up to {LONGEST} characters that can be read; others are left out",
        },
        "terminal": {"type": "string"},
    },
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/x-www-form-urlencoded": {"schema": _FIELDS}},
    }
}


@router.get("/suggest", response_class=HTMLResponse, responses=_PAGE, operation_id="getSuggestionForm")
def get_form(terminal: Annotated[str, Query(max_length=40)] = "") -> Response:
    return _form({"terminal": terminal})


@router.post(
    "/suggest",
    response_class=HTMLResponse,
    responses=_PAGE | _WRONG,
    openapi_extra=_BODY,
    operation_id="postSuggestion",
)
def post_form(platform: PlatformHere, said: Annotated[dict[str, str], Depends(fields)]) -> Response:
    try:
        code = suggestions.take(
            platform, said.get("kind", ""), said.get("text", ""), said.get("terminal", "").strip()
        )
    except SuggestionError as error:
        return _form(said, str(error))
    facts = facts_of([("查询码", code)])
    text = "<p>请记下查询码。在这个网站的“处理结果”页输入它，就能看到处理得怎么样了。</p>"
    return page_of("已经收到，谢谢您", facts + text + '<p><a href="/suggest/state">看处理结果</a></p>')


@router.get(
    "/suggest/state",
    response_class=HTMLResponse,
    responses=_PAGE | _NONE,
    operation_id="getSuggestionState",
)
def get_state(platform: PlatformHere, code: Annotated[str, Query(max_length=40)] = "") -> Response:
    ask = (
        '<form method="get" autocomplete="off"><label for="code">查询码</label>'
        '<input id="code" name="code" maxlength="40"><button class="yes">查询</button></form>'
    )
    if not code:
        return page_of("处理结果", ask)
    found = suggestions.asked(platform, code)
    if found is None:
        return page_of("没有查到", f"<p>请核对查询码有没有输错。</p>{ask}", 404)
    facts = [
        ("哪一类", KINDS[found.kind]),
        ("现在", STATES[found.state]),
        ("更新时间", f"{found.changed_at.astimezone(platform.clock().tzinfo):%Y年%-m月%-d日 %H:%M}"),
    ]
    if found.answer:
        facts.append(("答复", found.answer))
    return page_of("处理结果", facts_of(facts))


def _form(said: dict[str, str], trouble: str = "") -> Response:
    warning = f'<p class="trouble" role="alert">{escape(trouble)}</p>' if trouble else ""
    chosen = said.get("kind", Kind.SUGGESTION.value)
    kinds = "".join(
        f'<label class="kind"><input type="radio" name="kind" value="{kind.value}"'
        f"{' checked' if kind.value == chosen else ''}> {escape(name)}</label>"
        for kind, name in KINDS.items()
    )
    form = (
        f'<form method="post" autocomplete="off"><fieldset><legend>哪一类</legend>{kinds}</fieldset>'
        f'<label for="text">您的意见（最多 {LONGEST} 字，请不要写身份证号和电话）</label>'
        f'<textarea id="text" name="text" rows="5" maxlength="{LONGEST}">'
        f"{escape(said.get('text', ''))}</textarea>"
        '<label for="terminal">终端编号（写在机器上，可以不填）</label>'
        f'<input id="terminal" name="terminal" maxlength="40" value="{escape(said.get("terminal", ""))}">'
        '<button class="yes">提交</button></form><p><a href="/suggest/state">看以前的处理结果</a></p>'
    )
    return page_of("提建议", warning + form, 422 if trouble else 200)
