"""What programs and the command line may do with the unit's own rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from zhibu.domain.accounts import scope
from zhibu.domain.bylaws import selectors, services
from zhibu.domain.bylaws.models import Bylaw, Version
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, by_service
from zhibu.kernel.actor import Actor


class BylawTold(Shape):
    """One rule, without its wordings."""

    id: str
    organisation: str
    code: str
    title: str
    offered: bool


class VersionTold(Shape):
    """One wording."""

    id: str
    bylaw: str
    number: int
    state: str
    since: dt.date | None
    until: dt.date | None
    decided_on: dt.date | None
    decided_by: str
    meeting: str
    approved_by: str
    paper_number: str
    body: str


class Asked(Given):
    """Of which organisation; empty: all in sight."""

    organisation: str = ""


class AskedVersions(Given):
    """The versions of a rule, or all that hold in an organisation on a day."""

    bylaw: str = ""


class Add(Given):
    """A rule with its first draft: one of the systems by its code, or one of its own."""

    organisation: str
    code: str = ""
    title: str = ""
    body: str = ""


class Draft(Given):
    """Write the draft of the next version."""

    bylaw: str
    body: str


class Take(Given):
    """Take a model of the office above over."""

    organisation: str
    model: str


class Rename(Given):
    """Another title."""

    bylaw: str
    title: str


class Offer(Given):
    """Offer it to those below, or no more."""

    bylaw: str
    offered: bool


class Enact(Given):
    """A draft was decided on."""

    version: str
    since: dt.date
    decided_on: dt.date
    decided_by: str = ""
    meeting: str = ""
    approved_by: str = ""
    approved_on: dt.date | None = None
    paper_number: str = ""


class Repeal(Given):
    """It holds no more."""

    bylaw: str
    until: dt.date
    reason: str


class One(Given):
    """A version by its id."""

    version: str


def _told(bylaw: Bylaw) -> BylawTold:
    return BylawTold(id=bylaw.pk, organisation=bylaw.organisation_id, code=bylaw.code, title=bylaw.title, offered=bylaw.offered)


def _version_told(version: Version) -> VersionTold:
    columns: dict[str, Any] = {name: getattr(version, name) for name in VersionTold.model_fields if name not in ("bylaw", "meeting")}
    return VersionTold(**columns, bylaw=version.bylaw_id, meeting=version.meeting_id or "")


def _find(actor: Actor, asked: Asked) -> Any:
    found = selectors.bylaws(actor)
    return found.filter(organisation=asked.organisation) if asked.organisation else found


def _versions(actor: Actor, asked: AskedVersions) -> Sequence[Version]:
    return selectors.versions(actor, selectors.bylaw_get(actor, asked.bylaw)) if asked.bylaw else []


def _take(actor: Actor, given: Take) -> VersionTold:
    body, model = scope.organisation_get(actor, given.organisation), selectors.version_get(actor, given.model)
    return _version_told(services.bylaw_take(actor=actor, organisation=body, model=model))


_by = by_service("bylaw", lambda actor, _, made: _told(made), bylaw=selectors.bylaw_get)
_draft = by_service("bylaw", lambda actor, _, made: _version_told(made), bylaw=selectors.bylaw_get)
_in = by_service("organisation", lambda actor, _, made: _told(made), organisation=scope.organisation_get)
_of = by_service(
    "version", lambda actor, _, made: _version_told(made), version=selectors.version_get, meeting=scope.activity_get
)
ABOUT, VERSION = ("bylaw", "bylaw"), ("version", "bylaw_version")
ACTIONS = (
    Listing("bylaw.list", "规章制度", Asked, BylawTold, _find, lambda actor, rows: [_told(row) for row in rows]),
    Single("bylaw.get", "一项规章制度", BylawTold, lambda actor, key: _told(selectors.bylaw_get(actor, key))),
    Listing(
        "bylaw_version.list", "规章制度的各版", AskedVersions, VersionTold, _versions,
        lambda actor, rows: [_version_told(row) for row in rows],
    ),
    Single("bylaw_version.get", "规章制度的一版", VersionTold, lambda actor, key: _version_told(selectors.version_get(actor, key))),
    Action("bylaw.add", "建一项规章制度", Add, BylawTold, _in(services.bylaw_add)),
    Action("bylaw.draft", "写规章制度的草稿", Draft, VersionTold, _draft(services.bylaw_draft), ABOUT),
    Action("bylaw.take", "照上级的样本写", Take, VersionTold, _take),
    Action("bylaw.rename", "改规章制度的名称", Rename, BylawTold, _by(services.bylaw_rename), ABOUT),
    Action("bylaw.offer", "给下级作样本", Offer, BylawTold, _by(services.bylaw_offer), ABOUT),
    Action("bylaw.enact", "规章制度定下执行", Enact, VersionTold, _of(services.bylaw_enact), VERSION),
    Action("bylaw.withdraw", "放弃规章制度的草稿", One, VersionTold, _of(services.bylaw_withdraw), VERSION),
    Action("bylaw.repeal", "废止规章制度", Repeal, BylawTold, _by(services.bylaw_repeal), ABOUT),
)  # fmt: skip
