from __future__ import annotations

from types import MappingProxyType

import pytest
import regex

from pipeline.rulebook.expression import compile_regex
from pipeline.rulebook.schema import Entry


def _entry(*forms: str) -> Entry:
    return Entry(forms[0], "code", forms[0], forms, MappingProxyType({}), "x.yaml", 1)


LEXICONS = {"code": (_entry("QĐ", "QD"), _entry("QĐi"))}


@pytest.mark.parametrize(
    ("expression", "text", "found"),
    [
        (r"(?P<t>\L<code>)-TW", "số 8-QĐi-TW", "QĐi"),
        (r"(?P<t>\L<code>)-TW", "số 8-QD-TW", "QD"),
        (r"(?P<t>\L<code>)", "số 8-qđ", None),
        (r" (?P<t> \d+ ) # chỉ chữ số ", "số 18", "18"),
        (r"số\ (?P<t>\d)", "số 8", "8"),
        (r"(?P<t>\L<none>)", "none", None),
        (r"(?P<t>\p{Lu}\p{Ll}+)", "a Đảng", "Đảng"),
    ],
)
def test_verbose_expressions_with_lexicons_by_name(expression: str, text: str, found: str | None) -> None:
    match = compile_regex(expression, LEXICONS).search(text)
    assert (match and match["t"]) == found


@pytest.mark.parametrize("expression", ["(", "[a", "(?P<n>a)(?P=m)", "*a"])
def test_what_is_no_expression(expression: str) -> None:
    with pytest.raises(regex.error):
        compile_regex(expression, {})
