"""A signed pack of items: one file in which every byte is named by a manifest that its publisher signed.

A ZIP, the same for the same content, with `manifest.jws` beside the files that it names by their SHA-256.
What is not named is not in it, what is named is, and nothing is unpacked that was not verified.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

KIND = "flows"  # of the signature: no other signed thing of the publisher's can stand in for it
MANIFEST = "manifest.jws"
FOLDERS = ("items", "codes", "data")
LARGEST = 16 * 1024 * 1024  # bytes unpacked: far more than a thousand items
_EPOCH = (1980, 1, 1, 0, 0, 0)

Sign = Callable[[str, dict[str, Any]], str]
Verify = Callable[[str, str], dict[str, Any]]  # raises PackError for a signature that is not the publisher's


class PackError(Exception):
    """A pack that must not be used; says why, for whoever publishes or installs it."""


@dataclass(frozen=True)
class Manifest:
    name: str
    version: int
    valid_from: date
    valid_to: date
    files: Mapping[str, str]  # path in the pack → SHA-256 of its bytes

    def payload(self) -> dict[str, Any]:
        dates = {"valid_from": self.valid_from.isoformat(), "valid_to": self.valid_to.isoformat()}
        return {"name": self.name, "version": self.version, **dates, "files": dict(self.files)}

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> Manifest:
        try:
            files = {str(path): str(digest) for path, digest in payload["files"].items()}
            begins, ends = (date.fromisoformat(payload[name]) for name in ("valid_from", "valid_to"))
            return cls(str(payload["name"]), int(payload["version"]), begins, ends, files)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise PackError("清单的格式不对") from None

    def covers(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to


def collect(folder: Path) -> dict[str, bytes]:
    """The files of a resources folder that belong to a pack. Raises OSError."""
    return {
        f"{part}/{path.name}": path.read_bytes()
        for part in FOLDERS
        for path in sorted((folder / part).glob("*.yaml"))
    }


def manifest(
    name: str, version: int, valid_from: date, valid_to: date, files: Mapping[str, bytes]
) -> Manifest:
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())}
    return Manifest(name, version, valid_from, valid_to, digests)


def pack(named: Manifest, files: Mapping[str, bytes], sign: Sign) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        _put(archive, MANIFEST, sign(KIND, named.payload()).encode())
        for path in named.files:
            _put(archive, path, files[path])
    return out.getvalue()


def unpack(data: bytes, verify: Verify, today: date) -> tuple[Manifest, dict[str, bytes]]:
    """Raises PackError for a pack that is damaged, another's, out of its time, or names what it must not."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise PackError("解开后太大")
            if MANIFEST not in names or len(set(names)) != len(names):
                raise PackError("没有清单，或有重名的文件")
            files = {name: archive.read(name) for name in names}
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise PackError(f"不是完整的事项包（{type(error).__name__}）") from None
    manifest = _signed(files.pop(MANIFEST), verify)
    if files.keys() != manifest.files.keys():
        raise PackError("包里的文件与清单不一致")
    for path, content in files.items():
        if hashlib.sha256(content).hexdigest() != manifest.files[path]:
            raise PackError(f"{path} 与清单不一致")
        if not _belongs(path):
            raise PackError(f"{path} 不应该在事项包里")
    if not manifest.covers(today):
        raise PackError(f"有效期是 {manifest.valid_from} 到 {manifest.valid_to}，今天是 {today}")
    return manifest, files


def install(files: Mapping[str, bytes], folder: Path) -> None:
    """Verified files into an empty folder. Raises OSError."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _signed(token: bytes, verify: Verify) -> Manifest:
    try:
        text = token.decode("ascii")
    except UnicodeDecodeError:
        raise PackError("签名读不懂") from None
    return Manifest.read(verify(KIND, text))


def _belongs(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return len(parts) == 2 and parts[0] in FOLDERS and parts[1].endswith(".yaml") and parts[1][0] != "."


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archive.writestr(entry, data)
