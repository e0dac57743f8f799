"""Kind 3, eligibility (任职资格): whoever holds a post is qualified on every day he holds it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.needs import Needs, common
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Flag, wrong
from zhibu.engine.language.words import Penalty, Post
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.conditions import (
    MEMBER_BODIES,
    fitting,
    has_upper,
    narrowed,
    within_own_days,
)
from zhibu.engine.sql.spans import having, join, lacking, later, together, yes
from zhibu.engine.sql.tables import SINCE, working
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import Wording, holds
from zhibu.facts import choices
from zhibu.kernel.dates import from_day_number

if TYPE_CHECKING:
    import ibis.expr.types as ir


class EligibilityRule(RuleBase):
    """任职资格：任职的每一天都符合条件。"""

    subjects: ClassVar[tuple[str, ...]] = ("post",)

    kind: Literal["eligibility"] = Field(description="规则种类")
    posts: Annotated[tuple[Post, ...], Field(min_length=1)] = Field(description="哪些职务")
    full_member: Flag = Field(False, description="true：要是正式党员")
    free_of: tuple[Penalty, ...] = Field((), description="不受这些处分")
    member_of: Literal["organisation", "branch"] | None = Field(
        None, description="organisation 是任职组织的党员；branch 是所在支部的党员")

    @model_validator(mode="after")
    def _demands_something(self) -> Self:
        if not (self.full_member or self.free_of or self.member_of):
            raise wrong("至少写一个条件：full_member: true、free_of、member_of")
        return self

    def needs(self) -> Needs:
        """See `zhibu.engine.language.needs`."""
        judging = set()
        if self.full_member:
            judging |= {"members.full_since", "members.left"}
        if self.free_of:
            judging.add("penalties.until")
        if self.member_of:
            judging |= {"members.left", "memberships.until"}
        return Needs(frozenset(common(self.when, self.subject) | {"posts.until"}), frozenset(judging))

    def build(self, directive: str) -> Built:
        """Its SQL: the days of each post are swept in order, each day's conditions added up."""
        import ibis

        spans = self._spans(directive)
        touching = spans.filter(spans.until > SINCE)  # in force on some day in the window
        posts = touching.select(
            "member", "organisation", subject="id",
            start=later(touching.post_since, ibis.literal(SINCE, type="int64")),
            last=touching.post_until - 1, day=touching.post_until - 1).distinct()
        candidates = narrowed(posts, self)
        spans = spans.filter(spans.post_until > SINCE)  # the others are asked of nobody
        swept = self._swept(having(spans, self._unsettled(spans), {"id": "id"}))
        bad = swept.filter(swept.bad == 1)
        bad = bad.group_by("post").agg(days=(bad.next_day - bad.day).sum(), first=bad.day.min())
        found = join(candidates, bad, {"subject": "post"}, {"days": "days", "due": "first"}, "left")
        found = found.mutate(days=ibis.coalesce(found.days, 0))
        rows = found.mutate(ok=yes(found.days == 0))
        return Built(rows, ("days", "member"), None, candidates)

    def _spans(self, directive: str) -> ir.Table:
        """The days up to the as-of day on which each post is held and the rule is in force."""
        spans = working("tenure")
        spans = spans.filter(spans.directive == directive, spans.post.isin(self.posts))
        spans = within_own_days(fitting(spans, self.when), self)
        return spans.drop("directive", "post")

    def _unsettled(self, spans: ir.Table) -> ir.Table:
        """Ids of the posts that no single fact settles: only their days need to be swept."""
        found = []
        if self.full_member:
            full = join(spans, working("member"), {"member": "id"},
                        {"joined": "joined", "full_since": "full_since", "gone": "until"}, "left")
            whole = (later(full.joined, full.full_since) <= full.since) & (full.gone >= full.until)
            found.append(full.filter(full.gone.isnull() | ~whole).select("id"))
        if self.free_of:
            penalties = working("penalty")
            penalties = penalties.filter(penalties.kind.isin(self.free_of))
            found.append(having(spans, penalties, {"member": "member"}).select("id"))
        if self.member_of is not None:
            inside = self._memberships(spans.select("id", "member", "organisation").distinct())
            both = join(spans, inside, {"id": "post"}, {"first": "since", "end": "until"})
            whole = (both.first <= both.since) & (both.end >= both.until)
            span = {"id": "id", "since": "since", "until": "until"}
            found.append(lacking(spans, both.filter(whole), span).select("id"))
        return together(found)

    def _swept(self, spans: ir.Table) -> ir.Table:
        """post, day, next_day, bad: stretches of days on which nothing changes."""
        import ibis

        events = reduce(lambda a, b: a.union(b), self._events(spans))
        days = events.group_by("post", "day").agg(
            held=events.held.sum(), full=events.full.sum(), barred=events.barred.sum(),
            inside=events.inside.sum())
        upto = ibis.window(group_by="post", order_by="day", preceding=(None, 0))
        order = ibis.window(group_by="post", order_by="day")
        running = days.select(
            "post", "day", next_day=days.day.lead().over(order),
            held=days.held.sum().over(upto), full=days.full.sum().over(upto),
            barred=days.barred.sum().over(upto), inside=days.inside.sum().over(upto))
        failures = [running.barred > 0]
        if self.full_member:
            failures.append(running.full <= 0)
        if self.member_of is not None:
            failures.append(running.inside <= 0)
        bad = (running.held > 0) & reduce(or_, failures)
        return running.select("post", "day", "next_day", bad=yes(bad))

    def _events(self, spans: ir.Table) -> list[ir.Table]:
        """Beginnings (+1) and ends (-1) of everything that bears on a post, in one form."""
        posts = spans.select("id", "member", "organisation").distinct()
        span = {"since": "since", "until": "until"}
        found = _turns(spans.select("since", "until", post="id"), "held")
        if self.full_member:
            full = join(posts, working("member"), {"member": "id"},
                        {"joined": "joined", "full_since": "full_since", "until": "until"})
            found += _turns(full.select(
                "until", post="id", since=later(full.full_since, full.joined)), "full")
        if self.free_of:
            penalties = working("penalty")
            penalties = penalties.filter(penalties.kind.isin(self.free_of))
            barred = join(posts, penalties, {"member": "member"}, span)
            found += _turns(barred.select("since", "until", post="id"), "barred")
        if self.member_of is not None:
            found += _turns(self._memberships(posts), "inside")
        return found

    def _memberships(self, posts: ir.Table) -> ir.Table:
        """post, since, until: when the holder belonged to the organisation (or its branch)."""
        span = {"since": "since", "until": "until"}
        own = join(posts, working("organisation"), {"organisation": "id"}, {"body": "kind"})
        if self.member_of == "branch":
            groups = own.filter(own.body == "party_group").rename(group="organisation")
            raised = join(groups, working("up"), {"group": "organisation"},
                          {"organisation": "above"}).drop("group")
            bodies = working("organisation")
            raised = having(raised, bodies.filter(bodies.kind == "branch"), {"organisation": "id"})
            others = own.filter(own.body != "party_group")
            own = others.union(raised.select(*others.columns))
        direct = join(own, working("belongs"),
                      {"member": "member", "organisation": "organisation"}, span)
        direct = direct.select("since", "until", post="id")
        if not has_upper(self.when):
            return direct
        upper = own.filter(own.body.notin(MEMBER_BODIES))
        below = join(upper, working("up"), {"organisation": "above"}, {"branch": "organisation"})
        branches = working("belongs")
        branches = branches.filter(branches.kind == "branch")
        rolled = join(below, branches, {"member": "member", "branch": "organisation"}, span)
        return direct.union(rolled.select("since", "until", post="id"))

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        days = row.get("days", 0)
        alone = row.get("alone", {})
        lines = [f"{name}：{_alone(alone.get(name))}" for name, _ in self.singly()]
        lines.append(f"任职到核查日、规则施行的日子里，不符合的有 {days} 天；{days} = 0：{holds(days == 0)}")
        failed = [f"{name}：{_alone(own)}" for name, own in alone.items() if own.get("days")]
        failed = failed or [f"{verdict.due} 起不符合，共 {days} 天"]
        return lines, failed if days else []

    def singly(self) -> tuple[tuple[str, RuleBase], ...]:
        """Each condition by itself, named in words."""
        none: dict[str, Any] = {"full_member": False, "free_of": (), "member_of": None}
        wanted: list[tuple[str, dict[str, Any]]] = []
        if self.full_member:
            wanted.append(("是正式党员", {"full_member": True}))
        if self.free_of:
            penalties = "、".join(choices.PENALTIES[p] for p in self.free_of)
            wanted.append((f"没有受{penalties}", {"free_of": self.free_of}))
        if self.member_of:
            where = {"branch": "所在支部", "organisation": "本组织"}[self.member_of]
            wanted.append((f"是{where}的党员", {"member_of": self.member_of}))
        return tuple((name, self.model_copy(update=none | own)) for name, own in wanted)

    def _wanted(self) -> list[str]:
        """The conditions in words."""
        return [name for name, _ in self.singly()]

    def rests_on(self, subject: str, evidence: str, row: Mapping[str, Any]) -> tuple[str, ...]:
        """The post and who holds it."""
        return (subject, str(row.get("member")))

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        days = row["days"]
        said = f"任职期间应每天都{'、'.join(self._wanted())}，"
        said += f"有 {days} 天不符合" if days else "每天都符合"
        return Wording(str(days), "0", said)


def _alone(numbers: Mapping[str, Any] | None) -> str:
    """What one condition by itself gave: on how many days it did not hold, and from when."""
    if numbers is None:
        return "每天都要符合"
    if not numbers.get("days"):
        return "每天都符合"
    return f"{from_day_number(numbers['due'])} 起不符合，共 {numbers['days']} 天"


def _turns(spans: ir.Table, name: str) -> list[ir.Table]:
    """Spans as +1 on their first day and -1 on the first day after them, in the column `name`."""
    found = []
    spans = spans.filter(spans.since < spans.until)
    for day, step in ((spans.since, 1), (spans.until, -1)):
        steps = {n: step if n == name else 0 for n in ("held", "full", "barred", "inside")}
        found.append(spans.select("post", day=day).mutate(**steps))
    return found
