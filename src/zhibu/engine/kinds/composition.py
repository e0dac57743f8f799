"""Kind 2, composition (构成): counts on an organisation on the as-of day, all within their limits."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from operator import and_
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from zhibu.engine.kinds.limits import COMPARE, Limit
from zhibu.engine.language.needs import Needs, common
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.sql.built import Built
from zhibu.engine.sql.conditions import has_upper
from zhibu.engine.sql.counts import counted, largest_group, total
from zhibu.engine.sql.periods import day_candidates
from zhibu.engine.sql.spans import as_of, join, yes
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import Wording
from zhibu.engine.wording import holds as _said


class CompositionRule(RuleBase):
    """构成：核查日那天党组织的人数、组数、任职都在界限之内。"""

    subjects: ClassVar[tuple[str, ...]] = ("organisation",)

    kind: Literal["composition"] = Field(description="规则种类")
    limits: Annotated[tuple[Limit, ...], Field(min_length=1)] = Field(
        description="各项界限，要全部符合")

    def needs(self) -> Needs:
        """See `zhibu.engine.language.needs`."""
        judging = {name for limit in self.limits for name in limit.needs()}
        return Needs(frozenset(common(self.when, self.subject)), frozenset(judging))

    def build(self, directive: str) -> Built:
        """Its SQL as expressions: one row an organisation in force on the as-of day."""
        import ibis

        candidates = day_candidates(directive, self)
        asked = candidates.select("organisation", "day").distinct()
        upper = has_upper(self.when)
        joined, facts = candidates, []
        extra: list[str] = []
        for index, limit in enumerate(self.limits):
            found = counted(asked, limit, upper)
            tables = {f"n{index}": total(limit, found)}
            facts.append(found)
            if limit.count == "share_in_one_group":
                tables[f"g{index}"] = largest_group(found)
            elif limit.other is not None:
                facts.append(counted(asked, limit.other, upper))
                tables[f"m{index}"] = total(limit.other, facts[-1])
            for name, table in tables.items():
                joined = join(joined, table, {"organisation": "organisation"}, {name: "n"}, "left")
                joined = joined.mutate(**{name: ibis.coalesce(joined[name], 0)})
            extra += tables
        holds = [test for index, limit in enumerate(self.limits)
                 for test in _holds(joined, index, limit)]
        rows = joined.select(
            "subject", "organisation", "start", "last", due=as_of(), ok=yes(reduce(and_, holds)),
            **{name: joined[name] for name in extra})
        counts = [found.select("organisation", "on", "id") for found in facts]
        evidence = reduce(lambda a, b: a.union(b, distinct=True), counts).distinct()
        evidence = evidence.select("on", "id", subject=evidence.organisation, start=as_of())
        return Built(rows, tuple(extra), evidence, candidates)

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning, and what is missing."""
        lines, missing = [], []
        for index, limit in enumerate(self.limits):
            number, shown = limit.number(index, row)
            if limit.count == "share_in_one_group":
                shown = f"{row.get(f'g{index}') or 0}/{row.get(f'n{index}') or 0} = {number}"
            lines.append(f"{limit.chinese}：{shown}")
            for reckoning, wanted, good in limit.tests(index, row):
                lines.append(f"{reckoning}：{_said(good)}")
                if not good:
                    missing.append(f"{limit.chinese}应{wanted}，现在 {shown}")
        return lines, missing

    def rests_on(self, subject: str, evidence: str, row: Mapping[str, Any]) -> tuple[str, ...]:
        """The organisation and whom it counted."""
        return (subject, *evidence.split())

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row."""
        actual, required, said = [], [], []
        for index, limit in enumerate(self.limits):
            _, shown = limit.number(index, row)
            actual.append(f"{limit.label}={shown}")
            required += limit.required()
            wanted = "、".join(text for _, text, _ in limit.tests(index, row))
            said.append(f"{limit.chinese} {shown}，应{wanted}")
        return Wording(" ".join(actual), " ".join(required), "当天" + "；".join(said))


def _holds(row: Any, index: int, limit: Limit) -> list[Any]:
    """The demands of a limit as conditions, in whole numbers: a share is multiplied out."""
    import ibis

    count, found = row[f"n{index}"], []
    for sign, text in limit.bounds():
        number = Fraction(text)
        left, right = count, number.numerator
        if limit.count == "share_in_one_group":
            whole = ibis.greatest(count, 1)  # nobody to share out: a share of 0
            left, right = row[f"g{index}"] * number.denominator, whole * number.numerator
        elif limit.other is not None:
            left, right = count * number.denominator, row[f"m{index}"] * number.numerator
        found.append(COMPARE[sign](left, right))
    if limit.odd:
        found.append((count == 0) | (count % 2 == 1))
    return found
