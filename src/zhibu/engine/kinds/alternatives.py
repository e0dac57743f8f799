"""What may stand in `of` of a rule that leaves a choice: which kinds go together, and why others do not.

Verdicts of alternatives are laid side by side by subject and first day, so those of one rule stand for the
same things: every kind belongs to a family, and a family says which keys must be the same.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError

from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.scalars import nearest, wrong

# The kinds that give one row a subject and period, whatever the facts.
CHOICES = ("frequency", "deadline", "composition", "checklist", "eligibility", "term", "notice",
           "record", "attendance", "vote", "streak", "dues", "sequence")
# What the rows of an alternative stand for, and the keys that say which rows there are.
FAMILIES: dict[str, tuple[str, ...]] = {
    "period": ("period",), "day": (), "post": ("posts",), "activities": ("types", "where"),
    "posts": ("posts",), "cases": ("procedures",), "ballot": ("matters",), "case": ("procedure",),
}
_FAMILY = {"frequency": "period", "deadline": "period", "dues": "period", "composition": "day",
           "checklist": "day", "streak": "day", "eligibility": "post", "term": "post",
           "vote": "ballot", "sequence": "case"}
# How a row of a family is said, and what else is in the family.
_ROWS = {
    "period": ("每个期间一条结论", "frequency、deadline，按月的还有 dues"),
    "day": ("核查日一条结论", "composition、checklist；对党员的 streak"),
    "post": ("每段任职一条结论", "eligibility、term"),
    "activities": ("每次活动一条结论", "notice、record、attendance"),
    "posts": ("每个新任职一条结论", "record（of: posts）"),
    "cases": ("每个事项一条结论", "record（of: cases）"),
    "ballot": ("每次表决一条结论", "vote"),
    "case": ("每个事项一条结论", "sequence"),
}
# Kinds that cannot be an alternative: why, and what to write instead.
_NOT: dict[str, tuple[str, str]] = {
    "vacancy": (
        "空缺有几段就有几条结论，期间由事实定，同别的做法对不上",
        "改写成 composition 的 holders（核查日那天有没有人担任），或者单独写一条 vacancy 规则"),
    "any_of": ("任选其一里面不再套任选其一", "把里面的几种做法直接写进外面的 of"),
}


def alternative(value: Any, info: ValidationInfo) -> Any:
    """One alternative as a rule; what it shares with the whole is put in by `AnyOfRule`."""
    from zhibu.engine.kinds import MODELS

    if isinstance(value, RuleBase):
        return value
    if not isinstance(value, dict):
        raise wrong("一组“键: 值”，里面有 kind")
    kind = value.get("kind")
    if kind in _NOT:
        why, instead = _NOT[str(kind)]
        _point("kind", kind, f"任选其一的规则种类之一：{'、'.join(CHOICES)}", f"{why}；{instead}")
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
    subject = info.data.get("subject", "")
    fitting = models[str(kind)].subjects
    if subject and subject not in fitting:
        _point("kind", kind, f"判断 {subject} 的规则种类（整条规则的 subject 由第 1 种做法定）",
               f"{kind} 判断的是 {'、'.join(fitting)}；分成两条规则写，或者换成判断同一对象的种类")
    return models[str(kind)].model_validate({**_FILLED, **value, "subject": subject})


_FILLED = {"id": "any", "article": "-", "strength": "must", "sentence": "-"}


def _point(key: str, read: Any, expected: str, mend: str) -> None:
    """Raise an error that names one key of an alternative."""
    raise ValidationError.from_exception_data("any_of", [
        {"type": wrong(expected, mend), "loc": (key,) if key else (), "input": read}])


def family(part: RuleBase) -> str:
    """What the rows of an alternative stand for."""
    return _FAMILY.get(part.kind) or str(getattr(part, "of", "activities"))


def apart(first: RuleBase, other: RuleBase, number: int) -> PydanticCustomError | None:
    """Why the `number`th alternative cannot stand beside the first; None where it can."""
    one, two = _ROWS[family(first)], _ROWS[family(other)]
    if family(first) != family(other):
        return wrong(
            f"各种做法的结论对得上：{first.kind} {one[0]}，{other.kind} {two[0]}，不能任选",
            f"第 {number} 种做法换成同第 1 种一类的（{one[1]}），或者分成两条规则写")
    for name in FAMILIES[family(first)]:
        if _key(first, name) != _key(other, name):
            monthly = "；dues 按月判断，同它任选的写 period: month" if name == "period" else ""
            return wrong(f"各种做法的 {name} 相同", f"第 {number} 种做法的 {name} 同第 1 种不一样{monthly}")
    return None


def _key(part: RuleBase, name: str) -> Any:
    return "month" if part.kind == "dues" and name == "period" else getattr(part, name)


def several_constraints(part: RuleBase) -> PydanticCustomError | None:
    """What is wrong with an alternative on a procedure that has several demands; None where it has one."""
    constraints = getattr(part, "constraints", ())
    if len(constraints) < 2:
        return None
    return wrong("of 里的 sequence 只写一项 constraints",
                 "几项都要做到的，每一项另写一条规则；几项里做到一项的，每一项写成一种做法")
