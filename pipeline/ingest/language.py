"""Is it Vietnamese? A cheap test by the letters that no other language of the web uses."""

from __future__ import annotations

from itertools import accumulate

from pipeline.ingest.draft import Draft, Refusal
from pipeline.text.legacy import likeness

_ONLY_VIETNAMESE = "đưếệạảộớốờểềấợơọịủăầậựứởụồữổắừặỉũửỏẽằỗễẻẫĩẹỹỷỳỡẳẵỵẩ"  # the most frequent first
_LEAST = 0.05  # of the letters: Vietnamese prose has 0.14 to 0.22, no other language more than 0.01
_SAMPLE = 6000


def refuse_language(draft: Draft) -> Refusal | None:
    """Why a text is not taken for Vietnamese; null if it is."""
    sample = "\n".join(paragraph.text for paragraph in draft.paragraphs)[:_SAMPLE].lower()
    vietnamese = 0
    for vietnamese in accumulate(map(sample.count, _ONLY_VIETNAMESE)):
        if vietnamese >= _LEAST * len(sample):
            return None
    if vietnamese >= _LEAST * sum(map(str.isalpha, sample)):
        return None
    if likeness(sample) > 0.85:
        return Refusal("not_vietnamese", "Vietnamese typed without diacritics, which no rule can read")
    return Refusal("not_vietnamese", "the text is not Vietnamese")
