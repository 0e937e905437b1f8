"""The code of a business licence under the scanner names the organisation; whether one may act is asked."""

from __future__ import annotations

from kiosk.flows.session import acting
from tests.journeys.scanning import hold
from tests.ui.test_acting import CATERING, arrives

NOODLES = "统一社会信用代码:92330521MA2XX30T2R;名称:德清县武康样例面馆"


def test_a_licence_under_the_scanner_saves_typing_and_proves_nothing(equipped_visitor):
    visitor = equipped_visitor
    arrives(visitor, "chen-wei")
    hold(visitor, NOODLES, lambda: "没有您代表这家单位的登记" in visitor.reads(), "the platform's word")
    visitor.tap("field.organisation")
    visitor.tap("key.cancel")
    licence = f"统一社会信用代码:{CATERING};名称:德清样例餐饮有限公司"
    hold(visitor, licence, lambda: visitor.page == "Form", "the questions to the organisation")
    visitor.sees("Form", "shop")
    assert acting.organisation(visitor.shell.session._session).uscc == CATERING
