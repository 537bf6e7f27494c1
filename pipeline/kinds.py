"""One description of every table: the schema, the views' labels, the web pages and the docs derive from it.

Names, types and meanings are fixed by the project's contract; `extracted` tables are rebuilt from texts and rules
alone and are equal, row for row, for equal inputs.
"""

from __future__ import annotations

from pipeline.columns import Table
from pipeline.columns import column as _col

EVENT_KINDS = (
    "so_ket", "tong_ket", "trien_khai", "giao_ban", "doi_thoai", "dai_hoi", "ky_hop", "ra_quan_phat_dong",
    "le_ky_niem", "cong_bo_quyet_dinh", "tap_huan_quan_triet", "lam_viec_kiem_tra", "toa_dam_hoi_thao", "khac",
)  # fmt: skip
ROLES = (
    "chair", "conclude", "direct", "report", "speak", "attend", "launch", "present_award", "receive_award",
    "appointed", "relieved", "sign", "visit", "other",
)  # fmt: skip
QUALIFIERS = ("exact", "over", "nearly", "about", "at_least", "at_most")
STATUSES = ("achieved", "target", "ongoing", "change")
MERGE_BASES = ("place", "province", "national", "home", "only", "open")
SENTENCE_KINDS = ("title", "lead", "body", "caption", "quotation", "byline")
VERDICTS = ("accepted", "rejected", "corrected", "stale")
ITEM_GAP = " … "  # between the pieces of an item that do not stand side by side: «Bình bán được … chiếc»

_ID = _col("id", "16 hex digits, the same for the same input and rules", required=True)
_DOC = _col("document_id", "the article it stands in", required=True, references="documents")
_START = _col("start", "first code point of the evidence in documents.text", "INTEGER", required=True)
_END = _col("end", "code point after the evidence", "INTEGER", required=True)
_SPANS = _col("spans", "JSON: slot name → [start, end) of its own evidence", required=True)
_RULE = _col("rule_id", "the rule that made the row", required=True)
_REVIEW = _col("review", "a reviewer's verdict; null where nobody looked", choices=VERDICTS)
_PERSON = _col("person_id", "the person as resolved across articles", references="people")
_EVIDENCE = (_START, _END, _SPANS, _RULE, _REVIEW)

TABLES: tuple[Table, ...] = (
    Table(
        "runs", "every run of the pipeline; the only table with a clock", (
            _col("id", "number of the run", "INTEGER", required=True),
            _col("started_at", "UTC time", required=True),
            _col("finished_at", "UTC time; null while running or if killed"),
            _col("version", "version of hoinghi", required=True),
            _col("rules_sha256", "digest of all rule files", required=True),
            _col("engine", "local or dask", required=True),
            _col("workers", "number of worker processes", "INTEGER", required=True),
            _col("documents", "documents extracted in this run", "INTEGER"),
            _col("facts", "facts extracted in this run", "INTEGER"),
            _col("issues", "issues written in this run", "INTEGER"),
        ),
    ),
    Table(
        "places", "administrative units with the time they existed: before and after 2025-07-01", (
            _ID,
            _col("code", "official code; reused across the reform, so never a key"),
            _col("name", "name without the level word", required=True),
            _col("level", "tỉnh, thành phố, huyện, quận, thị xã, xã, phường, thị trấn, đặc khu …", required=True),
            _col("parent_id", "the unit it is part of", references="places"),
            _col("valid_from", "first day, ISO; null if before the data begins"),
            _col("valid_until", "last day, ISO; null if it exists today"),
        ), indexes=(("name",), ("parent_id",)),
    ),
    Table(
        "place_successors", "which unit of today stands where an earlier one stood", (
            _col("place_id", "the earlier unit", required=True, references="places"),
            _col("successor_id", "the unit after the reform", required=True, references="places"),
            _col("kind", "how it changed", required=True, choices=("same", "renamed", "merged", "divided")),
        ), key=("place_id", "successor_id"), indexes=(("successor_id",),),
    ),
    Table(
        "indicators", "what can be counted: the taxonomy of facts.indicator", (
            _col("code", "petition.received …", required=True),
            _col("label_vi", "nhãn", required=True),
            _col("label_en", "label", required=True),
            _col("unit", "the usual unit"),
            _col("parent_code", "the wider indicator", references="indicators"),
            _col("description", "what counts and what does not"),
        ), key=("code",),
    ),
    Table(
        "rules", "the rules of the last run", (
            _col("id", "rule id, as in rule_id of the facts", required=True),
            _col("file", "file under rules/", required=True),
            _col("kind", "what the rule makes", required=True),
            _col("status", "draft, active or retired", required=True),
            _col("label", "its note or pattern"),
        ),
    ),
    Table(
        "documents", "one row per article; all offsets of other tables are into its text", (
            _ID,
            _col("source", "path or URL as given, # and number for files with many", required=True),
            _col("url", "canonical address if the page states one"),
            _col("site", "host or site name"),
            _col("title", "headline"),
            _col("published_on", "day of publication, ISO"),
            _col("published_on_basis", "the rule that found the day: page_line, metadata, record, url …"),
            _col("author", "byline"),
            _col("text", "NFC text without page chrome", required=True),
            _col("content_sha256", "SHA-256 of text", required=True),
            _col("duplicate_of", "the article that this one repeats", references="documents"),
            _col("place_id", "the administrative unit the page belongs to", references="places"),
            _col("place_basis", "how that unit was found"),
            _col("run_id", "the run that extracted it", "INTEGER", references="runs"),
        ), indexes=(("duplicate_of",), ("place_id",), ("published_on",), ("source",)), extracted=True,
    ),
    Table(
        "removed_lines", "page chrome that boilerplate rules took out of a text", (
            _DOC,
            _col("position", "line number in the input", "INTEGER", required=True),
            _col("part", "0, 1 … of the parts that were taken out of this line", "INTEGER", required=True),
            _col("text", "the line, or the part of it", required=True),
            _col("rule_id", "the boilerplate rule", required=True),
        ), key=("document_id", "position", "part"), extracted=True,
    ),
    Table(
        "sentences", "sentences, captions, titles, bylines", (
            _ID, _DOC,
            _col("position", "0, 1, 2 … in the document", "INTEGER", required=True),
            _col("kind", "title, lead, body, caption, quotation, byline", required=True, choices=SENTENCE_KINDS),
            _START, _END,
        ), indexes=(("document_id",),), extracted=True,
    ),
    Table(
        "words", "full word segmentation, only with --words", (
            _DOC,
            _col("position", "0, 1, 2 … in the document", "INTEGER", required=True),
            _START, _END,
        ), key=("document_id", "position"), extracted=True,
    ),
    Table(
        "people", "one row per person as resolved across articles", (
            _ID,
            _col("name", "name as most often written", required=True),
            _col("name_key", "folded name: lower case, old tone placement", required=True),
        ), indexes=(("name_key",),), extracted=True,
    ),
    Table(
        "person_evidence", "why the people named in an article are who they are taken for", (
            _DOC,
            _col("person_id", "the person as resolved", required=True, references="people"),
            _col("basis", "place: a post in the person's own unit; province: a post of the province of the only such"
                 " unit; national: a post of a central body; home: the page's unit; only: nobody else has the name;"
                 " open: several have it and nothing decides", required=True, choices=MERGE_BASES),
            _col("place_id", "the unit that tells this person from others of the name", references="places"),
        ), key=("document_id", "person_id"), extracted=True,
    ),
    Table(
        "positions", "a named official with one post at one place of a text", (
            _ID, _DOC, _PERSON,
            _col("name", "the name without rank or honorific", required=True),
            _col("rank", "military, police or academic rank"),
            _col("title", "the post without its organisation, abbreviations expanded"),
            _col("organisation", "the body"),
            _col("position", "title and organisation as one phrase; null if neither is named"),
            _col("organisation_place_id", "the unit the body belongs to", references="places"),
            _col("tenure", "current, former, appointed (new), relieved (lost)", required=True,
                 choices=("current", "former", "appointed", "relieved")),
            *_EVIDENCE,
        ), indexes=(("document_id",), ("person_id",), ("name",)), extracted=True,
    ),
    Table(
        "events", "the conference, meeting or ceremony that an article reports", (
            _ID, _DOC,
            _col("kind", "sơ kết, tổng kết, triển khai … as codes", required=True, choices=EVENT_KINDS),
            _col("name", "its name in the text"),
            _col("held_on", "first day, ISO"),
            _col("held_on_basis", "the rule that resolved the year"),
            _col("held_until", "last day, ISO, where it ran longer"),
            _col("session", "morning, afternoon, evening", choices=("morning", "afternoon", "evening")),
            _col("place", "the administrative unit as named"),
            _col("place_id", "the unit in the gazetteer", references="places"),
            _col("organiser", "the body that held it"),
            *_EVIDENCE,
        ), indexes=(("document_id",), ("held_on",)), extracted=True,
    ),
    Table(
        "event_roles", "what an official did at the event", (
            _ID,
            _col("event_id", "the event; null if the article reports none", references="events"),
            _DOC, _PERSON,
            _col("name", "the official as named in the text", required=True),
            _col("role", "chair, conclude, direct, report, speak …", required=True, choices=ROLES),
            *_EVIDENCE,
        ), indexes=(("event_id",), ("document_id",), ("person_id",)), extracted=True,
    ),
    Table(
        "legal_documents", "one row per legal or Party document as resolved across articles", (
            _ID,
            _col("number", "canonical number: 02-NQ/TU, 33/CT-TTg"),
            _col("type", "full type word"),
            _col("type_code", "NQ, CT, QĐ …"),
            _col("issuer_code", "TU, TW, TTg …"),
            _col("issuer", "the body that issued it: as most articles name it, else by the code in the number"),
            _col("issued_on", "day of issue, ISO"),
            _col("issued_year", "year of issue, also where only that or the number tells it", "INTEGER"),
            _col("subject", "what it is about"),
            _col("place_id", "the unit of the issuer", references="places"),
        ), indexes=(("number",),), extracted=True,
    ),
    Table(
        "citations", "one mention of a legal or Party document", (
            _ID, _DOC,
            _col("legal_document_id", "the document as resolved", references="legal_documents"),
            _col("number", "canonical number; of the full citation where this mention is short"),
            _col("type", "full type word, as the text calls it"),
            _col("type_code", "the code in the number"),
            _col("issuer_code", "the issuer's code in the number"),
            _col("issued_on", "day of issue, ISO"),
            _col("issued_year", "year, where only that is given", "INTEGER"),
            _col("issuer", "the issuing body as written, abbreviations expanded"),
            _col("subject", "what it is about, verbatim without quotes"),
            _col("as_written", "the number or name as the text has it", required=True),
            _col("partial", "1: a short form that no full citation explains", "INTEGER", required=True),
            _col("repaired", "the damaged part as written, where it had to be repaired"),
            _col("relation", "what the text says of it: replaces, amends, implements …"),
            _col("place_id", "the unit of the issuer", references="places"),
            _col("issuer_by_code", "the body that the code in the number stands for on this page"),
            *_EVIDENCE,
        ), indexes=(("document_id",), ("legal_document_id",), ("number",)), extracted=True,
    ),
    Table(
        "facts", "one quantitative statement", (
            _ID, _DOC,
            _col("event_id", "the event it was reported at", references="events"),
            _col("sentence_id", "the sentence it stands in", references="sentences"),
            _col("indicator", "code of what is counted", required=True, references="indicators"),
            _col("indicator_rule", "the indicator rule that chose the code"),
            _col("item", "what is counted, as in the text; « … » joins what stands apart in its clause"),
            _col("value", "the number, magnitudes expanded", "REAL", required=True),
            _col("value_max", "upper end of a range", "REAL"),
            _col("unit", "the counted noun or measure"),
            _col("per", "what a rate is told for: người/năm, suất; null for a total"),
            _col("qualifier", "exact, over, nearly, about, at_least, at_most", required=True, choices=QUALIFIERS),
            _col("denominator", "57 of 32/57", "REAL"),
            _col("percent", "the share the same statement gives", "REAL"),
            _col("status", "achieved, target, ongoing, change", required=True, choices=STATUSES),
            _col("direction", "of a change", choices=("up", "down")),
            _col("baseline", "what a change is measured against, as in the text"),
            _col("period_start", "first day, ISO"),
            _col("period_end", "last day, ISO"),
            _col("period_text", "the period as in the text"),
            _col("period_basis", "where the period was found"),
            _col("place", "the place as in the text"),
            _col("place_id", "the place in the gazetteer", references="places"),
            _col("parent_id", "the total it is a stated part of", references="facts"),
            _col("repeats_id", "the same statement made earlier in this article", references="facts"),
            *_EVIDENCE,
        ), indexes=(("document_id",), ("indicator",), ("parent_id",), ("place_id",)), extracted=True,
    ),
    Table(
        "checks", "the ledger: figures, and holders of one post, held against each other", (
            _ID,
            _col("document_id", "the article", references="documents"),
            _col("kind", "sum, ratio, percent_of, repeat; date: two dates of a document, two people in a post on a day",
                 required=True, choices=("sum", "ratio", "percent_of", "repeat", "date")),
            _col("fact_id", "the fact that is checked", references="facts"),
            _col("expected", "what follows from the other figures"),
            _col("observed", "what the text says"),
            _col("outcome", "holds, fails, not_checkable", required=True,
                 choices=("holds", "fails", "not_checkable")),
            _col("explanation", "one sentence", required=True),
        ), indexes=(("document_id",), ("outcome",)), extracted=True,
    ),
    Table(
        "issues", "everything that was set aside, repaired or doubted", (
            _ID,
            _col("run_id", "the run", "INTEGER", references="runs"),
            _col("document_id", "the article, if it became one", references="documents"),
            _col("source", "the input", required=True),
            _col("stage", "read, text, extract, resolve, store", required=True),
            _col("code", "what kind", required=True),
            _col("message", "what, why, what to do", required=True),
            _col("start", "first code point in documents.text", "INTEGER"),
            _col("end", "code point after it", "INTEGER"),
        ), indexes=(("code",), ("document_id",)),
    ),
)  # fmt: skip

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
EXTRACTED: tuple[Table, ...] = tuple(table for table in TABLES if table.extracted)
