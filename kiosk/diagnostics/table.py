"""Symptoms, the cause behind them, and what to do: the worst first. Data only.

In sentences and remedies {name}, {value} and {advice} are those of the finding; {where} is what
its value has in brackets.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.diagnostics.clock import CLOCK
from kiosk.diagnostics.line import NETWORK
from kiosk.diagnostics.machine import DISK, FOLDER, FONTS, ITEMS, KINDS
from kiosk.diagnostics.probe import ANSWER, NAME, STEPS, TCP, TLS
from kiosk.diagnostics.records import DATABASE, JOURNAL, OUTBOX
from kiosk.diagnostics.trust import AUTHORITY, CERTIFICATE, ENROLMENT, MODES


@dataclass(frozen=True)
class Symptom:
    """A finding that is not well: one of these names (any without), its code and a part of its value."""

    names: tuple[str, ...] = ()
    code: str = ".*"  # a regular expression for all of it
    says: str = ""  # one for a part of it


@dataclass(frozen=True)
class Cause:
    code: str  # empty: the finding's own
    when: Symptom
    sentence: str
    remedy: str = "{advice}"
    folds: tuple[Symptom, ...] = ()  # what only follows from it
    folds_named: bool = False  # and what its value names


def _is(*names: str, says: str = "") -> Symptom:
    return Symptom(names, says=says)


def _has(code: str, says: str = "") -> Symptom:
    return Symptom(code=code, says=says)


_UNSURE = _is(CLOCK, says="没有核对|对不上")
_LATE = _is(OUTBOX)
_LINE = (*map(_is, STEPS), _is(NETWORK))
_DOWN = (_UNSURE, _LATE)

TABLE: tuple[Cause, ...] = (
    Cause("config", _is("配置文件"), "配置文件 terminal.toml 有错：{value}"),
    Cause("folder", _is(FOLDER), "数据文件夹不能用：{value}"),
    Cause("disk.full", _is(DISK), "磁盘快满了（{value}）", folds=(_is(DATABASE, says="打不开"),)),
    Cause("store.damaged", _is(DATABASE, says="损坏"), "数据库{value}", folds=(_is(JOURNAL, OUTBOX),)),
    Cause("store", _is(DATABASE), "数据库用不了：{value}", folds=(_is(JOURNAL, OUTBOX),)),
    Cause("journal", _is(JOURNAL), "流水记录被改动或丢失：{value}"),
    Cause("enrolment", _is(ENROLMENT), "终端的登记资料不能用：{value}", folds=(*_LINE, *_DOWN)),
    Cause("keys.open", _is(MODES, says="别的用户"), "密钥或数据库{value}"),
    Cause("clock", _is(CLOCK, says="比|隔了"), "终端的时钟不对：{value}",
          folds=(_is(TLS, says="证书"), _is(ANSWER, says="连接中断"), _is(CERTIFICATE, AUTHORITY), _LATE)),
    Cause("certificate", _is(CERTIFICATE), "终端证书{value}",
          folds=(_is(TLS, says="证书"), _is(ANSWER), *_DOWN)),
    Cause("authority", _is(AUTHORITY), "平台的 CA 证书{value}", folds=(_is(TLS), _is(ANSWER), *_DOWN)),
    Cause("line.name", _is(NAME), "平台的名字查不到（DNS）：{value}", folds=_DOWN),
    Cause("line.portal", _has(r"line\.portal"), "上网要先登录，平台被认证页面拦截：{value}", folds=_DOWN),
    Cause("line.refused", _is(TCP, says="拒绝连接"), "平台没有运行，或端口不对：{value}", folds=_DOWN),
    Cause("line.dead", _is(TCP), "到平台的网络不通：{value}", folds=_DOWN),
    Cause("line.certificate", _is(TLS, says="平台证书已过期"), "平台的证书过期了：{value}",
          "终端的时钟没有错：请平台更换证书", folds=_DOWN),
    Cause("line.stranger", _is(TLS, says="不是平台|不是 TLS"), "连到的不是平台：{value}", folds=_DOWN),
    Cause("line.stranger", _is(ANSWER, says="不是平台"), "连到的不是平台：{value}", folds=_DOWN),
    Cause("line", _is(TLS, ANSWER), "平台连得上，用不了：{value}", folds=_DOWN),
    Cause("serial.swapped", _has(r"serial\.swapped"), "两条串口线接反了：{value}", folds_named=True),
    Cause("pcscd", _has(r"link\..*", "pcscd 没有运行"), "智能卡服务 pcscd 没有运行",
          folds=(_has(r"link\..*", "pcscd 没有运行"),)),
    Cause("pcsc.reader", _has(r"link\.absent", "没有找到读卡器"), "没有接上智能卡读卡器（{name}）",
          folds=(_has(r"link\.absent", "没有找到读卡器"),)),
    Cause("", _has(r"link\.denied"), "程序没有权限打开{name}{where}"),
    Cause("", _has(r"link\.(taken|in_use|held)|keys\.held"), "{name}被别的程序占用{where}"),
    Cause("link.refused", _has(r"link\.absent", "端口拒绝连接"),
          "{name}在网上，端口不对或服务没开{where}"),
    Cause("link.name", _has(r"link\.absent", "名字查不到"), "{name}的名字查不到{where}"),
    Cause("link.certificate", _has(r"link\.absent", "证书不受信任"), "{name}的证书不受信任{where}"),
    Cause("link.encryption", _has(r"link\.absent", "加密连接"), "{name}的加密连接建立不了{where}"),
    Cause("", _has(r"link\.absent"), "{name}没有通电，或线没有接上{where}"),
    Cause("", _has(r"link\.silent", "串口"), "{name}没有应答，像是没有通电、死机或波特率不对{where}"),
    Cause("", _has(r"link\.silent"), "{name}连得上，没有应答，像是死机了{where}"),
    Cause("", _has(r"link\.(garbled|checksum|length)"),
          "{name}的应答读不懂，像是波特率不对或接错了设备{where}"),
    Cause("", _has(r"link\.broken"), "{name}的驱动出错{where}"),
    Cause("", _has(r"link\.rate"), "{name}的波特率写错了：{value}"),
    Cause("", _has(r"media\.empty"), "{name}没有纸了"),
    Cause("", _has(r"media\.jam"), "{name}卡纸了"),
    Cause("", _has(r"cover\.open|door\.open"), "{name}的盖子或门没有关好"),
    Cause("", _has(r"cutter\.jam"), "{name}的切刀卡住了"),
    Cause("", _has(r"toner\.empty"), "{name}的碳粉用完了"),
    Cause("", _has(r"camera\.black"), "{name}看不见东西，画面是黑的"),
    Cause("", _has(r"media\.low", "没有纸"), "{name}有一个纸盒没有纸，现在还能打印"),
    Cause("", _has(r"media\.low"), "{name}的纸快用完了，现在还能打印"),
    Cause("", _has(r"toner\.low"), "{name}的碳粉快用完了，现在还能打印"),
    Cause("items", _is(ITEMS), "事项文件有错：{value}"),
    Cause("fonts", _is(FONTS), "字体不全：{value}"),
    Cause("kinds", _is(KINDS), "有事项要用的设备没有配置：{value}"),
    Cause("", Symptom(), "{name}：{value}"),
)  # fmt: skip
