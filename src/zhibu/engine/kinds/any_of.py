"""The kind any_of (任选其一): of several requirements at least one holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, SerializeAsAny, model_validator

from zhibu.engine.kinds.alternatives import CHOICES, alternative, apart, several_constraints
from zhibu.engine.language.needs import Needs, lacking
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import wrong
from zhibu.engine.sql.built import UNKNOWN, Built
from zhibu.engine.sql.spans import join, later, yes
from zhibu.engine.sql.spans import lacking as without
from zhibu.engine.sql.tables import EVER
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import Wording

if TYPE_CHECKING:
    import ibis.expr.types as ir

_PERIOD = {"subject": "subject", "start": "start"}


class AnyOfRule(RuleBase):
    """任选其一：几种做法至少做到一种。"""

    subjects: ClassVar[tuple[str, ...]] = ("organisation", "member", "post", "activity", "ballot", "case")

    kind: Literal["any_of"] = Field(description="规则种类")
    of: Annotated[
        tuple[Annotated[SerializeAsAny[RuleBase], BeforeValidator(alternative)], ...],
        Field(json_schema_extra={"minItems": 2}),
    ] = Field(description="几种做法；每种写 kind 和它自己的键，判断的对象和期间要相同")

    @classmethod
    def default_subject(cls, data: dict[str, object]) -> str:
        """That of the first alternative."""
        from zhibu.engine.kinds import MODELS

        several = data.get("of")
        first = several[0] if isinstance(several, list) and several else None
        if isinstance(first, dict) and first.get("kind") in CHOICES:
            model = MODELS.get(str(first["kind"]))
            return model.default_subject(first) if model is not None else cls.subjects[0]
        return cls.subjects[0]

    @model_validator(mode="after")
    def _same_rows(self) -> Self:
        """Of whichever alternative: the same subjects and periods."""
        if len(self.of) < 2:
            raise wrong("of 里至少两种做法", "只有一种就直接写成那一种规则")
        for number, part in enumerate(self.of, start=1):
            error = several_constraints(part) or apart(self.of[0], part, number)
            if error is not None:
                raise error
        return self

    @cached_property
    def alternatives(self) -> tuple[RuleBase, ...]:
        """The alternatives with what the whole rule says of all of them."""
        shared = {name: getattr(self, name) for name in RuleBase.model_fields
                  if name not in ("kind", "subject")}
        found = tuple(part.model_copy(update=shared) for part in self.of)
        timings = [part.timing for part in found]
        if any(timing is not None and timing.apart for timing in timings):
            for part, own in zip(found, timings, strict=True):
                part._beside = tuple(
                    (t.due, t.inside) for t in timings if t is not None and t is not own)
        return found

    def parts(self) -> tuple[RuleBase, ...]:
        return self.alternatives

    def counts_meetings(self) -> tuple[str, ...]:
        return tuple(t for part in self.alternatives for t in part.counts_meetings())

    def asks_entitled(self) -> tuple[str, ...]:
        return tuple(t for part in self.alternatives for t in part.asks_entitled())

    @property
    def known(self) -> tuple[int, ...]:
        """The places of the alternatives that can be judged."""
        return tuple(range(len(self.of)))

    def knowable(self, tables: dict[str, set[str]]) -> RuleBase | None:
        """The rule by those alternatives for which the data is there; None: for none of them."""
        known = tuple(place for place, part in enumerate(self.alternatives)
                      if not lacking(part.needs().judging, tables))
        if not known:
            return None
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return PartlyKnown.model_construct(**fields, places=known)

    def can_be_late(self) -> bool:
        return any(part.can_be_late() for part in self.of)

    def needs(self) -> Needs:
        """All that its alternatives need; of those that are not judged only who would be."""
        needs = [part.needs() for part in self.alternatives]
        return Needs(frozenset().union(*(n.rows for n in needs)),
                     frozenset().union(*(needs[place].judging for place in self.known)))

    def build(self, directive: str) -> Built:
        """Its SQL: the rows of the alternatives side by side."""
        import ibis

        parts = self.alternatives
        built = {place: parts[place].build(directive) for place in range(len(parts))}
        asked = [found.candidates.select(*UNKNOWN) for found in built.values()
                 if found.candidates is not None]
        candidates = reduce(lambda a, b: a.union(b, distinct=True), asked).distinct()
        joined = candidates
        extra: list[str] = []
        for place in self.known:
            found = built[place]
            names = {f"ok{place}": "ok", f"due{place}": "due",
                     **{f"a{place}_{name}": name for name in found.extra}}
            joined = join(joined, found.rows, _PERIOD, names, "left")
            extra += names
        met = reduce(or_, (joined[f"ok{place}"].fill_null(0) == 1 for place in self.known))
        latest = reduce(later, (joined[f"due{place}"].fill_null(EVER) for place in self.known))
        # What is not met and has no due day yet can still be met: then there is no day for all.
        still = reduce(or_, ((joined[f"ok{place}"].fill_null(1) == 0)
                             & joined[f"due{place}"].isnull() for place in self.known))
        undated = (yes(met) == 0) & still
        due = ibis.ifelse(undated | (latest == EVER), ibis.null("int64"), latest)
        rows = joined.select("subject", "organisation", "start", "last", due=due, ok=yes(met),
                             **{name: joined[name] for name in extra})
        return Built(rows, tuple(extra), self._evidence(built, candidates), candidates)

    def _evidence(self, built: Mapping[int, Built], candidates: ir.Table) -> ir.Table | None:
        """The facts that any alternative counted; a fact that is judged itself counts as well."""
        own = [self.alternatives[place] for place in self.known if built[place].evidence is None]
        found = [self.alternatives[place].own_facts(built[place].rows)
                 if built[place].evidence is None else built[place].evidence for place in self.known]
        # Each distinct for itself: ibis fails on a projection that is part of two sides of a union.
        given = [table.select("subject", "start", "on", "id").distinct()
                 for table in found if table is not None]
        if not given:
            return None
        union = reduce(lambda a, b: a.union(b, distinct=True), given).distinct()
        if not any(part.itself for part in own):
            return union
        judged = candidates.select("subject", "start", on=candidates.start, id=candidates.subject)
        return union.union(without(judged, union, {**_PERIOD, "id": "id"}))

    def own_evidence(self, subject: str, start: int, row: Mapping[str, Any]) -> str:
        """Where no alternative has facts of its own: what is judged, or nothing."""
        return self.alternatives[self.known[0]].own_evidence(subject, start, row)

    def _own(self, row: Mapping[str, Any]) -> list[tuple[RuleBase, dict[str, Any], bool, Any]]:
        """Each alternative that was judged: its own columns, whether it holds, its due day."""
        found = []
        for place in self.known:
            if row.get(f"ok{place}") is not None:
                head = f"a{place}_"
                own = {n.removeprefix(head): v for n, v in row.items() if n.startswith(head)}
                found.append((self.alternatives[place], own, bool(row[f"ok{place}"]),
                              row[f"due{place}"]))
        return found

    def rests_on(self, subject: str, evidence: str, row: Mapping[str, Any]) -> tuple[str, ...]:
        """Whatever its alternatives rest on."""
        found = [name for part, own, *_ in self._own(row)
                 for name in part.rests_on(subject, evidence, own)]
        return tuple(dict.fromkeys(found))

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of each alternative, and what each lacks."""
        from zhibu.kernel.dates import from_day_number

        lines, missing = ["几种做法做到一种即可"], []
        for number, (part, own, holds, due) in enumerate(self._own(row), start=1):
            wording = part.describe(own, words)
            alone = verdict._replace(
                status="met" if holds else verdict.status, actual=wording.actual,
                required=wording.required, due=None if due is None else from_day_number(due))
            steps, lack = part.arithmetic(alone, own, words)
            lines += [f"做法{number}（{'做到' if holds else '没有做到'}）", *steps]
            missing += [f"做法{number}：{text}" for text in lack if not holds]
        return lines, missing

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual` and `required` of the alternatives, joined by ` | `."""
        found = [(part.describe(own, words), holds) for part, own, holds, _ in self._own(row)]
        said = "；".join(f"做法{number}{'做到了' if holds else '没有做到'}：{wording.reason}"
                        for number, (wording, holds) in enumerate(found, start=1))
        return Wording(" | ".join(wording.actual for wording, _ in found),
                       " | ".join(wording.required for wording, _ in found),
                       f"几种做法做到一种即可，{said}")


class PartlyKnown(AnyOfRule):
    """The same where some alternatives cannot be judged: a row that is not met is then unknown."""

    places: tuple[int, ...]

    @property
    def known(self) -> tuple[int, ...]:
        return self.places
