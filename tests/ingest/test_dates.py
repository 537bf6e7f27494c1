"""Dates as records, metadata and addresses write them; none is guessed."""

from __future__ import annotations

import pytest

from pipeline.ingest.dates import date_in_url, parse_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-02-28", "2024-02-28"),
        ("2024-2-8 07:05", "2024-02-08"),
        ("2024-02-28T16:38:00+07:00", "2024-02-28"),
        ("20240228", "2024-02-28"),
        ("20240228T163800Z", "2024-02-28"),
        ("28/02/2024 | 16:38", "2024-02-28"),
        ("28.2.2024", "2024-02-28"),
        ("2024/02/28", "2024-02-28"),
        ("Wed, 28 Feb 2024 09:38:00 GMT", "2024-02-28"),
        ("30/02/2024", None),
        ("2024-13-01", None),
        ("02/2024", None),
        ("2024", None),
        ("1709112000", None),
        ("28/02/1024", None),
        ("28/02/1985", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_parse_date(text: str, date: str | None) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("https://a.example.vn/2024/02/28/dan-van.html", "2024-02-28"),
        ("https://a.example.vn/tin/2024-02-28/dan-van", "2024-02-28"),
        ("https://a.example.vn/dan-van-20240228163801234.htm", "2024-02-28"),
        ("https://a.example.vn/dan-van-102240228.htm", None),
        ("https://a.example.vn/dan-van-4735110.html", None),
        ("https://a.example.vn/202402/dan-van-998288/", None),
        ("https://a.example.vn/nghi-quyet-2024-02.html", None),
        ("https://a.example.vn/tin?date=2024-02-28", None),
        ("https://a.example.vn/2024/13/28/x", None),
    ],
)
def test_date_in_url(url: str, date: str | None) -> None:
    assert date_in_url(url) == date
