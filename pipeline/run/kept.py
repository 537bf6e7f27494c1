"""What was worked out from the rules, kept between runs in the user's cache folder.

Each name has one file: a line that seals key and content, then a pickle. A file of another key, a damaged one, one that
others than this user may write, or a folder that cannot be used: all are as if nothing were kept.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

T = TypeVar("T")


def kept(name: str, key: str, make: Callable[[], T]) -> T:
    """What `make` gives, from an earlier run if it was made there under the same key. What raises is not kept."""
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hoinghi"
    except RuntimeError:  # a user without a home
        return make()
    sealed = f"{key} {sys.version}".encode()
    body = _read(folder, name, sealed)
    if body is not None:
        found: T = pickle.loads(body)
        return found
    made = make()
    _write(folder, name, sealed, _pickled(made))
    return made


def _read(folder: Path, name: str, key: bytes) -> bytes | None:
    with suppress(OSError):
        if all(map(_is_ours, (folder, folder / name))):
            seal, _, body = (folder / name).read_bytes().partition(b"\n")
            if seal == _seal(key, body):
                return body
    return None


def _write(folder: Path, name: str, key: bytes, body: bytes) -> None:
    """Put the file in its place at once: who reads meanwhile finds the old one or the new one."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, written = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_seal(key, body) + b"\n" + body)
            Path(written).replace(folder / name)
        except OSError:
            Path(written).unlink(missing_ok=True)


def _is_ours(path: Path) -> bool:
    """A pickle can do anything, so it must come from this user."""
    found = path.stat()
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _seal(key: bytes, body: bytes) -> bytes:
    return hashlib.blake2b(key + b"\0" + body, digest_size=32).hexdigest().encode()


class _Pickler(pickle.Pickler):
    """Takes read-only views of mappings too."""

    def reducer_override(self, item: object) -> Any:
        return (_view, (dict(item),)) if isinstance(item, MappingProxyType) else NotImplemented


def _view(items: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(items)


def _pickled(made: object) -> bytes:
    stream = BytesIO()
    _Pickler(stream, protocol=5).dump(made)
    return stream.getvalue()
