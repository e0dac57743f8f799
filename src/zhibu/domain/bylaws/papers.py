"""The unit's own rules on paper: all that hold as a booklet, one as a sheet for the wall."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhibu.domain.bylaws.models import Version
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.dates import chinese_day
from zhibu.papers import Booklet, Chapter, Poster


def booklet(organisation: Organisation, found: Sequence[Version], on: dt.date) -> Booklet:
    """封面、目录、正文 of what holds on the day."""
    chapters = [Chapter(one.bylaw.title, decided(one), paragraphs(one)) for one in found]
    return Booklet("规章制度汇编", organisation.name, chapters, f"{on.year}年{on.month}月", on)


def wall_sheet(version: Version, *, large: bool, on: dt.date) -> Poster:
    """One of them on one page, A3 (`large`) or A4."""
    since = f"{chinese_day(version.since)}起执行" if version.since else "草稿"
    return Poster(version.bylaw.title, paragraphs(version), version.bylaw.organisation.name, since, large, on)


def paragraphs(version: Version) -> list[str]:
    """Its lines that hold something."""
    return [line.strip() for line in version.body.splitlines() if line.strip()]


def decided(version: Version) -> str:
    """Who decided it when, since when it holds: the line below its title."""
    if version.since is None:
        return "草稿，没有定下来"
    by = version.decided_by or (version.meeting.theme if version.meeting else "") or "会议"
    number = f"，{version.paper_number}" if version.paper_number else ""
    return f"{chinese_day(version.decided_on)} {by}通过，{chinese_day(version.since)}起执行{number}"
