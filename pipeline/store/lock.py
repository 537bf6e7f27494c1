"""One writing run per database. The lock dies with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import StoreError


@contextmanager
def writing(path: Path | str) -> Iterator[None]:
    """Hold `PATH-lock` during the block. Raises StoreError, naming the process, if another run holds it."""
    lock = Path(f"{path}-lock")
    try:
        descriptor = _acquire(lock)
    except OSError as error:
        raise StoreError(
            f"cannot write here ({error.strerror})", where=str(path), remedy="give --db a place where you may write"
        ) from error
    if descriptor is None:
        raise StoreError(
            f"another run ({_holder(lock)}) is writing this database",
            where=str(path),
            remedy="wait until it has ended, or give --db another file",
        )
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(descriptor)


def _acquire(lock: Path) -> int | None:
    """An open, locked descriptor; None if somebody holds the lock."""
    while True:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), lock.stat()):
                os.ftruncate(descriptor, 0)
                os.write(descriptor, f"process {os.getpid()}\n".encode())
                return descriptor
        os.close(descriptor)  # the holder before us removed the file between our open and our lock


def _holder(lock: Path) -> str:
    with suppress(OSError):
        return lock.read_text(encoding="utf-8").strip() or "just started"
    return "just ended"
