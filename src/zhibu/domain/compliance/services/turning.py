"""A day has passed: only what the new day can change is judged anew; the rest goes along with the day.

Without a new fact a verdict changes on its due day, when a fact dated ahead comes to hold or ends (any date
cell of the new days), when a period that rests on a date of its subject begins, and when a rule, a
directive or a school term begins or ends. A new month begins new rows of nearly all rules and ends the
count of months in a row: then everything is judged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.db.models import Q

from zhibu.domain.audit.services import Touch
from zhibu.domain.compliance.choices import Scope, Thing
from zhibu.domain.compliance.models import Run, Touched, Verdict
from zhibu.domain.compliance.selectors.runs import digest_of, run_latest
from zhibu.domain.compliance.services.judging import judge_some
from zhibu.domain.compliance.services.storing import roll
from zhibu.domain.compliance.services.whole import judge_all
from zhibu.domain.compliance.services.widening import widen
from zhibu.domain.exchange.facts.tables import MODELS, model_of
from zhibu.domain.exchange.facts.touching import touch_join, touch_of_rows
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.domain.rulebook.models import Term
from zhibu.engine import Rulebook
from zhibu.engine.calendar.months import last_ended
from zhibu.engine.judging.reach import anniversaries, pairings, turns
from zhibu.kernel import clock

ONE_DAY = dt.timedelta(days=1)
# Settings, not facts: never cut at the as-of day. Adoptions and terms are asked for by themselves.
SETTINGS = ("waivers", "calendar", "terms")


def day_turn(*, as_of: dt.date | None = None) -> Run | None:
    """Bring the stored verdicts to a day; None where they are there already."""
    today = as_of or clock.today()
    latest = run_latest()
    if latest is None:
        return judge_all(as_of=today) if Organisation.objects.exists() else None
    book = rulebook.rulebook()
    if latest.digest != digest_of(book):
        return judge_all(as_of=today)
    if today <= latest.as_of:
        return None
    days = Days(latest.as_of, today)
    if days.new_month or _rules_turn(book, days):
        return judge_all(as_of=today)
    # what was touched and not judged yet is judged along
    waiting = list(Touched.objects.all())
    reached = widen([*_touched(book, days), *waiting])
    if reached.everything:
        return judge_all(as_of=today)
    pks = [row.pk for row in waiting]

    def done() -> None:
        roll(Verdict.objects.all(), today)
        Touched.objects.filter(pk__in=pks).delete()

    return judge_some(
        roots=reached.roots,
        uppers=reached.uppers,
        lost=reached.lost,
        as_of=today,
        scope=Scope.DAY,
        done=done,
    )


class Days:
    """The days from the one that is stored up to a new one, both included: an end may lie on the first."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last

    @property
    def new_month(self) -> bool:
        """Whether a month has begun or ended on the way."""
        months = [(day.year, day.month) for day in (self.first, self.last)]
        return months[0] != months[1] or last_ended(self.first) != last_ended(self.last)

    def holds(self, day: dt.date | None) -> bool:
        """Whether a day is among them."""
        return day is not None and self.first <= day <= self.last

    def among(self, *names: str) -> Q:
        """Rows of which one of these columns is among the days."""
        found = Q(pk__in=[])
        for name in names:
            found |= Q(**{f"{name}__range": (self.first, self.last)})
        return found

    def each(self) -> Iterator[dt.date]:
        """The days one by one."""
        day = self.first
        while day <= self.last:
            yield day
            day += ONE_DAY


def _rules_turn(book: Rulebook, days: Days) -> bool:
    """Whether a directive, a rule of its own or a school term begins or ends on one of the days."""
    heads = [directive.head for directive in book.directives.values()]
    known = {head.effective for head in heads} | {head.until for head in heads}
    known |= turns(book.rules())
    term = Term.objects.filter(
        days.among("since", "until") | Q(until=days.last + ONE_DAY)
    )
    return any(days.holds(day) for day in known) or term.exists()


def _touched(book: Rulebook, days: Days) -> list[Touched]:
    """What the days touch, as if somebody had written it; the rows are not stored."""
    due = Verdict.objects.filter(flips_on__lte=days.last).order_by()
    lines = set(due.values_list("line", flat=True).distinct())
    bodies = _pairings(book, days) | {line for line in lines if line}
    touch = touch_join([
        touch_of_rows(_dated(days)),
        Touch(frozenset(bodies)),
        _anniversaries(book, days),
    ])  # fmt: skip
    if touch.everything:
        return [Touched(thing=Thing.ALL)]
    found = [Touched(thing=Thing.BODY, key=key) for key in sorted(touch.organisations)]
    return found + [Touched(thing=Thing.MEMBER, key=key) for key in sorted(touch.members)]


def _dated(days: Days) -> Iterator[tuple[str, str]]:
    """The facts of which a date is among the days, as (label of the model, primary key)."""
    for table, label in MODELS.items():
        if table in SETTINGS:
            continue
        model = model_of(table)
        names = [f.name for f in model._meta.concrete_fields if isinstance(f, models.DateField)]
        if names:
            rows = model._default_manager.filter(days.among(*names)).order_by()
            yield from ((label, str(pk)) for pk in rows.values_list("pk", flat=True))


def _anniversaries(book: Rulebook, days: Days) -> Touch:
    """Whose period around an anniversary begins on one of the days; 29 February also goes to the 28th."""
    touches = []
    for name, tolerance in sorted({one for r in book.rules() for one in anniversaries(r.spec)}):
        condition = Q(pk__in=[])
        for day in days.each():
            on = day + dt.timedelta(days=tolerance)
            condition |= Q(**{f"{name}__month": on.month, f"{name}__day": on.day})
            if (on.month, on.day) == (2, 28):
                condition |= Q(**{f"{name}__month": 2, f"{name}__day": 29})
        model = Organisation if name == "established" else Member
        keys = frozenset(model._default_manager.filter(condition).values_list("pk", flat=True))
        touches.append(Touch(organisations=keys) if model is Organisation else Touch(members=keys))
    return touch_join(touches)


def _pairings(book: Rulebook, days: Days) -> set[str]:
    """Where a post reaches the day on which it is settled with which other post it ends."""
    found: set[str] = set()
    for posts, count in {one for rule in book.rules() for one in pairings(rule.spec)}:
        back = dt.timedelta(days=count)
        begun = Post.objects.filter(post__in=posts, since__range=(days.first - back, days.last - back))
        found |= set(begun.values_list("organisation_id", flat=True))
    return found
