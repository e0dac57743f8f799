"""The official letter of a filing, and the lists of inbox and outbox as papers."""

from __future__ import annotations

import re

from zhibu.domain.filings.choices import FilingKind
from zhibu.domain.filings.models import Filing
from zhibu.papers import Letter

# What the body asks for at its end, where the writer did not say it.
CLOSINGS = {
    FilingKind.REPORT: "特此报告。",
    FilingKind.FILE: "特此报请备案。",
    FilingKind.REVIEW: "现报上，提请审核。",
    FilingKind.REQUEST: "妥否，请批示。",
    FilingKind.REPLY: "此复。",
}


def letter(filing: Filing) -> Letter:
    """The filing as it goes out: organ, number, title, receiver, body, attachments, day, 版记.

    A draft has neither number nor day yet; they stay empty for handwriting.
    """
    lines = [line.strip() for line in filing.body.splitlines() if line.strip()]
    closing = CLOSINGS[FilingKind(filing.kind)]
    if not any(closing.rstrip("。") in line for line in lines):
        lines.append(closing)
    names = [paper.title for paper in filing.papers.all()]
    approver = filing.signed_by if filing.kind != FilingKind.REPLY else ""
    return Letter(
        organ=filing.sender.name, number=filing.number, title=filing.subject, to=filing.receiver.name,
        body=lines, attachments=names, on=filing.sent_on, contact=filing.contact, approver=approver,
        copies_to=copies(filing), printed_by=filing.sender.name, printed_on=filing.sent_on,
    )  # fmt: skip


def copies(filing: Filing) -> list[str]:
    """Who gets a copy (抄送), one by one."""
    return [part for one in re.split(r"[\n、，,；;]", filing.copies_to) if (part := one.strip(" 。"))]


def letter_name(filing: Filing) -> str:
    """The file's name: number and title."""
    return " ".join(part for part in (filing.number, filing.subject) if part)
