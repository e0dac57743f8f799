"""Kind 11, vote (表决): a ballot has its quorum and its majority, by the method and with the candidates asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import reduce
from operator import and_
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhibu.engine.language.needs import Needs, common
from zhibu.engine.language.parts import one_of
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import Code, Model, Share, wrong
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.conditions import fact_candidates, in_window
from zhibu.engine.sql.spans import join, yes
from zhibu.engine.sql.tables import working
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import Wording, holds
from zhibu.facts import choices
from zhibu.facts.contract import TABLES

ABOVE = ("at_least", "more_than")
SIGNS = {"at_least": ">=", "more_than": ">"}
SAID = {"at_least": "不少于", "more_than": "多于"}


class Quorum(Model):
    """到会的占应到的几分之几。"""

    at_least: Share | None = Field(None, description="不少于（含）")
    more_than: Share | None = Field(None, description="多于（不含）")

    @model_validator(mode="after")
    def _one(self) -> Self:
        one_of(self, ABOVE)
        return self

    @property
    def bound(self) -> tuple[str, str]:
        """`at_least` or `more_than`, and the share as written."""
        name = "at_least" if self.at_least is not None else "more_than"
        return name, getattr(self, name)


class Majority(Quorum):
    """赞成票占几分之几。"""

    base: Literal["entitled", "present", "cast", "valid"] = Field(
        description="赞成票同什么比：entitled 应到，present 实到，cast 收回的票，valid 有效票")


class VoteRule(RuleBase):
    """表决：会上的表决到会够数、赞成够数，方式和差额符合要求。"""

    subjects: ClassVar[tuple[str, ...]] = ("ballot",)

    kind: Literal["vote"] = Field(description="规则种类")
    matters: Annotated[tuple[Code, ...], Field(min_length=1)] = Field(description="表决事项")
    quorum: Quorum | None = Field(None, description="到会的占应到的几分之几")
    majority: Majority | None = Field(None, description="赞成票占几分之几")
    method: Literal["secret", "hands"] | None = Field(
        None, description="表决方式：secret 无记名投票，hands 举手")
    surplus: Share | None = Field(None, description="差额：候选人比应选名额至少多几分之几，进一取整")

    @model_validator(mode="after")
    def _demands_something(self) -> Self:
        if not (self.quorum or self.majority or self.method or self.surplus):
            raise wrong("至少写一项：quorum、majority、method、surplus")
        return self

    def needs(self) -> Needs:
        """See `zhibu.engine.language.needs`."""
        rows = common(self.when, self.subject) | {"activities", "ballots.activity"}
        judging = {f"ballots.{name}" for name in self._columns()} - {"ballots.method"}
        return Needs(frozenset(rows), frozenset(judging))

    def _columns(self) -> tuple[str, ...]:
        """The columns of a ballot that are weighed."""
        found = [name for above, below, _ in self._shares() for name in (above, below)]
        found += ["method"] if self.method else []
        found += ["candidates", "seats"] if self.surplus else []
        return tuple(dict.fromkeys(found))

    def _shares(self) -> Iterator[tuple[str, str, Quorum]]:
        """(above the line, below it, how much it must be)."""
        if self.quorum is not None:
            yield "present", "entitled", self.quorum
        if self.majority is not None:
            yield "in_favour", self.majority.base, self.majority

    def build(self, directive: str) -> Built:
        """Its SQL as expressions: one row a ballot at an activity held in the window."""
        ballots = working("ballot")
        ballots = ballots.filter(ballots.matter.isin(self.matters))
        held = in_window(directive)
        columns = self._columns()
        voted = join(ballots.select("id", "activity", *columns), held, {"activity": "id"},
                     {"organisation": "organisation", "on": "on"}).drop("activity")
        candidates = fact_candidates(directive, self, voted, "on", settled=True)
        conditions = []
        for above, below, share in self._shares():
            name, text = share.bound
            limit = Fraction(text)
            left, right = candidates[above] * limit.denominator, candidates[below] * limit.numerator
            reached = left >= right if name == "at_least" else left > right
            conditions.append(candidates[below].notnull() & (candidates[below] > 0))
            conditions.append(candidates[above].notnull() & reached)
        if self.method is not None:
            conditions.append(candidates.method == self.method)
        if self.surplus is not None:
            limit = Fraction(self.surplus)
            over = candidates.candidates - candidates.seats
            conditions.append(candidates.candidates.notnull() & candidates.seats.notnull())
            conditions.append(over * limit.denominator >= candidates.seats * limit.numerator)
        rows = candidates.select(
            "subject", "organisation", "start", "last", *columns, due=candidates.start,
            ok=yes(reduce(and_, conditions)))
        return Built(rows, columns, None, candidates)

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        lines, missing = [], []
        for above, below, share in self._shares():
            name, text = share.bound
            top, base = row.get(above), row.get(below)
            if top is None or not base:
                empty = _label(above) if top is None else _label(below)
                lines.append(f"{empty}没有填或是 0：不成立")
                missing.append(empty)
                continue
            least = Fraction(text) * base
            wanted = -(-least // 1) if name == "at_least" else least // 1 + 1
            lines.append(f"{_label(above)} {top} ÷ {_label(below)} {base} {SIGNS[name]} {text}：{holds(top >= wanted)}")
            if top < wanted:
                missing.append(f"{_label(above)}至少要 {wanted}，还差 {wanted - top}")
        if self.method is not None:
            used = choices.METHODS.get(str(row.get("method")), "没有填")
            wanted_way = choices.METHODS[self.method]
            lines.append(f"表决方式：{used}，应是{wanted_way}：{holds(row.get('method') == self.method)}")
            if row.get("method") != self.method:
                missing.append(f"用{wanted_way}的方式表决")
        if self.surplus is not None:
            self._explain_surplus(row, lines, missing)
        return lines, missing

    def _explain_surplus(
        self, row: Mapping[str, Any], lines: list[str], missing: list[str]
    ) -> None:
        seats, candidates = row.get("seats"), row.get("candidates")
        if seats is None or candidates is None:
            empty = "应选名额" if seats is None else "候选人数"
            lines.append(f"{empty}没有填：不成立")
            missing.append(empty)
            return
        share = Fraction(str(self.surplus))
        extra = -(-share * seats // 1)
        over = candidates - seats
        lines.append(f"差额至少 {self.surplus} × {seats} 名，进一取整 {extra} 名")
        lines.append(f"{candidates} - {seats} = {over} >= {extra}：{holds(over >= extra)}")
        if over < extra:
            missing.append(f"候选人还差 {extra - over} 名")

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        actual, required, said = [], [], []
        for above, below, share in self._shares():
            name, text = share.bound
            top, base = row[above] or 0, row[below] or 0
            actual.append(f"{above}/{below}={top}/{base}")
            required.append(f"{above}/{below}{SIGNS[name]}{text}")
            said.append(f"{_label(above)}/{_label(below)} {top}/{base}，应{SAID[name]} {text}")
        if self.method is not None:
            actual.append(f"method={row['method']}")
            required.append(f"method={self.method}")
            used = choices.METHODS.get(row["method"], row["method"])
            said.append(f"方式是{used}，应是{choices.METHODS[self.method]}")
        if self.surplus is not None:
            candidates, seats = row["candidates"] or 0, row["seats"] or 0
            actual.append(f"candidates/seats={candidates}/{seats}")
            required.append(f"surplus>={self.surplus}")
            said.append(f"候选人 {candidates} 名、应选 {seats} 名，差额应不少于 {self.surplus}")
        return Wording(" ".join(actual), " ".join(required), "；".join(said))


def _label(column: str) -> str:
    return TABLES["ballots"].by_name[column].chinese
