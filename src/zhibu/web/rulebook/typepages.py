"""Contexts of the pages about activity types: the list, one with what is demanded of it, the preview of its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhibu.domain.accounts import scope
from zhibu.domain.rulebook import policies, selectors
from zhibu.domain.rulebook.inventing import type_of
from zhibu.engine.comparing.meetings import Demanded, Demands
from zhibu.engine.language.activity_types import CALLED, FIELD_KINDS, STEPS, WHENS, ActivityType
from zhibu.engine.language.ledger import columns_of
from zhibu.facts.choices import ORGANISATION_KINDS
from zhibu.facts.contract import TABLES
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound
from zhibu.papers import Column
from zhibu.web.components.choosing import organisation_posted
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.rulebook.models import OwnType
    from zhibu.kernel.actor import Actor
    from zhibu.web.layout.request import Request

MOST_BODIES = 2_000
DAYS = ("on", "notice_on", "consulted_on", "approved_on", "reported_on", "recorded_on")


@dataclass(frozen=True, slots=True)
class TypeShown:
    """A type as the list shows it."""

    kind: ActivityType
    own: OwnType | None

    @property
    def held_by(self) -> str:
        return "、".join(ORGANISATION_KINDS[key] for key in self.kind.held_by) or "都可以"

    @property
    def called(self) -> str:
        return CALLED[self.kind.called]

    @property
    def steps(self) -> str:
        return "、".join(STEPS[code] for code in self.kind.life)

    @property
    def ended(self) -> bool:
        """Whether it is offered no longer."""
        return self.own is not None and self.own.until is not None and self.own.until <= clock.today()


@dataclass(frozen=True, slots=True)
class Part:
    """One sort of thing that is demanded: its heading and its lines."""

    heading: str
    lines: tuple[Demanded, ...]


def type_list(actor: Actor) -> list[TypeShown]:
    """All types of packs, then the invented ones in the actor's sight; those just taken back are left out."""
    book, own = selectors.rulebook(), {row.code: row for row in selectors.own_types(actor)}
    foreign = set(selectors.own_type_codes()) - set(own)
    kinds = sorted(book.activity_types.values(), key=lambda kind: (kind.order, kind.code))
    return [TypeShown(kind, own.get(kind.code)) for kind in kinds if kind.code not in foreign and not _gone(own.get(kind.code))]


def _gone(row: OwnType | None) -> bool:
    return row is not None and row.until is not None and row.until <= row.since


def type_sheet(shown: list[TypeShown]) -> Sheet:
    """The list to take along."""
    columns = (Column("名称", 24), Column("由谁开展", 30), Column("应到的人", 20), Column("步骤", 50), Column("来自", 24))
    rows = [(one.kind.label, one.held_by, one.called, one.steps, source(one)) for one in shown]
    return Sheet("活动类型", columns, rows, landscape=True)


def source(one: TypeShown) -> str:
    """Where a type comes from."""
    if one.own is None:
        return "制度包"
    until = f"，{one.own.until} 停用" if one.own.until else ""
    return f"{one.own.owner} {one.own.since} 起{until}"


def type_get(actor: Actor, code: str) -> TypeShown:
    """One type; NotFound where there is none, or it is another organisation's own."""
    own = {row.code: row for row in selectors.own_types(actor)}
    kind = selectors.rulebook().activity_types.get(code)
    if kind is None or (code in selectors.own_type_codes() and code not in own):
        raise NotFound("没有这种活动类型，或者它是别的组织自己定的。")
    return TypeShown(kind, own.get(code))


def type_page(request: Request, code: str) -> dict[str, Any]:
    """One type: what it asks for, and what is demanded of it in one organisation today."""
    shown, today = type_get(request.actor, code), clock.today()
    bodies = list(scope.organisations(request.actor).filter(kind__in=shown.kind.held_by or ORGANISATION_KINDS)[:MOST_BODIES])
    body = _body(request, bodies)
    demands = selectors.demanded(body, code, today) if body is not None else None
    own = shown.own
    return {
        "shown": shown,
        "bodies": bodies,
        "body": body,
        "parts": parts(demands) if demands is not None else [],
        "nobody": demands is not None and not demands.demanded,
        "topics": selectors.topics_for(body, code, today.month, today) if body is not None else [],
        "minutes": [(field, FIELD_KINDS[field.kind], WHENS[field.when]) for field in shown.kind.minutes],
        "columns": selectors.columns_of(code),
        "fields": field_labels(shown.kind),
        "versions": selectors.own_type_versions(code) if own is not None else [],
        "may_change": own is not None and policies.may_adopt(request.actor, own.owner),
        "may_invent": request.actor.everything or request.actor.holds("clerk"),
    }


def _body(request: Request, bodies: list[Organisation]) -> Organisation | None:
    wanted = organisation_posted(bodies, request.GET.get("at", ""))
    held = [role.organisation for role in request.actor.roles]
    found = {body.pk: body for body in bodies}
    return next((found[key] for key in (wanted, *held) if key in found), bodies[0] if bodies else None)


def parts(demands: Demands) -> list[Part]:
    """What is demanded, sort by sort; steps whole, of the rest what somebody demands."""
    asked = (
        ("登记", demands.fields), ("记录里写", demands.minutes), ("材料", demands.papers), ("主持", demands.chairs),
        ("主讲", demands.speakers), ("怎样开", demands.conduct),
    )  # fmt: skip
    found = [Part("步骤", demands.steps)]
    found += [Part(heading, tuple(one for one in lines if one.citations)) for heading, lines in asked]
    return [part for part in found if part.lines]


def field_labels(kind: ActivityType) -> list[tuple[str, str, bool]]:
    """Column, label and whether it is a day, for each column that the form asks for."""
    names = {column.name: column.chinese for column in TABLES["activities"].columns}
    return [(code, names[code], code in DAYS) for code in kind.fields]


def preview(content: dict[str, Any]) -> dict[str, Any]:
    """The form and the ledger that follow from what was written; InputError as the service would tell."""
    kind = type_of("own_preview", content, selectors.rulebook().minutes_fields)
    return {
        "kind": kind,
        "steps": [STEPS[code] for code in kind.life],
        "fields": field_labels(kind),
        "minutes": kind.minutes,
        "columns": columns_of(kind, selectors.paper_labels()),
    }
