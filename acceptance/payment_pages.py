"""What the payer's phone shows: what is to be paid to whom, and what became of it. No script."""

from __future__ import annotations

from html import escape

from fastapi.responses import HTMLResponse

from acceptance import pages
from acceptance.orders import State
from acceptance.payments import Page

_SAMPLE = "<p>这是参考平台的收银台，只记账，不会真的扣款。</p>"
_OVER = {
    State.CLOSED: ("这个码已经过期", "没有扣款。请在终端上换一个码，再扫一次。"),
    State.FAILED: ("没有付成", "没有扣款。请在终端上换一个码，再付一次。"),
    State.REFUNDING: ("正在退款", "这笔钱不用付，正在原路退回。"),
    State.REFUNDED: ("已经退款", "这笔钱已经原路退回。"),
}


def payment(shown: Page) -> HTMLResponse:
    if shown.state in (State.PAID, State.CONFIRMED):
        told = [("合计", _money(shown.amount)), ("电子票据", shown.bill or "正在开具")]
        return pages.page_of(
            "已缴费", pages.facts_of(told) + "<p>请回到终端，继续办理。这一页可以关掉了。</p>"
        )
    if shown.state in _OVER:
        title, text = _OVER[shown.state]
        return pages.page_of(title, f"<p>{text}</p>")
    lines = [(f"{line['title']}（{line['department']}）", _money(line["amount"])) for line in shown.lines]
    told = [("合计", _money(shown.amount)), *lines, ("在哪里", f"终端 {shown.terminal}")]
    button = f'<button class="yes" name="decision" value="pay">付 {_money(shown.amount)}</button>'
    form = f'<form method="post">{button}</form>'
    return pages.page_of("缴费", pages.facts_of(told) + _SAMPLE + form)


def cashier(unknown: bool = False) -> HTMLResponse:
    """For who filed first: the number on the slip leads to what is due."""
    trouble = (
        '<p class="trouble" role="alert">没有这个编号的待缴费用。请核对凭证上的编号</p>' if unknown else ""
    )
    form = (
        '<form method="post" autocomplete="off"><label for="number">凭证上的编号</label>'
        '<input id="number" name="number" maxlength="40">'
        '<button class="yes">查一查要缴多少</button></form>'
    )
    return pages.page_of("缴费", trouble + form, 404 if unknown else 200)


def _money(amount: str) -> str:
    return escape(f"{amount} 元")
