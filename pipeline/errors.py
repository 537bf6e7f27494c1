"""Every error a user can see. Message form: what, where (file:line), what to do."""

from __future__ import annotations

from pathlib import Path

EXIT_FINE = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_RULES = 3
EXIT_DATA = 4


class PipelineError(Exception):
    """Base of all errors that hoinghi raises on purpose; `exit_code` is what the command returns."""

    exit_code = EXIT_DATA

    def __init__(self, what: str, *, where: str | None = None, remedy: str | None = None) -> None:
        self.what, self.where, self.remedy = what, where, remedy
        parts = [f"{where}: {what}" if where else what]
        if remedy:
            parts.append(remedy)
        super().__init__(". ".join(part.rstrip(".") for part in parts) + ".")


class UsageError(PipelineError):
    """The command was called with something it cannot use: a folder that is not there, an unknown option value."""

    exit_code = EXIT_USAGE


class RuleError(PipelineError):
    """A rule file cannot be used. `where` is always file:line."""

    exit_code = EXIT_RULES

    def __init__(
        self, what: str, *, path: Path | str, line: int, rule_id: str | None = None, remedy: str | None = None
    ) -> None:
        self.path, self.line, self.rule_id = str(path), line, rule_id
        named = f"{what} (rule {rule_id})" if rule_id else what
        super().__init__(named, where=f"{path}:{line}", remedy=remedy)


class RuleSyntaxError(RuleError):
    """The file is not YAML, or a phrase template or regular expression cannot be read."""


class RuleSchemaError(RuleError):
    """Unknown, missing or duplicate key, wrong type, text that is not NFC."""


class DuplicateRuleError(RuleError):
    """Two rules or entries carry the same id."""


class RuleExampleError(RuleError):
    """An example beside a rule does not behave as it says."""


class CorpusError(PipelineError):
    """An input cannot be read as articles."""


class DecodeError(CorpusError):
    """Bytes that are no known Vietnamese text encoding."""


class EmptyArticleError(CorpusError):
    """A page or record without an article in it."""


class StoreError(PipelineError):
    """The database cannot be opened, is of another version, or is locked."""


class SchemaVersionError(StoreError):
    """The database was written by a newer version of hoinghi."""


class ReviewConflictError(StoreError):
    """Two verdicts contradict each other."""
