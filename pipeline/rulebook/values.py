"""Values with a closed list: constants that rules set and attributes of words end in columns that take no others.

Checked when the files are read, so that a slip of the pen is told with file and line, not as a refused row.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pipeline.kinds import EVENT_KINDS, QUALIFIERS, ROLES, SENTENCE_KINDS, STATUSES

_DIRECTIONS = ("up", "down")
_ACTIONS = (
    "drop", "image", "menu", "drop_rest", "end", "cut", "date_line", "bare_date", "headline_date",
    "byline", "byline_last", "caption", "no_title", "not_article",
)  # fmt: skip
_TENURES = ("current", "former", "appointed", "relieved")

CONSTANTS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("count", "status"): STATUSES,
        ("count", "qualifier"): QUALIFIERS,
        ("count", "direction"): _DIRECTIONS,
        ("event", "kind"): EVENT_KINDS,
        ("role", "role"): ROLES,
        ("official", "tenure"): _TENURES,
        ("line", "kind"): SENTENCE_KINDS,
        ("line", "place"): ("end",),
        ("line", "ends"): ("open",),
        ("refusal", "refuses"): ("count",),
        ("boilerplate", "action"): _ACTIONS,
    }
)
"""Kind of rule and constant → the values that `set:` may give it."""

REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "event": ("kind",),
        "indicator": ("indicator",),
        "line": ("kind",),
        "refusal": ("refuses",),
        "boilerplate": ("action",),
    }
)
"""Kind of rule → the constants without which its matches say nothing."""

CONTEXT = ("published_on", "title", "url")
"""What an example may say of the page that its sentence stands on."""

ATTRIBUTES: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("qualifier", "means"): QUALIFIERS,
        ("qualifier_after", "means"): QUALIFIERS,
        ("status_cue", "status"): (*STATUSES, "none"),
        ("change_verb", "direction"): _DIRECTIONS,
        ("role_verb", "role"): (*ROLES, "none"),
        ("link_word", "role"): ("and", "with", "of", "under", "at", "about", "number", "is", "after", "from"),
        ("event_link", "role"): ("venue", "area", "actor", "owner", "delegation", "elsewhere", "goal"),
        ("role_link", "role"): (
            "presence", "object", "oblique", "passive", "along", "jointly", "aspect", "chain", "demand",
            "demand_adverb",
        ),
        ("doc_link", "role"): ("by", "in", "spirit", "about"),
        ("career_link", "role"): ("as", "is", "then"),
        ("subject_end", "after"): (
            "any", "comma", "body", "name", "verb", "type", "pause", "noun", "carried", "time",
        ),
        ("subject_opener", "keep"): ("yes", "no", "never"),
    }
)  # fmt: skip
"""Lexicon and attribute → the values that each of its entries must choose from."""
