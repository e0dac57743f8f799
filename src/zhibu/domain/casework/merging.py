"""Puts the roads of several directives together, step by step: the stricter holds, both are named."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MergedStep:
    """One step with what all directives in force ask of it."""

    code: str
    label: str
    stage: str
    strength: str
