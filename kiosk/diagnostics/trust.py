"""Whether the terminal can prove who it is: enrolment, who may read its keys, and its certificates."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509

from kiosk.config import Config
from kiosk.diagnostics.verdict import failed, passed, unasked, warned
from kiosk.model import Health
from kiosk.wire.client import Endpoint
from kiosk.wire.identity import Identity, IdentityError

ENROLMENT, MODES, CERTIFICATE, AUTHORITY = "终端登记", "文件权限", "终端证书", "平台 CA 证书"
DAYS_LEFT = 30
_ENROL = "向平台要一次性登记码，然后：kiosk enrol --url https://… --code … --ca ca.crt --config terminal.toml"


@dataclass(frozen=True)
class Trust:
    """What the identity folder holds. Without an endpoint there is no proving anything to the platform."""

    endpoint: Endpoint | None = None
    certificate: x509.Certificate | None = None
    authority: x509.Certificate | None = None
    trouble: str = ""

    @classmethod
    def look(cls, config: Config) -> Trust:
        try:
            identity = Identity.load(config.identity)
            endpoint = identity.endpoint(config.platform)
            authority = x509.load_pem_x509_certificate(endpoint.ca.read_bytes())
            certificate = identity.certificate()
            _must_be_a_pair(endpoint)
        except IdentityError as error:
            return cls(trouble=str(error))
        except FileNotFoundError as error:
            return cls(trouble=f"登记资料不全（缺少 {Path(error.filename).name}）")
        except PermissionError:
            return cls(trouble="登记资料读不了：不是运行终端的用户")
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            return cls(trouble=f"登记资料损坏：{type(error).__name__}")
        return cls(endpoint, certificate, authority)


def enrolment(trust: Trust) -> Health:
    if trust.trouble:
        return failed(ENROLMENT, trust.trouble, advice=_ENROL)
    return passed(ENROLMENT, "已登记")


def modes(config: Config) -> Health:
    """Keys and filings are for the terminal's own user only."""
    if not config.data.is_dir():
        return unasked(MODES, "数据文件夹")
    files = [config.store, *sorted(config.store.parent.glob(f"{config.store.name}-*"))]
    if config.identity.is_dir():
        files += [config.identity, *sorted(config.identity.iterdir())]
    try:
        open_ones = [path for path in files if path.exists() and path.stat().st_mode & 0o077]
    except PermissionError:
        return failed(MODES, "读不了", advice="用运行终端的用户来检查")
    if open_ones:
        names = "、".join(str(path.relative_to(config.data)) for path in open_ones)
        return failed(MODES, f"别的用户也能读：{names}", "0600 / 0700", f"chmod -R go= {config.identity} "
                      f"{config.store}*")  # fmt: skip
    return passed(MODES, "只有终端自己能读", "0600 / 0700")


def certificates(trust: Trust, now: datetime, *, sure: bool) -> tuple[Health, ...]:
    """`sure`: whether the platform has confirmed what time it is."""
    if trust.certificate is None or trust.authority is None:
        return (unasked(CERTIFICATE, ENROLMENT),)
    first = "" if sure else "先核对时钟，时间没错再"
    own = _validity(CERTIFICATE, trust.certificate, now, f"{first}重新登记：{_ENROL}")
    return own, _validity(AUTHORITY, trust.authority, now, f"{first}向平台要新的 CA 证书，重新登记")


def too_young(trust: Trust, now: datetime) -> bool:
    """A certificate that is not valid yet means a clock that is wrong."""
    certificates = (trust.certificate, trust.authority)
    return any(found is not None and found.not_valid_before_utc > now for found in certificates)


def _validity(name: str, certificate: x509.Certificate, now: datetime, advice: str) -> Health:
    left, limit = certificate.not_valid_after_utc - now, f"> {DAYS_LEFT} 天"
    if certificate.not_valid_before_utc > now:
        return failed(name, "还没有生效", advice="多半是时钟不对：先校正时间")
    if left.total_seconds() <= 0:
        return failed(name, f"已过期 {(-left).days} 天", limit, advice)
    if left.days < DAYS_LEFT:
        return warned(name, f"还有 {left.days} 天到期", limit, advice)
    return passed(name, f"还有 {left.days} 天到期", limit)


def _must_be_a_pair(endpoint: Endpoint) -> None:
    """Raises ssl.SSLError for a key that is not the certificate's."""
    if endpoint.certificate is not None:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(endpoint.certificate, endpoint.key)
