"""One function a kind: the demand of a rule in a sentence, from its parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zhibu.engine.kinds.limits import Limit
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.words import STRENGTHS
from zhibu.engine.sentences import meetings, procedures
from zhibu.engine.sentences.conditions import narrowed, subjects
from zhibu.engine.sentences.phrases import Words, called, chosen, due, each, posts, share
from zhibu.engine.sentences.procedures import constraint_sentence
from zhibu.facts import choices

_DOES = {"attendee": "参加", "host": "主持", "speaker": "主讲"}
_SIGNS = {">=": "不少于", ">": "多于", "<=": "不多于", "<": "少于"}


def sentence_of(spec: RuleBase, words: Words) -> str:
    """What the rule demands, whom it binds and how strongly, composed from its parameters."""
    who = _who(spec, words)
    strength = STRENGTHS.get(str(spec.strength), "")
    span = spec.in_force
    days = [f"从 {span.since} 起"] if span.since else []
    days += [f"到 {span.until} 的前一天为止"] if span.until else []
    said = f"{who}{strength}做到：{demand_of(spec, words)}"
    return f"{said}。" + (f"这一条{'，'.join(days)}管用。" if days else "")


def demand_of(spec: RuleBase, words: Words) -> str:
    """The demand alone, without whom it binds."""
    return _DEMANDS[spec.kind](spec, words)


def _who(spec: RuleBase, words: Words) -> str:
    if spec.subject == "member":
        return subjects(spec.when, "党员", True, words)
    if spec.subject == "organisation":
        return subjects(spec.when, "党组织", False, words)
    return subjects(spec.when, "各级党组织", False, words)


def _frequency(spec: Any, words: Words) -> str:
    when = each(spec.period)
    if spec.by is not None:
        when += f"（{due(spec.by, spec.period, True)}）"
    types = called(spec.types, words, last="或")
    where = narrowed(spec.where, words)
    if spec.share is not None:
        return f"{when}本人应参加的{types}{where}里，参加的不少于 {share(spec.share)}"
    does = _DOES.get(spec.as_, "开展")
    wide = "连同下级" if spec.in_ == "subtree" else ""
    times = [f"{word} {number} 次" for word, number in (
        ("至少", spec.at_least), ("至多", spec.at_most)) if number is not None]
    return f"{when}{wide}{'、'.join(times)}{does}{types}{where}"


def _composition(spec: Any, words: Words) -> str:
    return "任何一天，" + "；".join(_limit(limit) for limit in spec.limits)


def _limit(limit: Limit) -> str:
    name = limit.chinese
    if limit.penalties is not None:
        name = name.replace("受处分", f"受{chosen(limit.penalties, choices.PENALTIES, '或')}处分")
    said = [f"{_SIGNS[sign]} {text}" for sign, text in limit.bounds()]
    return name + "且".join(said + (["是单数"] if limit.odd else []))


def _eligibility(spec: Any, words: Words) -> str:
    said = ["是正式党员"] if spec.full_member else []
    if spec.free_of:
        said.append(f"没有受{chosen(spec.free_of, choices.PENALTIES, '或')}处分")
    if spec.member_of:
        said.append("是任职组织的党员" if spec.member_of == "organisation" else "是所在支部的党员")
    return f"担任{posts(spec.posts)}的人，任职的每一天都{'、'.join(said)}"


def _vacancy(spec: Any, words: Words) -> str:
    exact = f"{'至少' if spec.or_more else '恰好'}有 {spec.exactly} 名{posts([spec.post])}"
    return f"每一天{exact}；人数不符的日子连续不超过 {spec.days} 天"


def _term(spec: Any, words: Words) -> str:
    said = f"担任{posts(spec.posts)}最多 {spec.years} 年"
    if spec.together_with is not None:
        other = posts([spec.together_with.post])
        said += f"，并且随{other}一同届满，{other}届满后最多再任 {spec.together_with.days} 天"
    return said


def _deadline(spec: Any, words: Words) -> str:
    paper = called([spec.paper], words)
    return f"{each(spec.period)}的{paper}，{due(spec.due, spec.period, False)}要有"


def _streak(spec: Any, words: Words) -> str:
    thing = "不交党费" if spec.thing == "dues" else (
        f"不参加组织生活（{called(spec.thing.attended, words)}都算）")
    warned = "" if spec.warn_at is None else f"，连续 {spec.warn_at} 个月起提醒"
    return f"不连续 {spec.months} 个月{thing}{warned}"


def _dues(spec: Any, words: Words) -> str:
    grace = f"，最迟到月末后 {spec.days} 天" if spec.days else ""
    return f"每个月的党费在当月最后一天以前交清{grace}"


def _checklist(spec: Any, words: Words) -> str:
    name = called([spec.checklist], words, "checklist.")
    items = [
        called([item.item], words, f"checklist.{spec.checklist}.")
        + ("" if item.least is None else f"不小于 {item.least}")
        for item in spec.items
    ]
    return f"检查清单{name}里，{'、'.join(items)}，最近一次检查都符合"


def _any_of(spec: Any, words: Words) -> str:
    return "下面几样至少做到一样——" + "；或者".join(demand_of(part, words) for part in spec.of)


_DEMANDS: dict[str, Callable[[Any, Words], str]] = {
    "frequency": _frequency, "composition": _composition, "eligibility": _eligibility,
    "vacancy": _vacancy, "term": _term, "deadline": _deadline, "streak": _streak, "dues": _dues,
    "checklist": _checklist, "any_of": _any_of, "notice": meetings.notice,
    "record": meetings.record, "attendance": meetings.attendance, "vote": meetings.vote,
    "sequence": procedures.sequence,
}

__all__ = ["constraint_sentence", "demand_of", "sentence_of"]
