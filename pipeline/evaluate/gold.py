"""Gold files → frozen dataclasses, in the form of the annotation guide; anything else is a GoldError with file:line.

Beyond the keys of the guide three are read that gold files carry as remarks and that are not scored:
`mentions` and `as_written` of a document, `held_on_inferred_from` of an event.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import RuleError
from pipeline.evaluate.strict import Fields, GoldError
from pipeline.kinds import EVENT_KINDS, QUALIFIERS, ROLES
from pipeline.rulebook.source import read_source

STATUSES = ("achieved", "target", "change")  # the guide knows no "ongoing"
SESSIONS = ("morning", "afternoon", "evening")

_TOP = ("document", "published_on", "event", "officials", "decrees", "counts", "optional_counts", "never",
        "not_officials", "notes")  # fmt: skip
_EVENT = ("kind", "held_on", "held_on_inferred_from", "session", "place", "organiser")
_OFFICIAL = ("name", "rank", "positions", "units", "former_positions", "roles", "optional")
_DECREE = ("number", "type", "issued_on", "issued_year", "issuer", "subject", "as_written", "repaired", "mentions",
           "optional")  # fmt: skip
_COUNT = ("quote", "value", "value_max", "unit", "per", "about", "qualifier", "denominator", "percent", "part_of",
          "status", "period", "repeated", "optional")  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """The conference, meeting or ceremony that the article reports."""

    kind: str
    held_on: str | None
    session: str | None
    place: str | None
    organiser: str | None


@dataclass(frozen=True, slots=True)
class GoldOfficial:
    """A named person who acts as an official, with posts held, posts lost, bodies without a title, and roles."""

    name: str
    rank: str | None = None
    positions: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    former_positions: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldDecree:
    """A legal or Party document, once per article. `issued` is an ISO day, or a year where the text has only that."""

    number: str | None
    type: str
    issued: str | None = None
    issuer: str | None = None
    subject: str | None = None
    as_written: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldCount:
    """A quantitative statement; `quote` contains its number and stands once in the article unless `repeated`."""

    quote: str
    value: float
    unit: str | None
    per: str | None = None
    about: str | None = None
    value_max: float | None = None
    qualifier: str = "exact"
    denominator: float | None = None
    percent: float | None = None
    part_of: float | None = None
    status: str = "achieved"
    period: tuple[str, str] | None = None
    repeated: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """All that is right about one article. `never` and `not_officials` say what is wrong."""

    path: str
    document: str
    published_on: str | None
    event: GoldEvent | None
    officials: tuple[GoldOfficial, ...]
    decrees: tuple[GoldDecree, ...]
    counts: tuple[GoldCount, ...]
    optional_counts: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    not_officials: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The name it goes by in reports: 012.txt is 012."""
        return Path(self.document).stem


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Gold documents by file name, and the SHA-256 of the files, so that floors know what they were measured on."""

    documents: tuple[GoldDocument, ...]
    sha256: str

    def only(self, stem: str) -> GoldSet:
        """The documents whose stem is `stem` or begins with it; raises GoldError if there is none."""
        exact = tuple(document for document in self.documents if document.stem == stem)
        kept = exact or tuple(document for document in self.documents if document.stem.startswith(stem))
        if not kept:
            known = ", ".join(document.stem for document in self.documents)
            raise GoldError(f"no gold document {stem!r}", remedy=f"choose one of {known}")
        return GoldSet(kept, self.sha256)


def load_gold(path: Path) -> GoldSet:
    """The gold of a folder's *.yaml, or of one file. Raises GoldError: nothing there, unreadable, not as the guide."""
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files or not path.exists():
        raise GoldError("no gold files here", where=str(path), remedy="give a folder of *.yaml files, or one file")
    digest = hashlib.sha256()
    documents: dict[str, GoldDocument] = {}
    for file in files:
        gold = load_document(file)
        if gold.document in documents:
            other = documents[gold.document].path
            raise GoldError(f"{gold.document} has gold already in {other}", where=f"{file}:1", remedy="merge the two")
        documents[gold.document] = gold
        digest.update(f"{file.name}\0".encode() + file.read_bytes() + b"\0")
    return GoldSet(tuple(documents.values()), digest.hexdigest())


def load_document(file: Path) -> GoldDocument:
    """The gold of one article. Raises GoldError."""
    try:
        source = read_source(file)
    except RuleError as error:  # the loader is the rule book's; here the same fault is one of data
        raise GoldError(error.what, where=error.where, remedy="write the file as the annotation guide says") from error
    top = Fields(source, (), source.top).allow(_TOP, ("document", "event", "officials", "decrees", "counts"))
    return GoldDocument(
        path=str(file),
        document=top.text("document"),
        published_on=top.day("published_on"),
        event=_event(top.inner("event")),
        officials=tuple(_officials(top)),
        decrees=tuple(_decrees(top)),
        counts=tuple(_counts(top)),
        optional_counts=top.texts("optional_counts"),
        never=top.texts("never"),
        not_officials=top.texts("not_officials"),
    )


def _event(fields: Fields | None) -> GoldEvent | None:
    if fields is None:
        return None
    fields.allow(_EVENT, ("kind",))
    return GoldEvent(
        kind=fields.choice("kind", EVENT_KINDS),
        held_on=fields.day("held_on"),
        session=None if fields.null("session") else fields.choice("session", SESSIONS),
        place=fields.optional("place"),
        organiser=fields.optional("organiser"),
    )


def _officials(top: Fields) -> Iterator[GoldOfficial]:
    for fields in top.each("officials"):
        fields.allow(_OFFICIAL, ("name", "positions", "roles"))
        roles = fields.texts("roles")
        for index, role in enumerate(roles):
            if role not in ROLES:
                raise fields.error(f"no role {role!r}", "roles", index, remedy=f"choose one of {', '.join(ROLES)}")
        yield GoldOfficial(
            name=fields.text("name"),
            rank=fields.optional("rank"),
            positions=fields.texts("positions"),
            units=fields.texts("units"),
            former_positions=fields.texts("former_positions"),
            roles=roles,
            optional=fields.flag("optional"),
        )


def _decrees(top: Fields) -> Iterator[GoldDecree]:
    for fields in top.each("decrees"):
        fields.allow(_DECREE, ("number", "type"))
        day, year = fields.day("issued_on"), fields.year("issued_year")
        if day and year:
            raise fields.error("issued_on and issued_year together", "issued_year", remedy="keep issued_on")
        yield GoldDecree(
            number=fields.optional("number"),
            type=fields.text("type"),
            issued=day or (str(year) if year else None),
            issuer=fields.optional("issuer"),
            subject=fields.optional("subject"),
            as_written=fields.optional("as_written"),
            optional=fields.flag("optional"),
        )


def _counts(top: Fields) -> Iterator[GoldCount]:
    quotes: set[str] = set()
    for fields in top.each("counts"):
        fields.allow(_COUNT, ("quote", "value", "unit"))
        quote, value = fields.text("quote"), fields.number("value")
        if value is None:
            raise fields.error("a count without a value", "value", remedy="write the number")
        if quote in quotes:
            raise fields.error(f"the quote {quote!r} stands twice", "quote", remedy="lengthen one so that both differ")
        quotes.add(quote)
        yield GoldCount(
            quote=quote,
            value=value,
            unit=fields.optional("unit"),
            per=fields.optional("per"),
            about=fields.optional("about"),
            value_max=fields.number("value_max"),
            qualifier=fields.choice("qualifier", QUALIFIERS, "exact"),
            denominator=fields.number("denominator"),
            percent=fields.number("percent"),
            part_of=fields.number("part_of"),
            status=fields.choice("status", STATUSES, "achieved"),
            period=fields.period("period"),
            repeated=fields.flag("repeated"),
            optional=fields.flag("optional"),
        )
