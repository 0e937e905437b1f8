"""The phone on the panel: it scans the terminal's screen and shows what the page behind the code asks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.dock import phone, screen
from kiosk.dock.panel.desk_view import DeskView
from kiosk.dock.phone import PhoneError, PhonePage
from kiosk.dock.rig import Place
from kiosk.dock.screen import ScreenError
from kiosk.ui.background import Background
from kiosk.ui.qml_types import QVariantList

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_NOTHING = PhonePage("", note="终端要您用手机确认时，点下面的“扫一扫”")
_NO_CODE = PhonePage("没有看到二维码", note="请先在终端上走到“用手机确认”这一步，再扫")
_NO_SCREEN = PhonePage("看不到终端屏幕", note="终端还没有打开，或者不是演示用的终端")
_NO_PAGE = PhonePage("网页打不开", note="二维码可能已经过期。请在终端上换一个，再扫")
_NOT_TAKEN = PhonePage("没有确认成功", note="这部手机不是办事人本人的，或者网页已经过期")
_NO_OWNER = PhonePage("这是谁的手机?", note="请先把办事人的身份证放到读卡区，手机就是这个人的")
_CONFIRMED = PhonePage("已确认是本人", note="请看终端屏幕，继续办理")
_DECLINED = PhonePage("已回答：不是我", note="这次办理不会继续")


@QmlElement
class PhoneView(QObject):
    changed = Signal()

    def __init__(self, place: Place, desk: DeskView) -> None:
        super().__init__()
        self._place, self._desk = place, desk
        self._background = Background(1)
        self._page, self._url = _NOTHING, ""
        self._busy = False

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._page.title

    @Property(str, notify=changed)
    def note(self) -> str:
        return self._page.note

    @Property(QVariantList, notify=changed)
    def facts(self) -> list[dict[str, str]]:
        return [{"label": label, "value": value} for label, value in self._page.facts]

    @Property(bool, notify=changed)
    def asks(self) -> bool:
        return self._page.asks

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        return self._busy

    @Slot()
    def scan(self) -> None:
        self._start(self._scanned, _NO_PAGE)

    @Slot()
    def confirm(self) -> None:
        holder = self._desk.holder()
        if holder is None or holder.phone_key is None:
            self._show(_NO_OWNER)
        else:
            self._key = holder.phone_key
            self._start(self._confirmed, _NOT_TAKEN)

    @Slot()
    def decline(self) -> None:
        self._start(self._declined, _NOT_TAKEN)

    @Slot()
    def putAway(self) -> None:
        self._show(_NOTHING)

    def close(self) -> None:
        self._background.close(1)

    def _start(self, work: Callable[[], PhonePage], failed: PhonePage) -> None:
        if self._busy:
            return
        self._busy, self._excuse = True, failed
        self._background.start(work, self._show, self._failed)
        self.changed.emit()

    # --- on a thread of their own ---

    def _scanned(self) -> PhonePage:
        if self._place.probe is None or self._place.ca is None:
            return _NO_SCREEN
        url = phone.scan(screen.grab(self._place.probe))
        if url is None:
            return _NO_CODE
        self._url = url
        return phone.visit(url, self._place.ca)

    def _confirmed(self) -> PhonePage:
        assert self._place.ca is not None
        phone.confirm(self._url, self._key, self._place.ca)
        return _CONFIRMED

    def _declined(self) -> PhonePage:
        assert self._place.ca is not None
        phone.decline(self._url, self._place.ca)
        return _DECLINED

    # --- back on the panel's ---

    def _show(self, page: PhonePage) -> None:
        self._busy, self._page = False, page
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ScreenError):
            self._show(_NO_SCREEN)
        elif isinstance(error, PhoneError):
            self._show(self._excuse)
        else:
            raise error
