"""Kind 4, vacancy (空缺): an organisation has exactly N holders of a post on every day, or soon again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from zhibu.engine.language.needs import Needs, common
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import MOST_DAYS, Count, Flag
from zhibu.engine.language.words import Post
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.conditions import narrowed, organisation_runs, within_own_days
from zhibu.engine.sql.spans import as_of, earlier, having, join, lacking, later, merged, yes
from zhibu.engine.sql.tables import SINCE, working
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import Wording, holds
from zhibu.facts import choices

if TYPE_CHECKING:
    import ibis.expr.types as ir


class VacancyRule(RuleBase):
    """空缺：党组织每天都恰有几人担任某职务；人数不符的日子连续不超过几天。"""

    subjects: ClassVar[tuple[str, ...]] = ("organisation",)

    kind: Literal["vacancy"] = Field(description="规则种类")
    post: Post = Field(description="哪个职务")
    exactly: Count = Field(1, description="恰有几人担任（多了也算不符）")
    or_more: Flag = Field(False, description="true：多于这个人数也算符合，只管空缺")
    days: Count = Field(le=MOST_DAYS, description="人数不符的日子最多连续几天")

    def needs(self) -> Needs:
        """See `zhibu.engine.language.needs`."""
        return Needs(frozenset(common(self.when, self.subject)), frozenset({"posts.until"}))

    def build(self, directive: str) -> Built:
        """Its SQL: one row a gap, or one for an organisation without any."""
        import ibis

        since = ibis.literal(SINCE, type="int64")
        days = self._days_in_force(directive)
        inside = days.filter(days.until > SINCE)
        spans = inside.group_by("organisation").agg(
            first=inside.since.min(), end=inside.until.max())
        candidates = narrowed(spans.select(
            "organisation", subject="organisation", start=later(spans.first, since),
            last=spans.end - 1, day=spans.end - 1), self)
        posts = working("post")
        posts = having(posts.filter(posts.post == self.post), candidates,
                       {"organisation": "organisation"})
        days = having(days, candidates, {"organisation": "organisation"})
        gaps = self._gaps(days, posts)
        missed = join(candidates.select("subject", "organisation"), gaps,
                      {"organisation": "organisation"}, {n: n for n in ("since", "until", *_OF_GAP)})
        length = missed.until - missed.since
        missed = missed.select(
            "subject", "organisation", start=later(missed.since, since), last=missed.until - 1,
            due=missed.since + self.days,
            ok=yes((length <= self.days) & (missed.until <= as_of())),
            days=length, **{name: missed[name] for name in _OF_GAP})
        calm = lacking(candidates, gaps, {"organisation": "organisation"})
        empty = {"least": ibis.null("int64"), "most": ibis.null("int64"),
                 "before": ibis.null("string"), "after": ibis.null("string")}
        quiet = calm.select(
            "subject", "organisation", "start", "last", due=ibis.null("int64"),
            ok=ibis.literal(1), days=ibis.literal(0, type="int64"), **empty)
        rows = missed.union(quiet.select(*missed.columns))
        return Built(rows, ("days", *_OF_GAP), _held(calm, inside, posts), candidates)

    def _days_in_force(self, directive: str) -> ir.Table:
        """organisation, since, until: runs of days up to the as-of day on which the rule is in force."""
        runs = organisation_runs(directive, self.when).select("organisation", "since", "until")
        runs = runs.mutate(until=earlier(runs.until, as_of() + 1))
        return within_own_days(runs, self)

    def _gaps(self, days: ir.Table, posts: ir.Table) -> ir.Table:
        """organisation, since, until of each gap that touches the window, with `_OF_GAP`."""
        stretches = self._stretches(days, posts)
        gaps = merged(stretches, ["organisation"])
        gaps = gaps.filter(gaps.until > SINCE)
        parts = join(gaps, stretches, {"organisation": "organisation"},
                     {"first": "since", "end": "until", "held": "held"})
        parts = parts.filter((parts.first >= parts.since) & (parts.end <= parts.until))
        found = parts.group_by("organisation", "since", "until").agg(
            least=parts.held.min(), most=parts.held.max())
        ended = posts.group_by("organisation", "until").agg(id=posts.id.min())
        begun = posts.group_by("organisation", "since").agg(id=posts.id.min())
        found = join(found, ended, {"organisation": "organisation", "since": "until"},
                     {"before": "id"}, "left")
        return join(found, begun, {"organisation": "organisation", "until": "since"},
                    {"after": "id"}, "left")

    def _stretches(self, days: ir.Table, posts: ir.Table) -> ir.Table:
        """Stretches of days in force on which another number holds the post: `held`."""
        import ibis

        holders = merged(posts, ["organisation", "member"])  # one who holds it twice is one
        turns = [
            spans.select("organisation", day=spans[column]).mutate(
                **{name: step if name == counted else 0 for name in ("force", "held")})
            for spans, counted in ((days, "force"), (holders, "held"))
            for column, step in (("since", 1), ("until", -1))
        ]
        events = turns[0].union(*turns[1:])
        events = events.group_by("organisation", "day").agg(
            force=events.force.sum(), held=events.held.sum())
        upto = ibis.window(group_by="organisation", order_by="day", preceding=(None, 0))
        order = ibis.window(group_by="organisation", order_by="day")
        running = events.select(
            "organisation", since=events.day, until=events.day.lead().over(order),
            force=events.force.sum().over(upto), held=events.held.sum().over(upto))
        wrong = running.held < self.exactly if self.or_more else running.held != self.exactly
        return running.filter(running.force > 0, wrong).drop("force")

    @property
    def _bound(self) -> str:
        return "至少" if self.or_more else "恰"

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        name, days = choices.POSTS[self.post], row.get("days", 0)
        lines = [f"每天应{self._bound}有 {self.exactly} 名{name}"]
        if not days:
            return [*lines, f"期间没有一天人数不符：0 <= {self.days}：{holds(True)}"], []
        lines.append(f"从人数不符的第一天到 {verdict.period_end}，共 {days} 天，{name}{_how_many(row)}")
        lines.append(f"{days} <= {self.days}：{holds(days <= self.days)}")
        lines.append(f"第一天 + {self.days} 天 = {verdict.due}")
        missing = []
        if days > self.days:
            missing.append(f"人数不符的日子比最多 {self.days} 天多了 {days - self.days} 天")
        elif verdict.status == "pending":
            missing.append(f"{verdict.due} 前要恢复到{self._bound}有 {self.exactly} 名{name}")
        return lines, missing

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        days, name = row["days"], choices.POSTS[self.post]
        reason = f"期间每天都{self._bound}有 {self.exactly} 名{name}"
        if days:
            reason = f"应{self._bound}有 {self.exactly} 名{name}，连续 {days} 天{_how_many(row)}，最多 {self.days} 天"
        return Wording(str(days), f"<={self.days}", reason)

    def rests_on(
        self, subject: str, evidence: str, row: Mapping[str, Any]
    ) -> tuple[str, ...]:
        """The organisation, the posts that were held, those that end or follow a gap."""
        around = (row.get("before"), row.get("after"))
        return (subject, *evidence.split(), *(name for name in around if name))


_OF_GAP = ("least", "most", "before", "after")


def _held(calm: ir.Table, inside: ir.Table, posts: ir.Table) -> ir.Table:
    """Evidence where there was no gap: the posts held on some day in force."""
    import ibis

    wanted = calm.select("subject", "organisation", "start")
    found = join(wanted, inside, {"organisation": "organisation"},
                 {"first": "since", "end": "until"})
    found = join(found, posts, {"organisation": "organisation"},
                 {"since": "since", "until": "until", "id": "id"})
    first = later(later(found.first, ibis.literal(SINCE, type="int64")), found.since)
    found = found.filter(first < earlier(found.end, found.until))
    return found.select("subject", "start", "id", on=found.since).distinct()


def _how_many(row: Mapping[str, Any]) -> str:
    """How many held the post in a gap, in words."""
    least, most = row.get("least"), row.get("most")
    if least == most:
        return "无人担任" if most == 0 else f"有 {most} 名"
    return f"有 {least} 至 {most} 名"
