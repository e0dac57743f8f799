"""What a kind of sheet is: how it is recognised, and how its rows are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zhibu.rosters.columns import Layout, Vocabulary, find_layout
from zhibu.rosters.context import Context
from zhibu.rosters.findings import Page
from zhibu.rosters.rowkinds import head_text
from zhibu.rosters.sheets import Sheet


@dataclass(frozen=True)
class Kind:
    """One kind of sheet. Modules in this folder expose one as `KIND`.

    `order` says when it is read (organisations 10, members 20, ... the rest above 50);
    `required` are groups of fields of which each must be there (any field of a group will do);
    `telling` are fields that speak for this kind, `against` fields that speak against it;
    `title_words` speak for it when they stand in the title or the sheet's name.
    `peek` runs over every sheet of the kind before any is read in earnest, `finish` after all.
    """

    name: str
    label: str
    order: int
    vocabulary: Vocabulary
    required: tuple[tuple[str, ...], ...]
    read: Callable[[Page, Context], None]
    telling: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    title_words: tuple[str, ...] = ()
    peek: Callable[[Page, Context], None] | None = None
    finish: Callable[[Page, Context], None] | None = None
    tables: tuple[str, ...] = ()
    # Whether the title or rows in between name the branch, so that no column need do it.
    told_elsewhere: Callable[[Sheet, Layout], bool] | None = None

    def recognise(
        self, sheet: Sheet, given: Mapping[str, str], said: bool = False
    ) -> tuple[float, Layout] | None:
        """(how well the sheet fits, its layout), or None when a required column is missing.

        `said`: a person says that it is of this kind; then a list of persons needs names only.
        """
        layout = find_layout(sheet, self.vocabulary, given)
        if layout is None:
            return None
        lacking = self._lacking(sheet, layout)
        if lacking and not (said and self.told_elsewhere is not None and self.required[0] not in lacking):
            return None
        fit = layout.certainty
        fit += sum(2.0 for name in self.telling if name in layout)
        fit -= sum(3.0 for name in self.against if name in layout)
        title = head_text(sheet, layout) + sheet.name
        fit += sum(1.5 for word in self.title_words if word in title)
        return (fit, layout) if fit > 0 else None

    def told_by_columns(self, layout: Layout) -> bool:
        """Whether the columns alone give all that is required."""
        return all(any(name in layout for name in group) for group in self.required)

    def _lacking(self, sheet: Sheet, layout: Layout) -> list[tuple[str, ...]]:
        """The required fields that no column gives, nor the branch and group told elsewhere."""
        lacking = [group for group in self.required if not any(name in layout for name in group)]
        elsewhere = [group for group in lacking if {"branch", "group"} & set(group)]
        if elsewhere and self.told_elsewhere is not None and self.told_elsewhere(sheet, layout):
            lacking = [group for group in lacking if group not in elsewhere]
        return lacking

    def almost(self, sheet: Sheet) -> tuple[float, str] | None:
        """(how well the columns fit, what is lacking in Chinese) for a sheet that was not recognised."""
        layout = find_layout(sheet, self.vocabulary)
        lacking = self._lacking(sheet, layout) if layout is not None else []
        if layout is None or not lacking:
            return None
        named = ["或".join(self.vocabulary.shown_as(name) for name in group[:2]) for group in lacking]
        return layout.certainty - len(lacking), "、".join(f"“{name}”" for name in named)
