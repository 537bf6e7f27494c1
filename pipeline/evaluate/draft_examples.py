"""Examples that reviewers' words give, written beside the rules they speak of."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.evaluate.examples import miss
from pipeline.evaluate.review_examples import Drafted
from pipeline.extract.article import Extractor
from pipeline.rulebook.schema import Example, ExampleKind
from pipeline.rulebook.write import with_example

Written = tuple[dict[Path, str], tuple[str, ...], tuple[str, ...]]


def with_drafts(extractor: Extractor, drafts: Iterable[Drafted]) -> Written:
    """(file → its new text, examples that fail now, reviews that no rule can learn from), the last two in words.

    What should match and does not is written as a todo; a rejected row that its rule still makes is a no_match that
    fails until the rule is changed. Sentences that stand beside the rule already are passed over.
    """
    texts: dict[Path, str] = {}
    failing, left = [], []
    for draft in drafts:
        rule = extractor.book.by_id.get(draft.rule_id or "")
        if rule is None:
            left.append(f"review {draft.review_id}: no rule made this row; add a word or a rule for “{draft.text}”")
            continue
        if draft.text in (example.text for example in rule.examples):
            continue
        kind: ExampleKind = draft.kind
        reason = miss(extractor, rule, Example(kind, draft.text, rule.line, expect=draft.expect))
        if kind == "match" and reason is not None:
            kind = "todo"
        elif kind == "no_match" and reason is None:
            failing.append(f"{rule.file}:{rule.line}: rule {rule.id} still fires on “{draft.text}”; narrow it")
        path = Path(rule.file)
        before = texts.get(path) or path.read_text(encoding="utf-8")
        texts[path] = with_example(before, rule.id, kind, (draft.text, draft.expect, draft.why), file=rule.file)
    return texts, tuple(failing), tuple(left)
