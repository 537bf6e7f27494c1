"""Opens a path or URL as a stream of bytes, decompressed on the way; a damaged archive ends early and says so."""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_CHUNK = 1 << 18
_GZIP = b"\x1f\x8b"


class Stream(io.RawIOBase):
    """The bytes of `source`, gunzipped if they are gzip. `broken` says, at the end, that the archive was cut off or
    damaged: what came before is good."""

    def __init__(self, source: IO[bytes], *, start: int = 0, owned: bool = True) -> None:
        """`start`: the offset to begin at; `owned`: closing this closes the source."""
        super().__init__()
        self._source = source
        self._owned = owned
        self._delivered = 0
        if start:
            source.seek(start)
        self._pending = source.read(_CHUNK)
        self._gunzip = zlib.decompressobj(wbits=31) if self._pending.startswith(_GZIP) else None
        self._inside = False  # a member has begun and not ended
        self.broken = False

    def readable(self) -> bool:
        """Always."""
        return True

    def close(self) -> None:
        """Close the source, if it is owned."""
        if self._owned:
            self._source.close()
        super().close()

    def tell(self) -> int:
        """How many bytes were delivered."""
        return self._delivered

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` as far as the next piece reaches; 0 at the end."""
        piece = self._plain(len(buffer)) if self._gunzip is None else self._gunzipped(len(buffer))
        buffer[: len(piece)] = piece
        self._delivered += len(piece)
        return len(piece)

    def _plain(self, size: int) -> bytes:
        if not self._pending:
            return self._source.read(size)
        piece, self._pending = self._pending[:size], self._pending[size:]
        return piece

    def _gunzipped(self, size: int) -> bytes:
        while not self.broken and self._gunzip is not None:
            if not self._pending:
                self._pending = self._source.read(_CHUNK)
                if not self._pending:
                    self.broken = self._inside
                    return b""
            try:
                piece = self._gunzip.decompress(self._pending, size)
            except zlib.error:
                self.broken = self._inside or self._pending.strip(b"\0") != b""
                return b""
            self._inside = not self._gunzip.eof
            self._pending = self._gunzip.unconsumed_tail
            if self._gunzip.eof:  # the next member, if any; zeros may pad the archive
                self._pending = self._gunzip.unused_data.lstrip(b"\0")
                self._gunzip = zlib.decompressobj(wbits=31)
            if piece:
                return piece
        return b""


def open_stream(path: str, *, start: int = 0) -> Stream:
    """Open a local path (from the byte `start` on), a URL by fsspec, or "-", stdin. Raises OSError, and what the file
    system of a URL raises."""
    if path == "-":
        return Stream(sys.stdin.buffer, owned=False)
    if "://" not in path:
        return Stream(Path(path).open("rb"), start=start)
    import fsspec  # only for URLs: 0.1 s

    return Stream(fsspec.open(path, "rb").open())


def lines_of(stream: io.BufferedReader[Stream], limit: int) -> Iterator[bytes | None]:
    """The lines of a stream; None for one of more than `limit` bytes, which is passed over in small pieces."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
            pass
        yield None
