"""Whether every engine can judge a rule: each is compiled for all of them, and what fails is told.

Compiling needs no data. What is compiled is kept, so that asking again costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from zhibu.engine.sources.copies import ENGINES
from zhibu.engine.sql.compiling import DIALECTS, rule_sql
from zhibu.kernel.errors import InputError, Problem

if TYPE_CHECKING:
    from zhibu.engine.language.rulebook import Rule

# The engine as users call it -> its dialect.
DIALECT_OF = dict(zip(ENGINES, DIALECTS, strict=True))
Progress = Callable[[int, int, str], None]  # done, all, the rule just compiled


def require_compilable(
    rules: Iterable[Rule], engines: Collection[str] = ENGINES, progress: Progress | None = None
) -> None:
    """InputError with every rule that cannot be judged on one of the engines, and why.

    `rules` as `Rulebook.rules` gives them: a rule on a procedure is there once for each constraint.
    """
    found: list[Problem] = []
    wanted = list(rules)
    for done, rule in enumerate(wanted, start=1):
        problems = (_problem(rule, engine) for engine in engines)
        found += (problem for problem in problems if problem is not None)
        if progress is not None:
            progress(done, len(wanted), rule.id)
    if found:
        raise InputError(found)


def _problem(rule: Rule, engine: str) -> Problem | None:
    """What is wrong with a rule on an engine; None if it can be judged there."""
    try:
        rule_sql(rule, DIALECT_OF[engine])
    except Exception as error:  # whatever the compiler stumbles over, the rule cannot be judged
        said = " ".join(str(error).split())[:200]
        return Problem(
            f"{rule.where}：规则 {rule.id}", f"{type(error).__name__}: {said}",
            f"{engine} 也能计算的规则",
            f"{rule.spec.kind} 的这种写法编译不到 {engine}。去掉上面所说的部分，或改用同类规则现有的写法；"
            "写法没有错的，请把这条规则和原话一起报给开发者。")
    return None
