"""Who stands on a slip, read from lines as a person writes them: 姓名，介绍; of a survey 问题 | 回答 | 回答."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhibu.domain.voting.choices import Kind
from zhibu.domain.voting.models import Option
from zhibu.domain.voting.roll import Called
from zhibu.domain.voting.services.drafts import Person
from zhibu.kernel.errors import InputError, Problem

_AFTER_NAME = re.compile(r"[，,、\s]*[，,]\s*")
_ID = re.compile(r"^(.*?)[（(]([^（）()]+)[）)]$")


def people_read(kind: str, called: Iterable[Called], text: str) -> list[Person]:
    """The persons (or questions) of a text, one a line; InputError names the lines that cannot be read.

    A name that belongs to one member of the body means him; of two with one name write 姓名（编号）.
    """
    by_name: dict[str, list[Called]] = {}
    for one in called:
        by_name.setdefault("".join(one.member.name.split()), []).append(one)
    found, problems = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if kind == Kind.SURVEY:
            parts = [part.strip() for part in re.split(r"[|｜]", line)]
            if len(parts) < 3 or not all(parts):
                problems.append(Problem(f"第 {number} 行", line, "问题 | 回答 | 回答，至少两个回答"))
                continue
            found.append(Person(parts[0], answers=tuple(parts[1:])))
            continue
        name, _, about = (_AFTER_NAME.sub("，", line.strip(), count=1)).partition("，")
        person, problem = _person(number, name.strip(), about.strip(), by_name)
        found += [person] if person else []
        problems += [problem] if problem else []
    if problems:
        raise InputError(problems)
    return found


def _person(
    number: int, name: str, about: str, by_name: dict[str, list[Called]]
) -> tuple[Person | None, Problem | None]:
    marked = _ID.match(name)
    known = by_name.get("".join((marked[1] if marked else name).split()), [])
    if marked and known:
        same = [one for one in known if one.member.pk == marked[2]]
        if not same:
            keys = "、".join(one.member.pk for one in known)
            return None, Problem(f"第 {number} 行", name, f"姓名（编号），编号是 {keys} 之一")
        return Person(same[0].member.name, same[0].member.pk, about), None
    if len(known) > 1:
        keys = "、".join(f"{name}（{one.member.pk}）" for one in known)
        return None, Problem(f"第 {number} 行", name, f"有 {len(known)} 个同名的，写成其中一个：{keys}")
    if known:
        return Person(known[0].member.name, known[0].member.pk, about), None
    return Person(name, "", about), None


def people_text(kind: str, options: Iterable[Option | Person]) -> str:
    """The lines that `people_read` reads as these."""
    if kind == Kind.SURVEY:
        return "\n".join(" | ".join([one.name, *one.answers]) for one in options)
    return "\n".join(
        (f"{one.name}（{one.member}）" if one.member else one.name) + (f"，{one.about}" if one.about else "")
        for one in options
    )
