"""What codes are called in the console."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from acceptance import rectification
from acceptance.quarantine import PARTS_MISSING, PROMISE, Ending
from acceptance.second_trips import Why
from kiosk.flows import sources
from kiosk.model import Status

DEVICES = {
    "card_reader": "身份证阅读器",
    "social_card_reader": "社保卡阅读器",
    "receipt_printer": "凭条打印机",
    "document_printer": "A4 打印机",
    "code_scanner": "扫码器",
    "document_camera": "高拍仪",
    "face_camera": "人脸摄像头",
    "sensors": "柜体传感器",
    "handset": "电话听筒",
}
STATES = {
    "unknown": "状态不明",
    "absent": "没有接上",
    "starting": "启动中",
    "online": "正常",
    "busy": "使用中",
    "attention": "要留意",
    "fault": "故障",
    "disabled": "已停用",
}
SUPPLIES = {"full": "充足", "low": "快用完", "out": "用完了", "unknown": "不清楚"}
ANOMALIES = {
    "sequence_reused": "序号用了两次",
    "chain_broken": "前后不相接",
    "number_reused": "办件编号用了两次",
    "epoch_changed": "换了数据盘",
    "sequence_went_back": "序号倒退",
    "filings_missing": "有办件没有送到",
    "chain_differs": "链头与平台不同",
}
STATUSES = {
    Status.RECEIVED: "平台已收到",
    Status.AWAITING_SIGNATURES: "待签名",
    Status.ACCEPTED: "已受理",
    Status.CORRECTION_REQUIRED: "待补正",
    Status.IN_PROGRESS: "办理中",
}
CAUSES = {
    Why.MATERIALS: "材料不齐",
    Why.DELIVERY: "未提出送达要求",
    Why.FEE: "未缴费",
    Why.NOT_FILED: "未网上申报",
    Why.OTHER: "其他",
}
GRADES = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
REASONS = {
    "slow": "等得太久",
    "unclear": "看不懂",
    "machine": "机器不好用",
    "result": "结果不对",
    "help": "找不到人帮忙",
}
RECTIFIED = {
    rectification.Ending.RECTIFIED: "已整改，已回访",
    rectification.Ending.UNFOUNDED: "核实不属实，已回访",
}
ENDINGS = {Ending.ARRIVED: "已自动送到", Ending.AGAIN: "已请群众重新申报", Ending.NOTHING: "不用处理"}
REPORTS = {
    "screen": "屏幕点不动",
    "card": "身份证读不出来",
    "paper": "打印不清楚、没出纸",
    "wrong": "内容显示不对",
    "other": "其他问题",
}
PROBLEMS = {
    "signature": "签名对不上：终端换过密钥，或者内容被改过",
    "envelope": "信封不合规：终端程序的版本可能太旧",
    "parts": "材料与签名不符：传输或终端存储有损坏",
    "body": "打不开：不是封给本平台的，或者属于另一件",
    "statement": "里面的平台证明不是本平台的",
    "idempotency-conflict": "编号已经用于另一件",
    "malformed": "不合格式",
    PROMISE: "事后核查和承诺的不一致：件照常办，请核实后联系本人",
    PARTS_MISSING: "材料一天没有传完：终端可能断网、停机或已撤下",
}


def report(kind: str) -> str:
    """What somebody said of the machine."""
    return REPORTS.get(kind, kind[:40])


def snapshot(devices: Mapping[str, str]) -> str:
    """How the devices were that did not simply work."""
    told = []
    for kind, said in sorted(devices.items()):
        state, *codes = said.split("/")
        if state != "online" or codes:
            told.append(f"{device(kind)}{STATES.get(state, state)}{_codes(codes)}")
    return "、".join(told) or ("都正常" if devices else "")


def _codes(codes: Sequence[str]) -> str:
    return f"（{'，'.join(codes)}）" if codes else ""


def device(kind: str) -> str:
    return DEVICES.get(kind, kind[:40])


@cache
def _sources() -> dict[str, str]:
    return {code: f"{source.department}：{source.tells}" for code, source in sources.load().items()}


def source(code: str) -> str:
    return _sources().get(code, code)


def reasons(codes: Iterable[str]) -> str:
    return "、".join(REASONS.get(code, code[:40]) for code in codes) or "没有选"


def problem(name: str) -> str:
    return PROBLEMS.get(name, name)
