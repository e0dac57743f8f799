"""Errors that a person can act on: what happened, where, what was read, what was expected, how to mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input, in Chinese.

    `where` names file, row and column (or line); `read` is the value as it stands there ("" where
    nothing stands); `expected` says what would be right; `mend` says what to do.
    """

    where: str
    read: str
    expected: str
    mend: str = ""

    def __str__(self) -> str:
        read = f"读到“{shortened(self.read)}”" if self.read else "是空的"
        text = f"{self.where}：{read}，应为{self.expected}。"
        return text + (self.mend if not self.mend or self.mend.endswith("。") else f"{self.mend}。")


def shortened(text: str, most: int = 200) -> str:
    """A text as a message quotes it: of one without end the beginning, and how long it is."""
    return text if len(text) <= most else f"{text[:most]}……（共 {len(text)} 个字）"


class ZhibuError(Exception):
    """Root of the errors that doors show to a person; its text is Chinese and says what to do."""


class InputError(ZhibuError):
    """Input that cannot be taken in: every problem is listed, nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NotAllowed(ZhibuError):
    """The actor may not do this; the text says why and who may."""


class NotFound(ZhibuError):
    """The thing is not there, or not in the actor's scope (the two are not told apart)."""


class Refused(ZhibuError):
    """The state of things does not allow it now; the text says what must happen first."""
