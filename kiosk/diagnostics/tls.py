"""What can be wrong between two ends of TLS, told apart: other authority, other name, other time, no TLS."""

from __future__ import annotations

import ssl

from kiosk.wire.client import Endpoint

# From OpenSSL's x509_vfy.h: error numbers, and the flag that leaves dates out of the verification.
_NOT_YET_VALID, _EXPIRED, _OTHER_NAME, _OTHER_ADDRESS = 9, 10, 62, 64
_NO_CHECK_TIME = 0x200000


class UntimelyError(Exception):
    """Only the dates of the platform's certificate stand against it."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


def strict(endpoint: Endpoint) -> ssl.SSLContext:
    """As `wire.client` connects: our CA, our certificate, the name in the address."""
    context = ssl.create_default_context(cafile=str(endpoint.ca))
    if endpoint.certificate is not None:
        context.load_cert_chain(endpoint.certificate, endpoint.key)
    return context


def timeless(endpoint: Endpoint) -> ssl.SSLContext:
    """The same, but for the dates: to learn the time from a platform that is proved in all else."""
    context = strict(endpoint)
    context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
    return context


def explain(error: OSError) -> tuple[str, str]:
    """What is true, and what to do. Raises UntimelyError."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _distrust(error.verify_code)
    if isinstance(error, TimeoutError):
        return "握手没有应答", "平台停住了，或中间的防火墙挡住了 TLS"
    reason = str(getattr(error, "reason", "") or "")
    if "ALERT" in reason and ("CERT" in reason or "UNKNOWN_CA" in reason or "REVOKED" in reason):
        return "平台不接受这台终端的证书", "看“终端证书”；需要时重新登记"
    if reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"):
        return "对方说的不是 TLS", "platform.url 的端口不对，或被上网认证页面拦截"
    return "握手中断", "platform.url 的端口不对，或中间的设备切断了 TLS"


def _distrust(code: int) -> tuple[str, str]:
    if code == _NOT_YET_VALID:
        raise UntimelyError("按终端的时间，平台证书还没有生效")
    if code == _EXPIRED:
        raise UntimelyError("按终端的时间，平台证书已过期")
    if code in (_OTHER_NAME, _OTHER_ADDRESS):
        return "平台证书上不是这个地址", "platform.url 要用平台证书上的名字"
    advice = "可能被上网认证页面或代理拦截，或 platform.url 指到了别处；平台换了 CA 则要重新登记"
    return "对方不是平台（证书不是我们的 CA 签发的）", advice
