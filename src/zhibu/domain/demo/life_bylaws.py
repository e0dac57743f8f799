"""The own rules of the demo branch: some in force, one changed, a draft, and a model of the office above."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.bylaws.models import Bylaw, Version
from zhibu.domain.bylaws.services import bylaw_add, bylaw_draft, bylaw_enact, bylaw_offer
from zhibu.domain.bylaws.systems import systems
from zhibu.domain.demo.actors import demo_actor
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

HELD = 5  # of the twelve: the rest is still to be written
DECIDED = "党员大会"


def bylaws_make(*, on: dt.date) -> int:
    """What stands on the pages of rules; how many hold in the branch."""
    secretary = demo_actor("secretary")
    branch = Organisation.objects.select_related("parent").get(pk=secretary.roles[0].organisation)
    today = clock.today()
    day = min(on, today) - dt.timedelta(days=300)
    codes = list(systems())
    for code in codes[:HELD]:
        _decided(secretary, bylaw_add(actor=secretary, organisation=branch, code=code), day)
    first = Bylaw.objects.get(organisation=branch, code=codes[0])
    text = first.versions.get().body
    bylaw_draft(actor=secretary, bylaw=first, body=text.replace("〔7〕天", "5 天").replace("〔3〕天", "3 天"))
    _decided(secretary, first, day + dt.timedelta(days=120))
    bylaw_add(actor=secretary, organisation=branch, code=codes[HELD])
    if branch.parent is not None:
        keeper = Actor.system("cli")
        model = bylaw_add(actor=keeper, organisation=branch.parent, code="care")
        _decided(keeper, model, day)
        bylaw_offer(actor=keeper, bylaw=model, offered=True)
    return HELD


def _decided(actor: Actor, rule: Bylaw, day: dt.date) -> Version:
    draft = rule.versions.get(state="draft")
    return bylaw_enact(actor=actor, version=draft, since=day, decided_on=day, decided_by=DECIDED)
