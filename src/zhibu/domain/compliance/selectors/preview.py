"""What a directive would add if it were put in force somewhere: judged on a copy, nothing written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from zhibu.domain.compliance.choices import MISSES, SEVERITY, Status
from zhibu.domain.compliance.citations import cite
from zhibu.domain.compliance.sources import whole_copy
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import policies
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine import Verdict as Judged
from zhibu.engine import Window, judge
from zhibu.engine.forecasting.what_if import Adopt, make
from zhibu.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class RuleAdded:
    """One rule, with how many verdicts would need somebody."""

    rule: str
    sentence: str
    missed: int
    pending: int


@dataclass(slots=True)
class Preview:
    """How many verdicts would come, by status and by rule."""

    organisation: Organisation
    total: int
    bodies: int
    counts: list[tuple[str, int]]
    rules: list[RuleAdded] = field(default_factory=list)


def adoption_preview(
    *, actor: Actor, organisation: Organisation, directive: str, since: dt.date, today: dt.date
) -> Preview:
    """The verdicts of this year that would be there, below the organisation."""
    policies.adoption_activate(actor, organisation)
    rulebook.directive_get(directive)
    source = whole_copy()
    make(source, rulebook.rulebook(), [Adopt(directive, organisation.pk, since)])
    window = Window.until(today)
    found = judge(
        rulebook.rulebook(), source, window, directives=[directive], scope={organisation.pk}
    )
    return _counted(organisation, found)


def _counted(organisation: Organisation, found: list[Judged]) -> Preview:
    by_status = Counter(verdict.status for verdict in found)
    missed = Counter(verdict.rule for verdict in found if verdict.status in MISSES)
    pending = Counter(verdict.rule for verdict in found if verdict.status == Status.PENDING)
    rules = sorted({(verdict.directive, verdict.rule, verdict.article) for verdict in found})
    return Preview(
        organisation=organisation,
        total=len(found),
        bodies=len({verdict.organisation for verdict in found if verdict.organisation}),
        counts=sorted(by_status.items(), key=lambda pair: -SEVERITY[Status(pair[0])]),
        rules=[
            RuleAdded(rule, cite(directive, rule, article).sentence, missed[rule], pending[rule])
            for directive, rule, article in rules
        ],
    )
