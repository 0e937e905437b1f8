"""Answers on an HTTP line, whatever stands in their head."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException, HTTPResponse


def response(connection: HTTPConnection) -> HTTPResponse:
    """Raises OSError, HTTPException. Python's own reader of heads stumbles by other errors, for example over
    a boundary that is given whole and in pieces."""
    try:
        return connection.getresponse()
    except (TypeError, ValueError, LookupError):
        raise HTTPException("a head that cannot be read") from None
