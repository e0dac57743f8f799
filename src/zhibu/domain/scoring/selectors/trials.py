"""A scorecard of a draft tried on the own facts before it is published; nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.sources import whole_copy
from zhibu.domain.drafting.selectors import draft_book
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.scoring.selectors.cards import Card
from zhibu.engine.forecasting import Adopt
from zhibu.engine.forecasting.what_if import make
from zhibu.engine.judging.judging import judge_rules
from zhibu.engine.scoring import Scored, Span, Tally, bound, scored
from zhibu.engine.scoring.bodies import above, read_bodies
from zhibu.engine.scoring.judged import judged_for, last_day, rules_of
from zhibu.kernel.errors import NotFound, Refused
from zhibu.kernel.telling import Tell, rules_told

if TYPE_CHECKING:
    from zhibu.domain.drafting.models import DraftDirective
    from zhibu.engine.language.rulebook import Rulebook
    from zhibu.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class CardTrial:
    """A trial of a scorecard that may be made: where, in which period, as if in force from when."""

    body: Organisation
    book: Rulebook
    card: Card
    span: Span
    since: dt.date
    today: dt.date

    def work(self) -> Callable[[Tell], list[Scored]]:
        """The judging, on a copy of the facts that is taken now; it may run in any thread."""
        source = whole_copy()
        make(source, self.book, [Adopt(self.card.directive.id, self.body.pk, self.since)])
        inside = set(Organisation.objects.filter(path__under=self.body.path).values_list("pk", flat=True))

        def points(tell: Tell) -> list[Scored]:
            card, directive = self.card.card, self.card.directive
            bodies, adopted = read_bodies(source)
            found = bound(bodies, adopted, directive, card, last_day(self.span, self.today))
            units = [body.id for body in found if body.id in inside]
            tally = Tally(directive.id, card, self.span, units, lambda name: above(bodies, name))
            rules, told = rules_of(self.book, directive, card), rules_told(tell)
            for verdict in judged_for(
                self.span, self.today,
                lambda window: judge_rules(self.book, rules, source, window, {self.body.pk}, told),
            ):  # fmt: skip
                tally.add(verdict)
            return [scored(tally, key, (), self.today, directive.digest) for key in units]

        return points

    def shown(self, found: list[Scored]) -> list[tuple[Organisation, Scored]]:
        """The points with the organisations they are for, in the order of the tree."""
        named = Organisation.objects.select_related("parent").in_bulk([one.organisation for one in found])
        rows = [(named[one.organisation], one) for one in found]
        return sorted(rows, key=lambda row: row[0].path)


def draft_card(draft: DraftDirective, place: int) -> tuple[Rulebook, Card]:
    """The scorecard at a place (from 1) of a draft, in the rulebook as it would be.

    InputError lists what is wrong with the draft, NotFound where it has no such card.
    """
    book = draft_book(draft.content)
    directive = book.directives[draft.directive]
    if not 0 < place <= len(directive.scorecards):
        raise NotFound(f"这份草稿没有第 {place} 张计分表。")
    return book, Card(directive, directive.scorecards[place - 1])


def card_trial(
    *, actor: Actor, draft: DraftDirective, place: int, organisation: str, since: dt.date, span: Span,
    today: dt.date,
) -> CardTrial:  # fmt: skip
    """A scorecard of a draft as if it were in force for an organisation and all below it from a day on.

    Refused where the actor may not see what is below, or the directive is not in force in the period.
    """
    body = scope.organisation_get(actor, organisation)
    if not actor.everything and not actor.reaches(body.path):
        raise Refused("试算看得到下级的结论，由党务工作者、书记、委员来做。")
    book, card = draft_card(draft, place)
    day = last_day(span, today)
    if day < card.directive.head.effective:
        raise Refused(f"这份制度 {card.directive.head.effective} 起施行，{span.label}还没有考评；换一期，或者把施行日期改早。")
    if day < since:
        raise Refused(f"从 {since} 起执行，{span.label}还没有执行；把执行的日期改早，或者换一期。")
    return CardTrial(body, book, card, span, since, today)
