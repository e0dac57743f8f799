"""The report as an official letter (报告), to print and to change in Word."""

from __future__ import annotations

from zhibu.domain.yearly.models import YearReport
from zhibu.domain.yearly.selectors import sections_of
from zhibu.domain.yearly.services.handing import is_read_aloud
from zhibu.papers import Letter

MEETING = "各位党员"
NUMBERS = "一二三四五六七八九十"


def report_letter(report: YearReport) -> Letter:
    """Head, sections with their numbers, name and day; empty sections are left out."""
    written = [one for one in sections_of(report) if one.text.strip()]
    body: list[str] = []
    for number, section in zip(NUMBERS, written, strict=False):
        body += [f"{number}、{section.title}", *(line for line in section.text.split("\n") if line.strip())]
    above = report.receiver.name if report.receiver else ""
    to = MEETING if is_read_aloud(report.type) else above  # read to the members, not sent up
    return Letter(
        organ=report.organisation.name, title=report.title, to=to, body=tuple(body),
        on=report.submitted_on or report.drafted_on, head="plain",
    )  # fmt: skip
