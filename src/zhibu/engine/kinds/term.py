"""Kind 5, term (任期): the holder of a post serves so many years at most, or goes with another post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.needs import Needs, common
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import MOST_DAYS, Count, Model, wrong
from zhibu.engine.language.words import Post
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.conditions import narrowed, organisation_runs, within_own_days
from zhibu.engine.sql.spans import as_of, covers, earlier, join, lacking, later, yes
from zhibu.engine.sql.tables import SINCE, STILL, working
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import Wording, holds, partly
from zhibu.facts import choices
from zhibu.kernel.dates import from_day_number

if TYPE_CHECKING:
    import ibis.expr.types as ir


class Together(Model):
    """随另一职务一同届满。"""

    post: Post = Field(description="哪个职务（在同一组织，没有则在直接上级）")
    days: Count = Field(le=MOST_DAYS, description="那个职务届满后最多再任几天")


class TermRule(RuleBase):
    """任期：担任某职务最多几年；可以随另一职务一同届满。"""

    subjects: ClassVar[tuple[str, ...]] = ("post",)

    kind: Literal["term"] = Field(description="规则种类")
    posts: Annotated[tuple[Post, ...], Field(min_length=1)] = Field(description="哪些职务")
    years: Count = Field(le=100, description="从任职起最多几年")
    together_with: Together | None = Field(None, description="随哪个职务一同届满")

    @model_validator(mode="after")
    def _some_years(self) -> Self:
        if not self.years:
            raise wrong("years 至少是 1")
        return self

    def needs(self) -> Needs:
        """See `zhibu.engine.language.needs`."""
        return Needs(frozenset(common(self.when, self.subject) | {"posts.until"}))

    def build(self, directive: str) -> Built:
        """Its SQL: one row a post that is held, and judged, on some day of the window."""
        candidates = self._candidates(directive)
        table = working("months_after")
        table = table.filter(table.months == 12 * self.years)
        rows = join(candidates, table, {"since": "base"}, {"due": "day"})
        own = candidates.select("subject", "start", id=candidates.subject, on=candidates.since)
        evidence = own
        if self.together_with is not None:
            pairs = self._pairs(candidates, self.together_with)
            evidence = own.union(pairs.select(*own.columns))
            ends = pairs.mutate(
                pair_due=pairs.until + self.together_with.days, pair_precision=pairs.until_precision)
            rows = join(rows, ends, {"subject": "subject"},
                        {n: n for n in ("pair_due", "pair_precision")}, "left")
            rows = rows.mutate(due=earlier(rows.due, rows.pair_due.fill_null(STILL)))
        else:
            import ibis

            rows = rows.mutate(pair_due=ibis.null("int64"), pair_precision=ibis.null("string"))
        rows = rows.select(
            "subject", "organisation", "start", "last", "due", ok=yes(rows.until <= rows.due),
            ended=rows.until, latest=rows.due, begun=rows.since, pair_due=rows.pair_due,
            since_precision=rows.since_precision, until_precision=rows.until_precision,
            pair_precision=rows.pair_precision)
        return Built(rows, _EXTRA, evidence, candidates)

    def _candidates(self, directive: str) -> ir.Table:
        import ibis

        posts = working("post")
        posts = posts.filter(posts.post.isin(self.posts))
        last = earlier(posts.until - 1, as_of())
        posts = posts.select(
            "since", "until", "since_precision", "until_precision", "organisation",
            subject=posts.id, start=later(posts.since, ibis.literal(SINCE, type="int64")),
            last=last, day=last)
        posts = posts.filter(posts.last >= SINCE)
        runs = organisation_runs(directive, self.when).select("organisation", "since", "until")
        both = join(posts, within_own_days(runs, self), {"organisation": "organisation"},
                    {"run_since": "since", "run_until": "until"})
        judged = both.filter((both.run_since <= both.last) & (both.run_until > both.start))
        return narrowed(judged.select(*posts.columns).distinct(), self)

    def _pairs(self, candidates: ir.Table, together: Together) -> ir.Table:
        """subject, start, id, on, until: the post that each goes with, where there is one."""
        import ibis

        others = working("post")
        others = others.filter(others.post == together.post)
        asked = candidates.select(
            "subject", "organisation", "start",
            day=earlier(candidates.since + together.days, candidates.last))
        here = self._held(asked, others)
        bodies = working("organisation")
        above = join(asked, bodies, {"organisation": "id"}, {"parent": "parent"})
        above = lacking(above, here, {"subject": "subject"})
        there = self._held(above.select("subject", "start", "day", organisation="parent"), others)
        found = here.union(there)
        order = ibis.window(group_by="subject", order_by=[ibis.desc("on"), ibis.asc("id")])
        ranked = found.mutate(place=ibis.row_number().over(order))
        ranked = ranked.filter(ranked.place == 0).drop("place")
        known = ranked.until <= as_of()  # one that still runs has no end yet
        return ranked.mutate(until=ibis.ifelse(known, ranked.until, ibis.null("int64")))

    @staticmethod
    def _held(asked: ir.Table, others: ir.Table) -> ir.Table:
        found = join(asked, others, {"organisation": "organisation"}, {
            "id": "id", "since": "since", "until": "until", "until_precision": "until_precision"})
        found = found.filter(covers(found, found.day), found.id != found.subject)
        return found.select("subject", "start", "id", "until", "until_precision", on=found.since)

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        lines = [f"{_day(row.get('begun'))} 任职，最多 {self.years} 年"]
        if self.together_with is not None:
            name = choices.POSTS[self.together_with.post]
            if row.get("pair_due") is None:
                lines.append(f"同届的{name}没有届满，只看 {self.years} 年")
            else:
                ended = _day(row["pair_due"] - self.together_with.days)
                lines.append(f"同届的{name} {ended} 届满，再任最多 {self.together_with.days} 天：不晚于 "
                             f"{_day(row['pair_due'])}")
        lines.append(f"几个日期中最早的是期限：{verdict.due}")
        if verdict.actual:
            lines.append(f"{verdict.actual} <= {verdict.due}：{holds(verdict.status == 'met')}")
            return lines, [f"届满晚了，应不晚于 {verdict.due}"]
        lines.append("到核查日仍在任")
        verb = "已过" if verdict.status != "pending" else "将到"
        return lines, [f"期限 {verdict.due} {verb}，要换届或免职"]

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        due = _day(row["latest"])
        ended = "" if row["ended"] == STILL else _day(row["ended"]).isoformat()
        said = f"任期应不晚于 {due} 届满，{f'实际 {ended} 届满' if ended else '现在仍在任'}"
        notes = partly(row["since_precision"], "任职的起始日期")
        if ended:
            notes += partly(row["until_precision"], "任职的截止日期")
        if row["pair_due"] is not None:
            notes += partly(row["pair_precision"], "同届职务的截止日期")
        return Wording(ended, f"<={due}", said + notes)

    def rests_on(
        self, subject: str, evidence: str, row: Mapping[str, Any]
    ) -> tuple[str, ...]:
        """Nothing more: its own dates are told in the reason, however long ago they lie."""
        return ()


_EXTRA = ("ended", "latest", "begun", "pair_due", "since_precision", "until_precision",
          "pair_precision")


def _day(number: Any) -> dt.date:
    return from_day_number(int(number))
