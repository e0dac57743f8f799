"""What a forecast says: duties with their days, who acts, and the steps around each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

SELF = "self"  # who acts: the member himself

STATES = {"overdue": "已过期", "due": "要办", "done": "已办", "waived": "已豁免"}
# Where a step stands: before the activity, with it, after it.
PLACES = {"before": "事前", "at": "当天", "after": "事后"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step around a duty, as another rule in force on the same activities asks for it.

    `earliest` and `latest`: if the duty is done on its latest day; None where no rule sets a day.
    `conditional`: the rule asks it only of some of these activities.
    """

    place: str
    text: str
    directive: str
    rule: str
    article: str
    strength: str
    earliest: dt.date | None = None
    latest: dt.date | None = None
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that has to be done by a day.

    `state`: a key of STATES. `earliest`: the first day on which it can be done (today at the earliest),
    `latest`: the day by which it is due; `advised`: the last working day up to it, where it is a day off
    or only some months count.
    `missing`: how many are still to come, `needed` how many the period asks for. `who`: codes of posts,
    the first that somebody holds, or SELF; `who_text`: in words, where the packs say it so.
    """

    directive: str
    rule: str
    article: str
    strength: str
    kind: str
    sentence: str
    what: str
    subject_kind: str
    subject: str
    organisation: str
    period_start: dt.date
    period_end: dt.date
    state: str
    earliest: dt.date
    latest: dt.date
    advised: dt.date
    missing: int
    needed: int
    reason: str
    who: str = ""
    who_text: str = ""
    steps: tuple[Step, ...] = ()
    subjects: tuple[str, ...] = ()  # of several duties shown as one: all of them
    types: tuple[str, ...] = field(default=(), repr=False)
    also: tuple[tuple[str, str, str], ...] = ()  # directive, rule, article of others that it answers too

    @property
    def key(self) -> tuple[str, str, str, dt.date]:
        """The key of the verdict that it comes from."""
        return self.directive, self.rule, self.subject, self.period_start


@dataclass(frozen=True, slots=True)
class Forecast:
    """All duties of some months: those overdue first, then by their latest day.

    `unknown`: (directive, rule, why) of rules on which nobody can say anything, for data is lacking.
    """

    today: dt.date
    horizon: dt.date
    duties: tuple[Duty, ...]
    unknown: tuple[tuple[str, str, str], ...] = ()

    def of(self, *states: str) -> list[Duty]:
        """The duties in some states."""
        return [duty for duty in self.duties if duty.state in states]


def together(duties: Iterable[Duty]) -> list[Duty]:
    """The same duty of many members (posts, cases) of one organisation as one, with all subjects."""
    found: dict[tuple[object, ...], list[Duty]] = {}
    for duty in duties:
        alone = duty.subject if duty.subject_kind == "organisation" else ""
        key = (duty.directive, duty.rule, duty.organisation, alone, duty.state, duty.latest,
               duty.period_start if duty.subject_kind == "member" else duty.latest)
        found.setdefault(key, []).append(duty)
    joined = [replace(some[0], subjects=tuple(one.subject for one in some)) for some in found.values()]
    return _answered_at_once(joined)


def _answered_at_once(duties: list[Duty]) -> list[Duty]:
    """Meetings that several rules ask for by the same day once: the largest demand answers them all."""
    found: dict[tuple[object, ...], list[Duty]] = {}
    for place, duty in enumerate(duties):
        key: tuple[object, ...] = (place,)
        if duty.types and duty.kind == "frequency":
            key = (duty.organisation, duty.types, duty.latest, duty.state)
            if duty.subject_kind != "organisation":  # of members only what is word for word the same
                key = (*key, duty.subjects, duty.what)
        found.setdefault(key, []).append(duty)
    made = []
    for some in found.values():
        first = min(some, key=lambda d: (-d.missing, d.strength != "must", d.directive, d.rule))
        others = tuple((d.directive, d.rule, d.article) for d in some if d is not first)
        made.append(replace(first, also=others))
    return made
