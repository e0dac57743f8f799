"""Drafted from the records, put into own words, drafted again without touching own words, thrown away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import activity_type
from zhibu.domain.yearly import policies
from zhibu.domain.yearly.choices import EDITABLE, State
from zhibu.domain.yearly.drafting import TITLES, Period, drafted, lines
from zhibu.domain.yearly.models import YearReport, YearSection
from zhibu.domain.yearly.periods import demand_of, named, span_of
from zhibu.domain.yearly.services.noting import held, noted
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

LONGEST = 20_000  # characters of a section


@transaction.atomic
def yearly_begin(*, actor: Actor, organisation: Organisation, type: str, period: str) -> YearReport:
    """Draft the report of a body about a period (2026, 2026-H1) from the records; the one there is, is kept."""
    policies.yearly_begin(actor, organisation)
    kind = activity_type(type)
    if kind.held_by and organisation.kind not in kind.held_by:
        raise Refused(f"{organisation}不写{kind.label}。")
    since, until = span_of(period)
    today = clock.today()
    if since > today:
        raise Refused(f"{named(period)}还没开始。")
    there = YearReport.objects.filter(organisation=organisation, type=type, period=period).first()
    if there is not None:
        return there
    demand = demand_of(organisation, type, since, until)
    report = YearReport.objects.create(
        id=new_id("year"), organisation=organisation, type=type, period=period, since=since, until=until,
        title=f"{organisation.name}{named(period)}{_called(kind.label)}", receiver=organisation.parent,
        due_on=demand.due_on if demand else None, drafted_on=today,
    )  # fmt: skip
    _draft(report, organisation, today)
    noted(actor, report, "begin", {})
    return report


def _called(label: str) -> str:
    return label.removeprefix("党小组").removeprefix("年度")


def _draft(report: YearReport, organisation: Organisation, today: dt.date) -> None:
    found = drafted(Period(organisation, report.since, report.until), today)
    for place, (code, said) in enumerate(found.items(), 1):
        text, sources = lines(said)
        YearSection.objects.create(
            report=report, place=place, code=code, title=TITLES[code], text=text, drafted=text, sources=sources
        )


@transaction.atomic
def yearly_refresh(*, actor: Actor, report: YearReport) -> YearReport:
    """Look into the records again: sections as drafted follow them, own words stay, with what the records say now beside them."""
    policies.yearly_begin(actor, report.organisation)
    found = held(report, *EDITABLE, doing="更新")
    today = clock.today()
    now = drafted(Period(found.organisation, found.since, found.until), today)
    own = 0
    for section in found.sections.select_for_update().order_by("place"):
        text, sources = lines(now.get(section.code, []))
        own += section.is_own
        section.text = section.text if section.is_own else text
        section.drafted, section.sources = text, sources
        section.save(update_fields=["text", "drafted", "sources"])
    demand = demand_of(found.organisation, found.type, found.since, found.until)
    found.drafted_on, found.due_on = today, demand.due_on if demand else found.due_on
    found.save(update_fields=["drafted_on", "due_on"])
    noted(actor, found, "refresh", {"count": own})
    return found


@transaction.atomic
def yearly_change(*, actor: Actor, report: YearReport, texts: Mapping[str, str], title: str = "") -> YearReport:
    """Put sections (by code) into own words; what is not named stays. Nothing is written where nothing differs."""
    policies.yearly_begin(actor, report.organisation)
    found = held(report, *EDITABLE, doing="改")
    sections = {one.code: one for one in found.sections.select_for_update()}
    unknown = sorted(texts.keys() - sections.keys())
    if unknown:
        raise Refused(f"报告里没有“{unknown[0]}”这一部分。")
    changed = []
    for code, text in texts.items():
        clean = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()
        if len(clean) > LONGEST:
            raise Refused(f"“{sections[code].title}”最多 {LONGEST} 个字，读到 {len(clean)} 个字，写短一些。")
        if clean != sections[code].text:
            sections[code].text = clean
            sections[code].save(update_fields=["text"])
            changed.append(code)
    name = title.strip() or found.title
    if len(name) > 200:
        raise Refused("标题最多 200 个字。")
    if not changed and name == found.title:
        return found
    found.title = name
    found.save(update_fields=["title"])
    noted(actor, found, "change", {"changed": changed})
    return found


@transaction.atomic
def yearly_discard(*, actor: Actor, report: YearReport) -> None:
    """Throw a draft away that was never handed in."""
    policies.yearly_begin(actor, report.organisation)
    found = held(report, State.DRAFT, doing="删")
    if found.activity:
        raise Refused("这份报告已经登记过，不能删，只能改了再交。")
    noted(actor, found, "discard", {})
    found.sections.all().delete()
    found.delete()
