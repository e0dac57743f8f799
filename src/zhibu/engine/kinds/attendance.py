"""Kind 8, attendance (出席): of those entitled to come to a meeting enough were there, or the right ones."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.needs import Needs, common, of_where
from zhibu.engine.language.parts import Where
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Code, Share, wrong
from zhibu.engine.language.words import Post
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.conditions import activities, fact_candidates
from zhibu.engine.sql.narrowing import holding_there
from zhibu.engine.sql.spans import covers, earlier, having, join, later, yes
from zhibu.engine.sql.tables import working
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import Wording, holds
from zhibu.facts import choices

if TYPE_CHECKING:
    import ibis.expr.types as ir

WHO = {"members": "应到的党员", "voting": "有表决权的党员"}


class AttendanceRule(RuleBase):
    """出席：已开展的活动，应到的人到够了；或者担任某些职务的都到了；或者由担任某职务的人主持。"""

    subjects: ClassVar[tuple[str, ...]] = ("activity",)

    kind: Literal["attendance"] = Field(description="规则种类")
    types: Annotated[tuple[Code, ...], Field(min_length=1)] = Field(description="活动类型")
    entitled: Literal["members", "voting"] | None = Field(
        None, description="谁应到：members 当天属于活动所在组织的党员，voting 其中有表决权的")
    at_least: Share | None = Field(None, description="到会的不少于应到的几分之几（含）")
    more_than: Share | None = Field(None, description="到会的多于应到的几分之几（不含）")
    excused: Literal["leave_out"] | None = Field(
        None, description="leave_out：请假的不算应到；不写时算应到、没有到")
    posts: Annotated[tuple[Post, ...], Field(min_length=1)] | None = Field(
        None, description="应到的人里担任这些职务的（在哪里任职都算）都要到")
    host_post: Annotated[tuple[Post, ...], Field(min_length=1)] | None = Field(
        None, description="主持人当天在活动所在组织或其上级担任其中之一")
    where: Where = Field(default_factory=Where, description="只管哪些活动")

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        forms = [self.at_least or self.more_than, self.posts, self.host_post]
        if sum(form is not None for form in forms) != 1 or (self.at_least and self.more_than):
            raise wrong("恰好写一个键：at_least、more_than、posts、host_post")
        if self.host_post is not None and (self.entitled or self.excused):
            raise wrong("写了 host_post，就不写 entitled、excused")
        if self.share is not None and self.entitled is None:
            raise wrong("entitled: members 或 voting", "写了比例，要写明谁应到")
        return self

    @property
    def share(self) -> Fraction | None:
        """The share of those entitled that must be there (or be exceeded)."""
        text = self.at_least or self.more_than
        return None if text is None else Fraction(text)

    @property
    def who(self) -> str:
        """`members` or `voting`."""
        return self.entitled or "members"

    def counts_meetings(self) -> tuple[str, ...]:
        return self.types if self.share is not None else ()

    def asks_entitled(self) -> tuple[str, ...]:
        return self.types if self.host_post is None else ()

    def needs(self) -> Needs:
        """See `zhibu.engine.language.needs`."""
        rows = common(self.when, self.subject) | {"activities"} | of_where(self.where)
        if self.host_post is not None:
            return Needs(frozenset(rows), frozenset({"activities.host", "posts.until"}))
        judging = {"attendance", "members.left", "memberships.until", "?states.until"}
        if self.entitled == "voting":
            judging |= {"members.full_since", "penalties.until"}
        if self.posts is not None:
            judging.add("posts.until")
        return Needs(frozenset(rows), frozenset(judging))

    def build(self, directive: str) -> Built:
        """Its SQL as expressions: one row an activity held in the window."""
        held = activities(self.types, self.where, directive).select("id", "organisation", "on", "host")
        candidates = fact_candidates(directive, self, held, "on", settled=True)
        if self.host_post is not None:
            return self._hosted(candidates)
        counted = self._by_posts(candidates) if self.posts else self._by_meeting(candidates)
        if self.excused:
            counted = counted.mutate(entitled=counted.entitled - counted.excused)
        enough = counted.there == counted.entitled
        share = self.share
        if share is not None:
            left, right = counted.there * share.denominator, counted.entitled * share.numerator
            enough = left >= right if self.at_least else left > right
        rows = counted.select(
            "subject", "organisation", "start", "last", "there", "entitled", "excused",
            due=counted.start, ok=yes((counted.entitled == 0) | enough))
        return Built(rows, ("there", "entitled", "excused"), None, candidates)

    def _hosted(self, candidates: ir.Table) -> Built:
        """Whether one of the hosts holds a post."""
        asked = candidates.select("organisation", id="subject", on="start")
        fitting = holding_there(asked, "host", self.host_post or ()).select("id").distinct()
        found = join(candidates, fitting.mutate(fits=1), {"subject": "id"}, {"fits": "fits"}, "left")
        fits = yes(found.fits.notnull())
        rows = found.select("subject", "organisation", "start", "last", "host",
                            due=found.start, ok=fits, fits=fits)
        return Built(rows, ("host", "fits"), None, candidates)

    def _by_meeting(self, candidates: ir.Table) -> ir.Table:
        """With the numbers counted once for all rules."""
        import ibis

        numbers = {"entitled": self.who, "there": f"{self.who}_there",
                   "excused": f"{self.who}_excused"}
        found = join(candidates, working("meeting"), {"subject": "activity"}, numbers, "left")
        return found.mutate(**{name: ibis.coalesce(found[name], 0) for name in numbers})

    def _by_posts(self, candidates: ir.Table) -> ir.Table:
        """With the numbers of those entitled who hold the posts anywhere."""
        import ibis

        found = self._holders(candidates)
        found = join(found, working("attendance"), {"subject": "activity", "member": "member"},
                     {"status": "status"}, "left")
        sums = found.group_by("subject").agg(
            entitled=found.count(), there=yes(found.status.isin(("present", "online"))).sum(),
            excused=yes(found.status == "excused").sum())
        numbers = {name: name for name in ("entitled", "there", "excused")}
        both = join(candidates, sums, {"subject": "subject"}, numbers, "left")
        return both.mutate(**{name: ibis.coalesce(both[name], 0) for name in numbers})

    def _holders(self, candidates: ir.Table) -> ir.Table:
        """subject, member: those entitled to come to each activity who hold one of the posts."""
        posts = working("post")
        posts = posts.filter(posts.post.isin(self.posts or ()))
        spans = join(working("entitled"), posts, {"member": "member"},
                     {"post_since": "since", "post_until": "until"})
        spans = spans.mutate(since=later(spans.since, spans.post_since),
                             until=earlier(spans.until, spans.post_until))
        spans = having(spans.filter(spans.since < spans.until), candidates,
                       {"organisation": "organisation"})
        found = join(candidates.select("subject", "organisation", "start"), spans,
                     {"organisation": "organisation"},
                     {"member": "member", "since": "since", "until": "until", "n": self.who})
        found = found.filter(covers(found, found.start))
        found = found.group_by("subject", "member").agg(n=found.n.sum())
        return found.filter(found.n > 0).select("subject", "member")

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        if self.host_post is not None:
            good = bool(row.get("fits"))
            lines = [f"主持人：{'已填' if row.get('host') else '没有填'}",
                     f"主持人当天在活动所在组织或上级担任{self._posts()}：{holds(good)}"]
            return lines, [] if good else [f"由{self._posts()}主持"]
        there, entitled = row.get("there", 0), row.get("entitled", 0)
        out = row.get("excused", 0)
        all_of_them = entitled + out if self.excused else entitled
        lines = [f"{self._who()}：{all_of_them} 人"]
        if self.excused:
            lines.append(f"除去请假的 {out} 人：{all_of_them} - {out} = {entitled} 人")
        elif out:
            lines.append(f"其中请假 {out} 人，算没有到")
        lines.append(f"到会（含线上）：{there} 人")
        if not entitled:
            return [*lines, "没有人应到，算符合"], []
        share = self.share
        if share is None:
            lines.append(f"{there} = {entitled}：{holds(there == entitled)}")
            return lines, [f"{entitled} - {there} = 还差 {entitled - there} 人"]
        sign, text = (">=", self.at_least) if self.at_least else (">", self.more_than)
        wanted = -(-share * entitled // 1) if self.at_least else share * entitled // 1 + 1
        good = there >= wanted
        lines.append(f"{there}/{entitled} {sign} {text}：{holds(good)}")
        return lines, [] if good else [f"至少要到 {wanted} 人，还差 {wanted - there} 人"]

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        if self.host_post is not None:
            host, posts = row["host"] or "", self._posts()
            said = f"由{posts}主持" if row["fits"] else f"没有填主持人，应由{posts}主持"
            if host and not row["fits"]:
                said = f"主持人当天没有担任{posts}"
            return Wording(host, " ".join(self.host_post), said)
        there, entitled = row["there"], row["entitled"]
        said = f"{self._who()} {entitled} 人，到了 {there} 人"
        if self.excused and row["excused"]:
            said += f"（请假的 {row['excused']} 人不算应到）"
        if self.at_least or self.more_than:
            sign = f">={self.at_least}" if self.at_least else f">{self.more_than}"
            wanted = f"应不少于 {self.at_least}" if self.at_least else f"应多于 {self.more_than}"
            return Wording(f"{there}/{entitled}", sign, f"{said}，{wanted}")
        return Wording(f"{there}/{entitled}", "all", f"{said}，应全部到会")

    def _posts(self) -> str:
        names = self.host_post or self.posts or ()
        return "或".join(choices.POSTS[post] for post in names)

    def _who(self) -> str:
        return f"担任{self._posts()}、{WHO[self.who]}" if self.posts else WHO[self.who]
