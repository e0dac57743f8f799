"""Questions as a page shows them: choices, single doubts, families of equal doubts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from zhibu.web.imports.asking import BRANCH, DAY, MEMBER, TYPE

PICKED = (MEMBER, BRANCH, TYPE)


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One doubt, or several with the same words; `keys` are all that an answer settles."""

    field: str
    keys: tuple[str, ...]
    who: str
    detail: str
    choices: tuple[Choice, ...]
    writes: str = ""
    picks: tuple[tuple[str, str], ...] = ()
    written: str = ""
    kept: str = ""
    answer: str = ""
    days: frozenset[str] = frozenset()

    @property
    def types(self) -> bool:
        """Whether there is a field to type into."""
        return bool(self.writes) and self.writes not in PICKED

    @property
    def values(self) -> set[str]:
        """What may be posted as a choice."""
        return {choice.value for choice in self.choices}


@dataclass
class Family:
    """Doubts of one kind; `every` are answers for all of them at once."""

    key: str
    title: str
    hint: str
    items: list[Asked]
    every: tuple[Choice, ...] = ()
    writes: str = ""
    remember: bool = False
    remembered: bool = True
    every_written: str = ""
    open: bool = False
    days: frozenset[str] = frozenset()
    field_label: str = ""
    field_hint: str = ""
    shown: list[Asked] = field(default_factory=list)

    @property
    def asks_all_day(self) -> bool:
        """Whether one day may be given for all."""
        return self.writes == DAY and bool(self.every) and self.items[0].field.startswith("q-")

    @property
    def mend_only(self) -> bool:
        """Whether nothing can be answered here: the sheet itself must be mended."""
        return all(len(item.choices) == 1 and not item.writes for item in self.items)

    @property
    def short_hint(self) -> str:
        """The form of what is typed."""
        return self.field_hint.partition("；")[0].removeprefix("如 ")

    @property
    def left_text(self) -> str:
        """How many are still open, in words."""
        return f"还有 {self.unanswered} 处没答"

    @property
    def count(self) -> int:
        """How many doubts."""
        return sum(len(item.keys) for item in self.items)

    @property
    def unanswered(self) -> int:
        """How many of them are still open."""
        if self.mend_only:
            return 0
        return sum(len(item.keys) for item in self.items if not item.answer)


def unify(family: Family) -> None:
    """One answer given to all stands on the line for all, and the single ones are blank."""
    known = {choice.value for choice in family.every}
    for given in ({item.answer for item in family.items}, {_by_place(i) for i in family.items}):
        common = next(iter(given)) if len(given) == 1 else ""
        value, _, written = common.partition(" ")
        if common and value not in known:
            value, written = "", common if family.writes == DAY else ""
        if known and (value or written):
            every = (Choice(c.value, c.label, c.value == value) for c in family.every)
            family.every, family.every_written = tuple(every), written
            family.items = [_blank(item) for item in family.items]
            return


def _by_place(item: Asked) -> str:
    """The answer by its place among the candidates, as it may be common to many."""
    values = [choice.value for choice in item.choices[:-1]]
    return f"#{values.index(item.answer)}" if item.answer in values else ""


def _blank(item: Asked) -> Asked:
    choices = tuple(Choice(choice.value, choice.label) for choice in item.choices)
    return replace(item, choices=choices, written="")
