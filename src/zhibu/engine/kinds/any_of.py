"""The kind any_of (任选其一): of several requirements at least one holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    SerializeAsAny,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import nearest, wrong
from zhibu.engine.needs import Needs, lacking
from zhibu.engine.sql.built import UNKNOWN, Built
from zhibu.engine.sql.spans import join, later, yes
from zhibu.engine.sql.spans import lacking as without
from zhibu.engine.sql.tables import EVER
from zhibu.engine.verdicts import Verdict
from zhibu.engine.wording import Wording

if TYPE_CHECKING:
    import ibis.expr.types as ir

# The kinds that give one row a subject and period, whatever the facts.
CHOICES = ("frequency", "deadline", "composition", "checklist", "eligibility", "term", "notice",
           "record", "attendance", "vote")
# What the rows of an alternative stand for, and the keys that say which rows there are: those of
# alternatives of one rule are alike.
FAMILIES: dict[str, tuple[str, ...]] = {
    "period": ("period",), "day": (), "post": ("posts",), "activities": ("types", "where"),
    "posts": ("posts",), "cases": ("procedures",), "ballot": ("matters",),
}
_FAMILY = {"frequency": "period", "deadline": "period", "composition": "day", "checklist": "day",
           "eligibility": "post", "term": "post", "vote": "ballot"}
_PERIOD = {"subject": "subject", "start": "start"}
_FILLED = {"id": "any", "article": "-", "strength": "must", "sentence": "-"}


def _alternative(value: Any, info: ValidationInfo) -> Any:
    """One alternative as a rule; what it shares with the whole is put in by `AnyOfRule`."""
    from zhibu.engine.kinds import MODELS

    if isinstance(value, RuleBase):
        return value
    if not isinstance(value, dict):
        raise wrong("一组“键: 值”，里面有 kind")
    kind = value.get("kind")
    models = {name: MODELS[name] for name in CHOICES if name in MODELS}
    if kind not in models:
        _point("kind" if "kind" in value else "", kind, f"任选其一的规则种类之一：{'、'.join(models)}",
               nearest(str(kind), models) if kind else "补上 kind: …")
    fields = models[str(kind)].model_fields
    own = {field.alias or name for name, field in fields.items()
           if name == "kind" or name not in RuleBase.model_fields}
    for key in value:
        if key not in own:
            hint = nearest(str(key), own) or f"可用的键：{'、'.join(sorted(own))}"
            if key in RuleBase.model_fields:
                hint = f"{key} 写在整条规则上，各种做法共用"
            _point(str(key), key, "这种做法自己的键", hint)
    return models[str(kind)].model_validate(
        {**_FILLED, **value, "subject": info.data.get("subject", "")})


def _point(key: str, read: Any, expected: str, mend: str) -> None:
    """Raise an error that names one key of an alternative."""
    raise ValidationError.from_exception_data("any_of", [
        {"type": wrong(expected, mend), "loc": (key,) if key else (), "input": read}])


class AnyOfRule(RuleBase):
    """任选其一：几种做法至少做到一种。"""

    subjects: ClassVar[tuple[str, ...]] = ("organisation", "member", "post", "activity", "ballot")

    kind: Literal["any_of"] = Field(description="规则种类")
    of: Annotated[
        tuple[Annotated[SerializeAsAny[RuleBase], BeforeValidator(_alternative)], ...],
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
        first = self.of[0]
        for number, other in enumerate(self.of[1:], start=2):
            if _family(first) != _family(other):
                raise wrong(f"各种做法判断的期间相同：{first.kind} 和 {other.kind} 不能任选",
                            f"第 {number} 种做法换成同一类的")
            for name in FAMILIES[_family(first)]:
                if getattr(first, name) != getattr(other, name):
                    raise wrong(f"各种做法的 {name} 相同", f"第 {number} 种做法的 {name} 同第 1 种不一样")
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
        found = [built[place].evidence for place in self.known]
        # Each distinct for itself: ibis fails on a projection that is part of two sides of a union.
        given = [table.select("subject", "start", "on", "id").distinct()
                 for table in found if table is not None]
        if not given:
            return None
        union = reduce(lambda a, b: a.union(b, distinct=True), given).distinct()
        if len(given) == len(found):
            return union
        own = candidates.select("subject", "start", on=candidates.start, id=candidates.subject)
        return union.union(without(own, union, {**_PERIOD, "id": "id"}))

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


def _family(part: RuleBase) -> str:
    """What its rows stand for."""
    return _FAMILY.get(part.kind) or str(getattr(part, "of", "activities"))
