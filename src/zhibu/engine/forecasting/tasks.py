"""What a verdict not met yet asks for: a short text, how many, and by which activities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from zhibu.engine.verdicts import Verdict
from zhibu.facts.choices import POSTS

_ROLES = {"attendee": "参加", "host": "主持", "speaker": "主讲"}


def types_of(spec: Any) -> tuple[str, ...]:
    """The activity types that a rule asks for, of all its alternatives."""
    found = [name for part in spec.parts() if part.kind == "frequency" for name in part.types]
    return tuple(dict.fromkeys(found))


def days_that_count(spec: Any, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day in the months that count; as they are where all do or none is left."""
    where = getattr(spec, "where", None)
    if where is None or where.months is None or last < first:
        return first, last
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    fitting = [day for day in days if day.month in where.months]
    return (fitting[0], fitting[-1]) if fitting else (first, last)


def needed_and_missing(spec: Any, verdict: Verdict) -> tuple[int, int]:
    """How many the period asks for, and how many are still missing."""
    if spec.kind == "frequency" and spec.at_least is not None:
        done = int(verdict.actual) if verdict.actual.isdigit() else 0
        return spec.at_least, max(spec.at_least - done, 0)
    return 1, int(verdict.status != "met")


def task(spec: Any, verdict: Verdict, missing: int, words: Mapping[str, str]) -> str:
    """What has to be done, in a few Chinese words."""
    maker = _TASKS.get(spec.kind)
    return maker(spec, verdict, missing, words) if maker is not None else str(spec.sentence)


def _activity(spec: Any, verdict: Verdict, missing: int, words: Mapping[str, str]) -> str:
    kinds = "、".join(words.get(name, name) for name in spec.types)
    if spec.at_least is None:
        return str(spec.sentence)
    verb = _ROLES.get(spec.as_ or "", "开展")
    if not spec.as_ and kinds.endswith("报告"):
        verb = "写好、报送"
    posts = [POSTS[post] for post in spec.where.attendee_post or () if spec.as_ == "attendee"]
    with_whom = f"同{posts[0]}{'等' if len(posts) > 1 else ''}的" if posts else ""
    return f"{verb}{with_whom}{kinds}，{missing or spec.at_least} 次"


def _paper(spec: Any, verdict: Verdict, missing: int, words: Mapping[str, str]) -> str:
    return f"交{words.get(spec.paper, spec.paper)}"


def _dues(spec: Any, verdict: Verdict, missing: int, words: Mapping[str, str]) -> str:
    return f"交 {verdict.period_start.year} 年 {verdict.period_start.month} 月党费"


def _term(spec: Any, verdict: Verdict, missing: int, words: Mapping[str, str]) -> str:
    posts = "、".join(POSTS.get(post, post) for post in spec.posts)
    return f"{posts}任期届满，安排换届或调整"


def _vacancy(spec: Any, verdict: Verdict, missing: int, words: Mapping[str, str]) -> str:
    return f"补齐{POSTS.get(spec.post, spec.post)}，应有 {spec.exactly} 人"


def _step(spec: Any, verdict: Verdict, missing: int, words: Mapping[str, str]) -> str:
    last = next_step(spec)
    name = words.get(f"procedure.{spec.procedure}", spec.procedure)
    label = words.get(f"{spec.procedure}.{last}", last)
    return f"{name}：{label}" if last else f"{name}：{spec.sentence}"


def next_step(spec: Any) -> str:
    """The step that a constraint of a procedure waits for."""
    one = spec.constraint
    step: str | None = one.every.step if one.every is not None else one.then or one.step
    return step or ""


_TASKS = {
    "frequency": _activity, "deadline": _paper, "dues": _dues, "term": _term, "vacancy": _vacancy,
    "sequence": _step,
}
