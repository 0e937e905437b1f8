"""What a phone shows: to confirm who one is, and to see whether a document is genuine. No script."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from fastapi.responses import HTMLResponse

from acceptance.certificate import Certificate
from acceptance.confirmations import Page, State

_FOLDER = Path(__file__).parent / "pages"
_TEMPLATE = Template((_FOLDER / "page.html").read_text("utf-8"))
_STYLE = (_FOLDER / "page.css").read_text("utf-8")
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self';"
        " frame-ancestors 'none'; base-uri 'none'"
    ),
}

MALFORMED: dict[int | str, dict[str, Any]] = {  # as an endpoint of pages describes it
    400: {"description": "None of these pages would send it", "content": {"text/html": {}}}
}
_WRONG_KEY = "口令不对。请再输入一次，只能试 5 次"
_OUTCOMES = {
    State.CONFIRMED: ("已确认", "请回到终端，继续办理。这一页可以关掉了。"),
    State.DECLINED: ("已拒绝", "这次办理不会继续。如果不是您本人在办，请拨打 12345。"),
    State.EXPIRED: ("已经过期", "请在终端上重新出示二维码，再扫一次。"),
}
LOCKED = (
    "手机确认已锁定",
    "手机口令输错的次数太多。为了您的安全，24 小时内不能再用手机确认。请找现场工作人员，或者拨打 12345。",
)


def confirmation(page: Page, wrong_key: bool = False) -> HTMLResponse:
    if page.locked:
        title, text = LOCKED
        return page_of(title, f'<p class="trouble" role="alert">{text}</p>', 429)
    if page.state is not State.WAITING:
        title, text = _OUTCOMES[page.state]
        return page_of(title, f"<p>{text}</p>")
    facts = facts_of(
        [("谁", page.masked_name), ("办什么", page.purpose), ("在哪里", f"终端 {page.terminal}")]
    )
    trouble = f'<p class="trouble" role="alert">{_WRONG_KEY}</p>' if wrong_key else ""
    form = (
        '<form method="post" autocomplete="off">'
        '<label for="phone_key">手机口令（6 位数字）</label>'
        '<input id="phone_key" name="phone_key" inputmode="numeric" type="password" maxlength="12">'
        '<button class="yes" name="decision" value="confirm">确认是我</button>'
        '<button class="no" name="decision" value="decline">不是我</button></form>'
    )
    return page_of("确认是您本人吗？", facts + trouble + form, 403 if wrong_key else 200)


def gone() -> HTMLResponse:
    return page_of("这个网址已经失效", "<p>它只能用一次，或者已经过期。请在终端上重新操作。</p>", 410)


def malformed() -> HTMLResponse:
    """For what none of these pages would send."""
    return page_of("这个网址不完整", "<p>请重新扫码，或者在终端上重新操作。</p>", 400)


def verification(code: str, certificate: Certificate | None) -> HTMLResponse:
    if certificate is None:
        text = "<p>请核对验证码有没有输错。如果没有输错，这份材料不是由本平台出具的。</p>"
        return page_of("没有查到这份材料", text, 404)
    facts = [
        ("材料", certificate.title),
        ("姓名", certificate.masked_name),
        ("证件号码", certificate.masked_id),
        ("出具单位", certificate.authority),
        ("出具时间", f"{certificate.issued_at:%Y年%-m月%-d日 %H:%M}"),
        ("验证码", code),
    ]
    return page_of("这份材料是真的", facts_of(facts) + "<p>请和您手里的材料逐项对照。</p>")


def facts_of(pairs: list[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in pairs) + "</dl>"


def page_of(title: str, content: str, status: int = 200) -> HTMLResponse:
    html = _TEMPLATE.substitute(title=escape(title), style=_STYLE, content=content)
    return HTMLResponse(html, status, _HEADERS)
