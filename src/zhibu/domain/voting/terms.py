"""By what a matter is voted here and on this day: methods, thresholds, who has no vote, each with its article.

Put together from the packs' defaults, from `voting.yaml` and from the `vote` rules of the directives in force.
What a poll opens with is frozen beside it as plain data (`as_data`), so that a later change of a directive does
not change a vote that is going on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from typing import Any

from zhibu.ballots.rules import candidates_least
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import in_force, rulebook
from zhibu.engine.kinds.vote import Quorum, VoteRule
from zhibu.engine.language.ballot_ways import BallotWay
from zhibu.engine.language.rulebook import Directive
from zhibu.engine.language.words import LEVELS
from zhibu.engine.wording import article_label
from zhibu.kernel.errors import NotFound

SINGLE = ("poll", "order", "winners", "tie", "best_share", "fewest")
FLAGS = ("write_in", "second_round", "one_by_one", "written_opinions")
BASES = {"entitled": "应到会有表决权人数", "present": "实到会有表决权人数", "cast": "收回的票数", "valid": "有效票数"}


@dataclass(frozen=True, slots=True)
class Cited:
    """An article of a directive in force, as a page shows it."""

    directive: str
    article: str
    title: str
    gist: str = ""

    @property
    def text(self) -> str:
        """组织选举工作条例 第五条."""
        return f"{self.title} {article_label(self.article)}"

    @property
    def short(self) -> str:
        """第五条."""
        return article_label(self.article)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share that must be reached: `at_least` or `more_than` so much of `base`."""

    bound: str
    share: str
    base: str
    strength: str
    cited: Cited

    def needed(self, whole: int) -> int:
        """The least number that is enough."""
        wanted = Fraction(self.share) * whole
        return int(-(-wanted // 1)) if self.bound == "at_least" else int(wanted // 1) + 1

    @property
    def text(self) -> str:
        """不少于应到会有表决权人数的 4/5."""
        word = "不少于" if self.bound == "at_least" else "超过"
        return f"{word}{BASES[self.base]}的 {self.share}"


@dataclass(frozen=True, slots=True)
class Terms:
    """All that a vote on one matter goes by."""

    matter: str
    label: str
    poll: str = "approval"
    means: Mapping[str, Cited | None] = field(default_factory=dict)  # None: by default, no directive says it
    secrecy: str = "chosen"
    secrecy_by: Cited | None = None
    voters: str = "full"
    subjects: str = "all"
    order: str = "strokes"
    winners: str = "rule"
    tie: str = "again"
    write_in: bool = False
    second_round: bool = False
    one_by_one: bool = False
    written_opinions: bool = False
    best_share: str = ""
    fewest: int = 3
    no_vote: Mapping[str, Cited | None] = field(default_factory=dict)
    exclusions: Mapping[str, Cited | None] = field(default_factory=dict)
    opened_by: tuple[str, ...] = ("secretary", "commissioner")
    quorum: tuple[Threshold, ...] = ()
    majority: tuple[Threshold, ...] = ()
    surplus: str = ""
    surplus_by: Cited | None = None
    unchecked: tuple[str, ...] = ()  # articles not yet compared with the official text

    def as_data(self) -> dict[str, Any]:
        """For storing."""
        return asdict(self)

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> Terms:
        """What `as_data` gave."""
        known = dict(data)
        for name in ("means", "no_vote", "exclusions"):
            known[name] = {key: _cited(value) for key, value in known[name].items()}
        for name in ("quorum", "majority"):
            known[name] = tuple(
                Threshold(**{**one, "cited": _cited(one["cited"])}) for one in known[name]
            )
        for name in ("secrecy_by", "surplus_by"):
            known[name] = _cited(known[name])
        for name in ("opened_by", "unchecked"):
            known[name] = tuple(known[name])
        return Terms(**known)

    def quorum_needed(self, entitled: int) -> int:
        """How many must be there; of several rules the strictest; 0 where no rule asks for a number."""
        return max((one.needed(entitled) for one in self.quorum if one.strength == "must"), default=0)

    def favour_needed(self, counts: Mapping[str, int]) -> int:
        """How many votes in favour win; `counts` by base; 0 where no rule says a number."""
        return max((one.needed(counts[one.base]) for one in self.majority), default=0)

    def candidates_needed(self, seats: int) -> int:
        """How many candidates there must be for so many seats."""
        return candidates_least(seats, Fraction(self.surplus) if self.surplus else None)


def _cited(value: Any) -> Any:
    return Cited(**value) if value else None


def matters() -> dict[str, str]:
    """Code -> label of every matter that the packs say how to vote on, in their order."""
    book = rulebook()
    known = [matter for way in book.voting_defaults for matter in way.matters]
    return {code: book.ballot_matters[code].label for code in known if code in book.ballot_matters}


def terms_of(organisation: Organisation, matter: str, on: dt.date) -> Terms:
    """The terms of a matter for an organisation on a day; NotFound where the packs do not know the matter."""
    labels = matters()
    if matter not in labels:
        raise NotFound(f"制度包里没有写“{matter}”这种事项怎么表决。")
    found = Terms(matter, labels[matter])
    for way in rulebook().voting_defaults:
        if matter in way.matters:
            found = _joined(found, way, None)
    bound = [one.directive for one in in_force(organisation, on) if one.directive is not None]
    for directive in sorted(bound, key=_weight):  # the higher says the last word
        for way in directive.voting:
            if matter in way.matters:
                found = _joined(found, way, citation(directive, way.article or ""))
        found = _judged(found, directive, organisation.kind)
    return _held(found)


def _weight(directive: Directive) -> tuple[int, str]:
    order = list(LEVELS)
    level = directive.head.level
    return (-order.index(level) if level in order else -len(order), directive.id)


def citation(directive: Directive, article: str) -> Cited:
    """An article of a directive, ready to be shown."""
    found = directive.article(article)
    return Cited(directive.id, article, directive.head.title, found.gist if found else "")


def _joined(terms: Terms, way: BallotWay, cited: Cited | None) -> Terms:
    """The terms with what one entry says: methods and exclusions are added, the rest replaced."""
    said: dict[str, Any] = {n: v for n in (*SINGLE, *FLAGS) if (v := getattr(way, n)) is not None}
    for name in ("voters", "subjects"):
        if getattr(way, name) is not None:
            said[name] = getattr(way, name)
    if way.secrecy is not None and (terms.secrecy != "always" or way.secrecy == "always"):
        said |= {"secrecy": way.secrecy, "secrecy_by": cited or terms.secrecy_by}
    if way.opened_by:
        said["opened_by"] = way.opened_by
    for name, more in (("means", way.methods), ("no_vote", way.no_vote), ("exclusions", way.exclusions)):
        known: Mapping[str, Cited | None] = getattr(terms, name)
        said[name] = {**known, **{one: cited or known.get(one) for one in more}}
    if way.check and cited is not None:
        said["unchecked"] = tuple(dict.fromkeys((*terms.unchecked, cited.text)))
    return replace(terms, **said)


def _judged(terms: Terms, directive: Directive, kind: str) -> Terms:
    """The terms with what the `vote` rules of one directive demand."""
    for rule in directive.rules:
        for unit in rule.units:
            spec = unit.spec
            if isinstance(spec, VoteRule) and terms.matter in spec.matters and _concerns(spec, kind):
                terms = _demanded(terms, spec, citation(directive, spec.article))
    return terms


def says_majority(directive: Directive, matter: str, kind: str) -> VoteRule | None:
    """The rule by which a directive says how many votes are enough for a matter in bodies of a kind."""
    specs = [unit.spec for rule in directive.rules for unit in rule.units]
    return next(
        (one for one in specs if isinstance(one, VoteRule) and one.majority is not None and one.strength != "may"
         and matter in one.matters and _concerns(one, kind)), None,
    )  # fmt: skip


def _concerns(spec: VoteRule, kind: str) -> bool:
    kinds = getattr(spec.when, "kind", None) if spec.when is not None else None
    return not kinds or kind in kinds


def _demanded(terms: Terms, spec: VoteRule, cited: Cited) -> Terms:
    if spec.strength == "may":
        return terms
    said: dict[str, Any] = {}
    if spec.quorum is not None:
        said["quorum"] = (*terms.quorum, _threshold(spec.quorum, "entitled", spec, cited))
    if spec.majority is not None:
        base = spec.majority.base
        said["majority"] = (*terms.majority, _threshold(spec.majority, base, spec, cited))
    if spec.surplus is not None:
        said |= {"surplus": spec.surplus, "surplus_by": cited}
    if spec.method == "secret" and spec.strength == "must":
        said |= {"secrecy": "always", "secrecy_by": cited}
    return replace(terms, **said)


def _threshold(said: Quorum, base: str, spec: VoteRule, cited: Cited) -> Threshold:
    bound, share = said.bound
    return Threshold(bound, share, base, spec.strength, cited)


def _held(terms: Terms) -> Terms:
    """Where it must be secret, hands are not offered."""
    if terms.secrecy != "always":
        return terms
    return replace(terms, means={key: one for key, one in terms.means.items() if key != "hands"})


def means_refused(terms: Terms, means: str) -> str:
    """Why a method is not offered for this matter; empty where it is."""
    if means in terms.means:
        return ""
    by = f"（{terms.secrecy_by.text}）" if terms.secrecy_by else ""
    if means == "hands" and terms.secrecy == "always":
        return f"“{terms.label}”要无记名投票{by}，不能举手。"
    if means in ("electronic", "mixed"):
        return (f"“{terms.label}”现在只用纸票：在这里执行的制度里没有一份准许用电子票。"
                "哪份制度准许了，启用以后这里就能选。")
    return f"“{terms.label}”在这里不用这种表决方法。"
