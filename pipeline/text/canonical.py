"""From bytes to the one text that all offsets refer to.

`decode` finds the encoding; `canonical` is the only step that changes the length of a text. After it offsets are fixed.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from pipeline.errors import DecodeError
from pipeline.text.legacy import Reading, likeness, read_legacy

RepairCode = Literal["double_encoded", "legacy_font", "undecodable_bytes", "wrong_charset"]


@dataclass(frozen=True, slots=True)
class Repair:
    """Something that was wrong with the bytes and was put right, or as right as it can be."""

    code: RepairCode
    message: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in ("utf-8", "tcvn3" …), and what had to be repaired."""

    text: str
    encoding: str
    repairs: tuple[Repair, ...] = ()


# ── bytes → str ──────────────────────────────────────────────────────────────────────────────────

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (b"%PDF", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf")
_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\x0b\x0c\r\x1b")
_SINGLE_BYTE = ("cp1258", "cp1252")  # tried in this order when UTF-8 fails; the better reading wins
_BROKEN_SHARE = 0.01  # of the bytes: UTF-8 with that few broken bytes is damaged UTF-8, not another encoding
_SAMPLE = 20_000


def decode(content: bytes, *, charset: str | None = None, fonts: bool = True) -> Decoded:
    """The text of `content`. `charset` is what a header declared; valid UTF-8 and byte order marks overrule it.

    Double-encoded UTF-8 and text in the old fonts TCVN3 and VNI are put right; with `fonts` false the fonts are left to
    the caller (a page must be parsed first). Raises DecodeError for bytes that are no text, and for old-font text that
    lost letters.
    """
    text, encoding, repairs = _by_bytes(content, charset)
    mended = mend(text, fonts=fonts)
    return Decoded(mended.text, mended.encoding or encoding, (*repairs, *mended.repairs))


def mend(text: str, *, fonts: bool = True) -> Decoded:
    """`text`, decoded by others, with double encoding and old fonts put right; `encoding` is "" or the old font.

    Raises DecodeError for old-font text that lost letters.
    """
    repairs: tuple[Repair, ...] = ()
    text, repaired = undo_double_encoding(text)
    if repaired:
        repairs = (Repair("double_encoded", f"UTF-8 had been read as windows-1252 in {repaired} places"),)
    reading = read_legacy(text) if fonts else Reading(text)
    if reading.lossy:
        raise DecodeError(
            "text in an old Vietnamese font that lost letters when it was copied",
            remedy="find the page in Unicode; no conversion brings the letters back",
        )
    if reading.font:
        note = Repair("legacy_font", f"{reading.lines} lines were converted from the old font {reading.font.upper()}")
        return Decoded(reading.text, reading.font, (*repairs, note))
    return Decoded(text, "", repairs)


def _by_bytes(content: bytes, charset: str | None) -> tuple[str, str, tuple[Repair, ...]]:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _lenient(content[len(bom) :], encoding)
    wide = _wide(content)
    if wide:
        return _lenient(content, wide)
    if _is_binary(content[:4096]):
        raise DecodeError("these bytes are no text", remedy="leave binary files out of the input")
    try:
        return content.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 3:  # cut off in the middle of a letter
            return content[: error.start].decode("utf-8"), "utf-8", (_broken(len(content) - error.start),)
    damaged = content.decode("utf-8", errors="replace")
    if damaged.count("\ufffd") <= len(content) * _BROKEN_SHARE and any(
        ord(c) > 0x7F and c != "\ufffd" for c in damaged
    ):
        return damaged, "utf-8", (_broken(damaged.count("\ufffd")),)
    return _single_byte(content, charset)


def _is_binary(head: bytes) -> bool:
    """Whether bytes are an image, an archive, a Word or PDF file …: known beginnings, or control characters."""
    nulls = head.count(0)
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return head.startswith(_BINARY) or nulls > 0.3 * len(head) or controls > 0.05 * len(head)


def _wide(content: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of the ASCII part is zero."""
    head = content[:2000]
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.3 * len(head) and even < 0.1 * odd:
        return "utf-16-le"
    if even > 0.3 * len(head) and odd < 0.1 * even:
        return "utf-16-be"
    return None


def _lenient(content: bytes, encoding: str) -> tuple[str, str, tuple[Repair, ...]]:
    text = content.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    return text, encoding, (_broken(broken),) if broken else ()


def _broken(count: int) -> Repair:
    return Repair(
        "undecodable_bytes", f"{count} bytes are no letters in the page's encoding; U+FFFD stands in their place"
    )


def _single_byte(content: bytes, charset: str | None) -> tuple[str, str, tuple[Repair, ...]]:
    """The single-byte reading of the bytes that looks most like Vietnamese; ties go to the declared encoding."""
    declared = _codec(charset)
    names = dict.fromkeys((*([declared] if declared else []), *_SINGLE_BYTE))
    readings = {name: unicodedata.normalize("NFC", _decoded(content, name)) for name in names}
    scores = {name: likeness(read_legacy(text[:_SAMPLE]).text) for name, text in readings.items()}
    best = max(names, key=lambda name: (scores[name], name == declared))
    if declared and best != declared:
        message = f"declared as {declared}, but read as {best}"
        return readings[best], best, (Repair("wrong_charset", message),)
    return readings[best], best, ()


def _decoded(content: bytes, codec: str) -> str:
    """`content` in `codec`; the bytes it leaves undefined stand for themselves, as browsers do."""
    if codec in ("cp1252", "iso8859-1", "latin-1", "ascii"):
        return "".join(map(_cp1252, content))
    return content.decode(codec, errors="replace")


def _codec(charset: str | None) -> str | None:
    """Python's name for a declared charset; null for what Python does not know and for UTF-8, which was tried."""
    if not charset:
        return None
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name
        b"a".decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return None if name.startswith(("utf", "ascii")) else "cp1252" if name.startswith("iso8859-1") else name


# ── UTF-8 read as windows-1252 and saved again ───────────────────────────────────────────────────

_CP1252 = {code: bytes([code]).decode("cp1252", errors="replace") for code in range(256)}
_CP1252 |= {code: chr(code) for code, char in _CP1252.items() if char == "\ufffd"}
_BYTE_OF = {char: code for code, char in _CP1252.items()}
_HIGH = "".join(re.escape(_CP1252[code]) for code in range(0x80, 0xC0))
_DOUBLE = re.compile(f"(?:[Â-Ì][{_HIGH}]|[áâï][{_HIGH}]{{2}}|ð[{_HIGH}]{{3}})+")
_MOJIBAKE_LETTER = re.compile("[»ºÂÃÄÆ€]")
_LOST_NBSP = re.compile(r"Ã (?=[a-zđ ,.;:)]|$)")  # "à": its second byte was taken for a no-break space
_MOJIBAKE = re.compile(f"á[»º]|[ÂÃÄÆ][{_HIGH}]|â€")


def _cp1252(code: int) -> str:
    return _CP1252[code]


def undo_double_encoding(text: str) -> tuple[str, int]:
    """`text` with UTF-8 that had been read as windows-1252 read right, and how many places that were; up to 3 layers.

    >>> undo_double_encoding("Lá»˜ TRÃŒNH")
    ('LỘ TRÌNH', 2)
    """
    if not _MOJIBAKE_LETTER.search(text) or len(_MOJIBAKE.findall(text)) < 2:
        return text, 0
    best, best_score, total, places = text, likeness(text[:_SAMPLE]), 0, 0
    for _ in range(3):
        if len(_MOJIBAKE.findall(text)) < 2:
            break
        text, count = _DOUBLE.subn(_undo, _LOST_NBSP.sub("Ã\xa0", text))
        total += count
        if count and (score := likeness(text[:_SAMPLE])) > best_score:
            best, best_score, places = text, score, total
    return best, places


def _undo(match: re.Match[str]) -> str:
    try:
        return bytes(_BYTE_OF[char] for char in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


# ── str → canonical str ──────────────────────────────────────────────────────────────────────────

_INVISIBLE = dict.fromkeys(
    [
        *(code for code in (*range(0x20), *range(0x7F, 0xA0)) if code != 0x0A),
        *(0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200C, 0x200E, 0x200F, 0xFEFF, 0xFFFE, 0xFFFF),
        *(*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC)),
    ]
) | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_UNWANTED = re.compile(f"[{re.escape(''.join(map(chr, (*_INVISIBLE, 0x200D))))}]")
_JOINER = re.compile(  # zero-width joiner outside an emoji sequence
    "(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
_MARK = re.compile("[\u0300-\u036f]")
_TONE_FIRST = re.compile("([\u0300\u0301\u0303\u0309\u0323]+)([\u0302\u0306])")
_BLANK_LINES = re.compile(r"\n{3,}")


def canonical(text: str) -> str:
    """`text` in NFC, as documents.text has it. The only step that changes lengths; idempotent.

    Line ends become "\\n", tabs spaces; control, zero-width, bidirectional and soft-hyphen characters go; lone
    surrogates become U+FFFD; space at line edges goes, and of several blank lines one stays. No-break spaces, dashes,
    quotes, tone placement and emoji stay as they are: matching folds them without changing lengths.
    """
    text = "\n".join(text.replace("\t", " ").splitlines())
    if _UNWANTED.search(text):
        text = _JOINER.sub("", text.translate(_INVISIBLE))
    text = "\n".join([line.strip() for line in composed(text).split("\n")])
    return _BLANK_LINES.sub("\n\n", text).strip("\n")


def composed(text: str) -> str:
    """NFC of `text`, also where a tone was typed before the circumflex or breve of its letter.

    >>> composed("e\\u0301\\u0302")
    'ế'
    """
    text = unicodedata.normalize("NFC", text)
    if not _MARK.search(text):
        return text
    return unicodedata.normalize("NFC", _TONE_FIRST.sub(r"\2\1", unicodedata.normalize("NFD", text)))
