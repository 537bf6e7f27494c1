"""Lines of the tables in rules/places: tab-separated, one header line, no quoting."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import RuleSchemaError, RuleSyntaxError

COLUMNS = ("tier", "code", "level", "name", "parent", "valid_from", "valid_until", "successors", "change", "note")
LAST_DAY_OF_DISTRICTS = "2025-06-30"
REFORM = "2025-07-01"  # two tiers from this day on


def read_rows(path: Path, columns: tuple[str, ...]) -> list[list[str]]:
    """The lines below the header, split. Raises RuleSyntaxError or RuleSchemaError with the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise RuleSyntaxError("not UTF-8", path=path, line=1, remedy="save the file as UTF-8") from error
    except OSError as error:
        raise RuleSyntaxError(f"cannot be read: {error.strerror}", path=path, line=1) from error
    if tuple(lines[0].split("\t")) != columns:
        raise RuleSchemaError("wrong header", path=path, line=1, remedy="it must be: " + "\t".join(columns))
    rows = [line.split("\t") for line in lines[1:] if line]
    if any(len(row) != len(columns) for row in rows):
        number = next(n for n, line in enumerate(lines[1:], 2) if line and line.count("\t") != len(columns) - 1)
        raise RuleSchemaError(
            f"{len(columns)} columns are needed, separated by tabs",
            path=path,
            line=number,
            remedy="add the missing tabs",
        )
    return rows
