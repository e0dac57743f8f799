"""How long a leader serves and how long a group may be without one, by the rules in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.leaders.selectors.eligibility import POST
from zhibu.domain.members.models import Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.spans import covering
from zhibu.domain.rulebook.selectors import in_force, rulebook
from zhibu.engine.kinds.term import TermRule
from zhibu.engine.kinds.vacancy import VacancyRule
from zhibu.engine.language.rulebook import Rule
from zhibu.kernel.dates import add_months


@dataclass(frozen=True, slots=True)
class TermEnd:
    """When a term that begins on a day ends at the latest, and which rule says so."""

    on: dt.date | None
    citation: Citation
    with_committee: bool


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A group without a leader: since when, and until when a rule in force bears it."""

    since: dt.date
    days: int
    due: dt.date | None
    citation: Citation | None

    def late(self, today: dt.date) -> bool:
        """Whether the rule's days have passed."""
        return self.due is not None and today > self.due


def leader_on(group: Organisation, on: dt.date) -> Post | None:
    """Who leads the group on the day."""
    found = Post.objects.filter(covering(on), organisation=group, post=POST).select_related("organisation__parent")
    return found.order_by("since").first()


def term_end(group: Organisation, since: dt.date) -> TermEnd | None:
    """The end of a term that begins then, where a rule in force binds it; of several the earliest."""
    found: list[TermEnd] = []
    for rule in _rules(group, since):
        spec = rule.spec
        if not isinstance(spec, TermRule) or POST not in spec.posts:
            continue
        citation = cite(rule.directive, rule.id)
        capped = add_months(since, 12 * spec.years)
        pair = spec.together_with
        held = pair and Post.objects.filter(
            covering(since), organisation=group.parent, post=pair.post, planned_until__isnull=False
        ).first()
        if held and held.planned_until and held.planned_until > since:
            found.append(TermEnd(min(held.planned_until, capped), citation, True))
        else:
            found.append(TermEnd(None if pair else capped, citation, bool(pair)))
    return min(found, key=lambda one: one.on or dt.date.max, default=None)


def goes_with_committee(group: Organisation, since: dt.date) -> dt.date | None:
    """The latest end of a term that begins then, where a rule in force binds it to the committee's; else None."""
    bound = [
        add_months(since, 12 * rule.spec.years) for rule in _rules(group, since)
        if isinstance(rule.spec, TermRule) and POST in rule.spec.posts and rule.spec.together_with
    ]  # fmt: skip
    return min(bound, default=None)


def vacancy(group: Organisation, on: dt.date) -> Vacancy | None:
    """The group's vacancy on the day; None where somebody leads it, or it is no more."""
    ended = group.dissolved is not None and group.dissolved <= on
    if ended or leader_on(group, on) is not None or group.established is None:
        return None
    last = Post.objects.filter(organisation=group, post=POST, until__lte=on).order_by("-until").first()
    since = last.until if last is not None and last.until is not None else group.established
    days = (on - since).days + 1
    most, rule = vacancy_limit(group, on)
    if most is None or rule is None:
        return Vacancy(since, days, None, None)
    return Vacancy(since, days, since + dt.timedelta(days=most), cite(rule.directive, rule.id))


def vacancy_limit(group: Organisation, on: dt.date) -> tuple[int | None, Rule | None]:
    """For how many days a group may be without a leader, and by which rule; nothing where no rule in force says it."""
    limits = [
        (rule.spec.days, rule) for rule in _rules(group, on) if isinstance(rule.spec, VacancyRule) and rule.spec.post == POST
    ]  # fmt: skip
    return min(limits, key=lambda one: (one[0], one[1].key), default=(None, None))


def _rules(group: Organisation, on: dt.date) -> list[Rule]:
    branch = group.parent or group
    names = sorted({one.key for one in in_force(branch, on) if one.directive is not None})
    found = []
    for rule in rulebook().rules(names):
        kinds, force = rule.spec.when.kind, rule.spec.in_force
        held = (force.since is None or force.since <= on) and (force.until is None or on < force.until)
        if held and (kinds is None or "party_group" in kinds):
            found.append(rule)
    return found
