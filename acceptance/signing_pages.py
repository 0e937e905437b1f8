"""What a phone shows to somebody who signs from afar: what it is about, and yes or no. No script."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from acceptance.invitations import CODE_LENGTH, Page, State
from acceptance.pages import LOCKED, facts_of, page_of
from acceptance.platform import CHINA

_OUTCOMES = {
    State.SIGNED: ("已签名", "您的签名已经收到。这一页可以关掉了。"),
    State.DECLINED: ("您没有签名", "请告诉办事的人。如果是点错了，请他在终端上重新发一次。"),
    State.EXPIRED: ("已经过期", "这次签名的时间过了，或者内容改过了。请办事的人在终端上重新发一次。"),
}
_WRONG_KEY = "口令不对，还没有签。请再输入一次"
_WRONG_CODE = "没有这个签名码，或者它已经过期。请对照凭条再输入一次"


def code_asked(wrong: bool = False) -> HTMLResponse:
    trouble = f'<p class="trouble" role="alert">{_WRONG_CODE}</p>' if wrong else ""
    form = (
        '<form method="post" autocomplete="off">'
        f'<label for="code">凭条上的签名码（{CODE_LENGTH} 位）</label>'
        '<input id="code" name="code" maxlength="20" autocapitalize="characters">'
        '<button class="yes">打开</button></form>'
    )
    return page_of("请输入签名码", trouble + form, 404 if wrong else 200)


def signing(page: Page, wrong_key: bool = False) -> HTMLResponse:
    if page.locked:
        title, text = LOCKED
        return page_of(title, f"<p>{text}</p>", 429)
    if page.state is not State.WAITING:
        title, text = _OUTCOMES[page.state]
        return page_of(title, f"<p>{text}</p>", 410 if page.state is State.EXPIRED else 200)
    facts = facts_of(
        [
            ("请谁签", page.masked_name),
            *page.summary,
            ("在哪里办的", f"终端 {page.terminal}"),
            ("申请表编号", page.form[:16]),
            ("截止时间", f"{page.expires_at.astimezone(CHINA):%Y年%-m月%-d日 %H:%M}"),
        ]
    )
    trouble = f'<p class="trouble" role="alert">{_WRONG_KEY}</p>' if wrong_key else ""
    form = (
        '<form method="post" autocomplete="off">'
        "<p>上面就是您要签的内容。签了以后，申请表的内容不能再改。</p>"
        '<label for="phone_key">手机口令（6 位数字）</label>'
        '<input id="phone_key" name="phone_key" inputmode="numeric" type="password" maxlength="12">'
        '<button class="yes" name="decision" value="sign">同意并签名</button>'
        '<button class="no" name="decision" value="decline">不签</button></form>'
    )
    return page_of("请您签名", facts + trouble + form, 403 if wrong_key else 200)
