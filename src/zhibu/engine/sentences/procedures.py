"""The demands on the steps of a procedure: order, time between, papers, repetition."""

from __future__ import annotations

from typing import Any

from zhibu.engine.sentences.phrases import Words, called


def sequence(spec: Any, words: Words) -> str:
    """`sequence`: all its constraints, numbered where there are several."""
    head = f"办{called([spec.procedure], words, 'procedure.')}时，"
    said = [constraint_sentence(spec.procedure, one, words) for one in spec.constraints]
    if len(said) == 1:
        return head + said[0]
    return head + "；".join(f"（{number}）{text}" for number, text in enumerate(said, start=1))


def constraint_sentence(procedure: str, one: Any, words: Words) -> str:
    """One constraint in words."""

    def step(code: str) -> str:
        return f"“{words.get(f'{procedure}.{code}', code)}”"

    if one.order is not None:
        return "依次走完" + "、".join(step(code) for code in one.order)
    if one.every is not None:
        every = one.every
        return (f"从{step(every.from_)}到{step(every.until)}，"
                f"每隔最多 {every.months} 个月做一次{step(every.step)}")
    if one.step is not None:
        return f"到{step(one.step)}那天已有{called(one.papers, words)}"
    times = [f"{word}晚 {time.chinese}" for word, time in (
        ("至少", one.at_least), ("至多", one.at_most)) if time is not None]
    return f"{step(one.then)}比{step(one.first)}{'、'.join(times)}"
