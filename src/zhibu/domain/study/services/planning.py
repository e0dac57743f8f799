"""The plan of a year and what is studied from."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlsplit

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.study import policies
from zhibu.domain.study.choices import TYPES
from zhibu.domain.study.models import Material, Topic
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

MOST_HOURS = Decimal(400)


@transaction.atomic
def topic_add(
    *, actor: Actor, organisation: Organisation, year: int, topic: str, month: int | None = None, type: str = "study",
    materials: str = "", hours: Decimal | None = None, lead: Member | None = None,
) -> Topic:  # fmt: skip
    """A line of the plan: what is to be studied, in which month, by what, who leads."""
    policies.study_keep(actor, organisation)
    made = Topic(id=new_id("top"), organisation=organisation, year=year)
    _take(made, topic, month, type, materials, hours, lead)
    made.save(force_insert=True)
    _noted(actor, "topic.add", made)
    return made


@transaction.atomic
def topic_change(
    *, actor: Actor, topic_row: Topic, topic: str, month: int | None = None, type: str = "study", materials: str = "",
    hours: Decimal | None = None, lead: Member | None = None,
) -> Topic:  # fmt: skip
    """Another wording, month, leader."""
    held = Topic.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=topic_row.pk)
    policies.study_keep(actor, held.organisation)
    _take(held, topic, month, type, materials, hours, lead)
    held.save()
    _noted(actor, "topic.change", held)
    return held


@transaction.atomic
def topic_remove(*, actor: Actor, topic_row: Topic) -> None:
    """Take a line off the plan; what was studied by it stays."""
    policies.study_keep(actor, topic_row.organisation)
    _noted(actor, "topic.remove", topic_row)
    topic_row.delete()


@transaction.atomic
def material_add(*, actor: Actor, organisation: Organisation, title: str, link: str = "") -> Material:
    """Something to study from, seen by all below the organisation; files are hung on it afterwards."""
    policies.study_keep(actor, organisation)
    if not title.strip():
        raise Refused("还没有写资料的名称。")
    link = link.strip()
    if link and (urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).netloc):
        raise Refused(f"网址读到“{link[:80]}”，应以 http:// 或 https:// 开头，从浏览器的地址栏整个复制。")
    require_fits(Material, title=title, link=link)
    made = Material.objects.create(
        id=new_id("mat"), organisation=organisation, title=title.strip(), link=link, added_on=clock.today(),
        added_by=actor.name[:60],
    )  # fmt: skip
    entry_record(actor=actor, action="material.add", subject=made.pk, organisation=organisation.pk, details={"title": made.title})
    return made


@transaction.atomic
def material_remove(*, actor: Actor, material: Material) -> None:
    """Take it off the list."""
    policies.study_keep(actor, material.organisation)
    entry_record(
        actor=actor, action="material.remove", subject=material.pk, organisation=material.organisation_id,
        details={"title": material.title},
    )  # fmt: skip
    material.delete()


def require_hours(hours: Decimal | None) -> None:
    """A sound number of hours, or none."""
    if hours is not None and not 0 < hours <= MOST_HOURS:
        raise Refused(f"学时读到 {hours}，应大于 0、不超过 {MOST_HOURS}；一次学习一般是 1 到 8 学时。")


def _take(
    row: Topic, topic: str, month: int | None, type: str, materials: str, hours: Decimal | None, lead: Member | None
) -> None:
    if not topic.strip():
        raise Refused("还没有写学习内容。")
    if not 2000 <= row.year <= 2100:
        raise Refused(f"年度读到 {row.year}，应是 2000 到 2100。")
    if month is not None and not 1 <= month <= 12:
        raise Refused(f"月份读到 {month}，应是 1 到 12。")
    if type not in TYPES:
        raise Refused(f"类型读到“{type}”，应是 {'、'.join(TYPES)} 里的一个。")
    require_hours(hours)
    require_fits(Topic, topic=topic, materials=materials)
    row.topic, row.month, row.type, row.materials, row.hours, row.lead = topic.strip(), month, type, materials.strip(), hours, lead


def _noted(actor: Actor, action: str, row: Topic) -> None:
    entry_record(
        actor=actor, action=action, subject=row.pk, organisation=row.organisation_id,
        details={"year": row.year, "month": row.month, "topic": row.topic},
    )  # fmt: skip
