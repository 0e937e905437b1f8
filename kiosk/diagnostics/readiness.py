"""The readiness report: what a check of the machine found, signed by the terminal, to be proved later.

Nothing personal is in it: findings, counts and codes, and of filings no more than the beginning of their ids.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kiosk.config import Config
from kiosk.model import Level
from kiosk.wire.envelope import SignatureError, SigningKey, VerifyingKey, canonical, digest, unverified_key_id
from kiosk.wire.identity import Identity, IdentityError

KIND, SEAL = "readiness", "readiness-seal"


class ReadinessError(Exception):
    """A report that cannot be signed, or is not what this terminal signed; says why."""


def payload(
    config: Config, level: Level, told: Mapping[str, Any], counted: Mapping[str, Any] | None, now: datetime
) -> dict[str, Any]:
    """`told`: the findings as data; `counted`: what the journal adds up to, if it could be read."""
    made = {
        "terminal": _identity(config).terminal,
        "place": config.place,
        "made_at": now.isoformat(timespec="seconds"),
        "level": level.value,
        "findings": told,
        "counters": counted,
    }
    plain: dict[str, Any] = json.loads(json.dumps(made))
    return plain


def signed(config: Config, report: Mapping[str, Any]) -> bytes:
    """The file: what it says for people and programs, and the same as a JWS. Raises ReadinessError."""
    token = _identity(config).signing.sign(KIND, dict(report))
    return json.dumps({"report": report, "token": token}, ensure_ascii=False, indent=1).encode()


def seal(config: Config, report: Mapping[str, Any]) -> tuple[str, str]:
    """The digest of the report, and the terminal's signature over it, short enough for a code on paper."""
    found, signing = digest(canonical(dict(report))), _signing(config)
    return found, signing.sign(SEAL, {"digest": found, "made_at": report["made_at"]})


def verified(config: Config, file: bytes) -> dict[str, Any]:
    """The report of a file that this terminal signed and nobody changed. Raises ReadinessError."""
    return proved(_signing(config).public, file)


def proved(key: VerifyingKey, file: bytes) -> dict[str, Any]:
    """As `verified`, by the key that a terminal signs with."""
    try:
        found = json.loads(file)
        shown, token = dict(found["report"]), str(found["token"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ReadinessError("不是检测报告：要用 kiosk doctor --report 写出的 .json 文件") from None
    try:
        if unverified_key_id(token) != key.id:
            raise ReadinessError("不是这台终端签的，或终端后来重新登记过")
        said = key.verify(KIND, token)
    except SignatureError:
        raise ReadinessError("签名不对：报告被改过") from None
    if said != {"v": said["v"], "suite": said["suite"], **shown}:
        raise ReadinessError("报告的内容和签名的内容不一样：报告被改过")
    return shown


def _signing(config: Config) -> SigningKey:
    return _identity(config).signing


def _identity(config: Config) -> Identity:
    try:
        return Identity.load(config.identity)
    except IdentityError as error:
        raise ReadinessError(f"没有密钥可以签名：{error}") from None
    except OSError as error:
        raise ReadinessError(f"密钥读不了：{error.strerror}") from None
