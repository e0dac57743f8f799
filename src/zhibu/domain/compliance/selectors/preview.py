"""What a directive would add if it were put in force somewhere: judged on a copy, nothing written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
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
from zhibu.kernel.telling import Tell, rules_told


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


@dataclass(frozen=True, slots=True)
class PreviewAsked:
    """A preview that may be made. Making one takes seconds where organisations are many."""

    organisation: Organisation
    directive: str
    since: dt.date
    today: dt.date

    def work(self) -> Callable[[Tell], list[Judged]]:
        """The judging, on a copy of the facts that is taken now; it may run in any thread."""
        book, source = rulebook.rulebook(), whole_copy()
        make(source, book, [Adopt(self.directive, self.organisation.pk, self.since)])

        def judged(tell: Tell) -> list[Judged]:
            return judge(
                book, source, Window.until(self.today), directives=[self.directive],
                scope={self.organisation.pk}, progress=rules_told(tell),
            )  # fmt: skip

        return judged

    def shown(self, found: list[Judged]) -> Preview:
        """What the judging found, counted."""
        return _counted(self.organisation, found)


def adoption_preview(
    *, actor: Actor, organisation: Organisation, directive: str, since: dt.date, today: dt.date
) -> PreviewAsked:
    """The verdicts of this year that would be there below the organisation, to be worked out."""
    policies.adoption_activate(actor, organisation)
    rulebook.directive_get(directive)
    return PreviewAsked(organisation, directive, since, today)


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
