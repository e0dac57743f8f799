"""The report as an official letter (报告), to print and to change in Word."""

from __future__ import annotations

from zhibu.domain.yearly.models import YearReport
from zhibu.domain.yearly.selectors import sections_of
from zhibu.papers import Letter

NUMBERS = "一二三四五六七八九十"


def report_letter(report: YearReport) -> Letter:
    """Head, sections with their numbers, name and day; empty sections are left out."""
    written = [one for one in sections_of(report) if one.text.strip()]
    body: list[str] = []
    for number, section in zip(NUMBERS, written, strict=False):
        body += [f"{number}、{section.title}", *(line for line in section.text.split("\n") if line.strip())]
    return Letter(
        organ=report.organisation.name, title=report.title, to=report.receiver.name if report.receiver else "", body=tuple(body),
        on=report.submitted_on or report.drafted_on, head="plain",
    )  # fmt: skip
