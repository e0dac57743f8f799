"""Finding the heading rows of a sheet and telling which column means what, with its certainty."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from zhibu.rosters.sheets import Sheet
from zhibu.rosters.values.text import BLANK, squash, text_of

TOP = 25  # headings are looked for in the first filled rows only
_KEPT = 5000  # answers that a vocabulary keeps
_UNITS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_MARKS = re.compile(r"[*＊:：、,，。.．/／\-—_\"“”‘’'☆★※]")


@lru_cache(maxsize=4096)
def heading_key(text: str) -> str:
    """A heading for comparing: no blanks, line breaks, units in brackets, marks."""
    bare = unicodedata.normalize("NFKC", BLANK.sub("", text))
    without = _UNITS.sub("", bare)
    return _MARKS.sub("", without or bare)


class Vocabulary:
    """The fields of a kind of sheet and the headings that clerks give them.

    `words` maps a field to its synonyms, separated by blanks. A synonym between `*` matches
    inside a longer heading. `patterns` maps a regular expression to a field; the first group, if
    any, is put into the field's `{}` (`(\\d+)月` -> `month_{}`).
    """

    def __init__(self, words: Mapping[str, str], patterns: Mapping[str, str] | None = None) -> None:
        self.exact: dict[str, str] = {}
        self._shown = {name: synonyms.split()[0].strip("*") for name, synonyms in words.items()}
        self.inside: list[tuple[str, str]] = []
        for name, synonyms in words.items():
            for word in synonyms.split():
                if word.startswith("*"):
                    self.inside.append((heading_key(word.strip("*")), name))
                else:
                    self.exact.setdefault(heading_key(word), name)
        self._kept: dict[str, tuple[str, float]] = {}
        self.patterns = [(re.compile(rule), name) for rule, name in (patterns or {}).items()]
        self.inside.sort(key=lambda pair: -len(pair[0]))

    def shown_as(self, name: str) -> str:
        """The usual heading of a field."""
        return self._shown.get(name, name)

    def field_of(self, heading: str) -> tuple[str, float]:
        """(field, certainty 0..1) of one heading; ("", 0.0) when it is unknown."""
        return self._field_of_key(heading_key(heading))

    def knows(self, key: str) -> bool:
        """Whether a heading (as `heading_key` gives it) means anything here."""
        return bool(self._field_of_key(key)[0])

    def _field_of_key(self, key: str) -> tuple[str, float]:
        """Every cell near the top is looked at by every kind, so that answers are kept."""
        found = self._kept.get(key)
        if found is None:
            if len(key) > 30 or key.isdecimal():
                return "", 0.0
            if len(self._kept) > _KEPT:
                self._kept.clear()
            found = self._kept[key] = self._sought(key)
        return found

    def _sought(self, key: str) -> tuple[str, float]:
        if not key:
            return "", 0.0
        if key in self.exact:
            return self.exact[key], 1.0
        for rule, name in self.patterns:
            match = rule.fullmatch(key)
            if match:
                return name.format(*match.groups()), 1.0
        for word, name in self.inside:
            if word in key:
                return name, 0.5 + 0.4 * len(word) / len(key)
        return "", 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """A recognised column: its place, the heading as shown, the field and the certainty."""

    index: int
    heading: str
    field: str
    certainty: float


@dataclass
class Layout:
    """Where the headings of a sheet stand and what each column means."""

    header_rows: tuple[int, ...]
    columns: dict[str, Column] = field(default_factory=dict)
    unknown: list[Column] = field(default_factory=list)
    _keys: dict[int, set[str]] | None = None

    def heading_keys(self, sheet: Sheet) -> dict[int, set[str]]:
        """Column number -> every label over it, for finding the headings again further down."""
        if self._keys is None:
            self._keys = {
                column.index: {squash(label) for label in labels_of(sheet, self.header_rows, column.index)}
                for column in (*self.columns.values(), *self.unknown)
            }
        return self._keys

    @property
    def first_row(self) -> int:
        """The first row below the headings."""
        return self.header_rows[-1] + 1

    @property
    def certainty(self) -> float:
        """The sum of the columns' certainties: how much of the sheet is understood."""
        return sum(column.certainty for column in self.columns.values())

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def index(self, name: str) -> int:
        """The column of a field, -1 when the sheet has none."""
        column = self.columns.get(name)
        return column.index if column else -1

    def heading(self, name: str) -> str:
        """The heading of a field as the sheet shows it (line breaks as they are)."""
        column = self.columns.get(name)
        return column.heading if column else ""

    def value(self, sheet: Sheet, row: int, name: str) -> object:
        """The cell of a field in a row, "" when the sheet has no such column."""
        index = self.index(name)
        return sheet.value(row, index) if index >= 0 else ""

    def text(self, sheet: Sheet, row: int, name: str) -> str:
        """The same as text."""
        return text_of(self.value(sheet, row, name))


def find_layout(sheet: Sheet, vocabulary: Vocabulary, given: Mapping[str, str] | None = None) -> Layout | None:
    """The best heading row (or two, or three rows) near the top; None where there is none.

    `given` is a person's mapping: heading or column letter -> field ("" for none).
    """
    best: Layout | None = None
    told = _known_words(sheet, vocabulary)
    for row in _top_rows(sheet):
        # Where no row has two words of the kind there is no heading; this spares most of the work.
        if not given and not any(row <= known < row + 3 for known in told):
            continue
        for depth in (1, 2, 3):
            if row + depth - 1 > sheet.height or (depth > 1 and not _continues(sheet, row, depth)):
                break
            layout = _layout(sheet, tuple(range(row, row + depth)), vocabulary, given or {})
            if len(layout.columns) >= 2 and (best is None or _is_better(layout, best)):
                best = layout
    return best


def _top_rows(sheet: Sheet) -> list[int]:
    """The first filled rows."""
    return list(islice((row for row in sheet.numbers() if not sheet.is_blank(row)), TOP))


def _known_words(sheet: Sheet, vocabulary: Vocabulary) -> list[int]:
    """The rows near the top with two words of the vocabulary or more."""
    rows = {row + below for row in _top_rows(sheet) for below in range(3) if row + below <= sheet.height}
    return [row for row in sorted(rows) if sum(map(vocabulary.knows, _keys_of(sheet, row))) > 1]


def _keys_of(sheet: Sheet, row: int) -> list[str]:
    """The cells of a row as heading keys; kept with the sheet, for every kind asks for them."""
    kept: dict[int, list[str]] = vars(sheet).setdefault("heading_keys", {})
    if row not in kept:
        kept[row] = [heading_key(text) for _, text in sheet.filled(row) if len(text) <= 40]
    return kept[row]


def _is_better(layout: Layout, best: Layout) -> bool:
    """More is understood; or as much with fewer rows, so that a subtitle is no heading."""
    gain = layout.certainty - best.certainty
    return gain > 0.01 or (gain > -0.01 and len(layout.header_rows) < len(best.header_rows))


def _continues(sheet: Sheet, row: int, depth: int) -> bool:
    """Whether the last of `depth` rows can belong to the headings: short words only, under gaps."""
    cells = sheet.filled(row + depth - 1)
    if not cells or any(len(text) > 12 or re.fullmatch(r"[\d./-]{5,}", text) for _, text in cells):
        return False
    upper = [column for column, _ in sheet.filled(row)]
    if not upper:
        return False
    below = [column for column, _ in cells]
    new = [column for column in below if column not in upper]
    grouped = any(merge.top == row and (merge.bottom > row or merge.right > merge.left)
                  for merge in sheet.merges)  # fmt: skip
    return bool(new) and (grouped or len(below) <= len(upper))


def goes_on(sheet: Sheet, rows: tuple[int, ...]) -> bool:
    """Whether the row below heading rows may belong to them too."""
    return rows[-1] < sheet.height and len(rows) < 3 and _continues(sheet, rows[0], len(rows) + 1)


def labels_of(sheet: Sheet, rows: tuple[int, ...], column: int) -> list[str]:
    """The labels over a column from top to bottom; group headings are spread over their columns."""
    labels = []
    for row in rows:
        text = text_of(sheet.value(row, column))
        if not squash(text):
            head_row, head_column = sheet.head_of(row, column)
            text = text_of(sheet.value(head_row, head_column)) if head_row >= rows[0] else ""
        if not squash(text) and row != rows[-1] and squash(text_of(sheet.value(rows[-1], column))):
            text = _left_neighbour(sheet, row, column)
        if squash(text) and text not in labels:
            labels.append(text)
    return labels


def _left_neighbour(sheet: Sheet, row: int, column: int) -> str:
    """A group heading without a merge stands over its first column only."""
    for left in range(column - 1, -1, -1):
        text = text_of(sheet.value(row, left))
        if squash(text):
            return text
    return ""


def _layout(sheet: Sheet, rows: tuple[int, ...], vocabulary: Vocabulary, given: Mapping[str, str]) -> Layout:
    found: list[Column] = []
    for index in range(sheet.width):
        labels = labels_of(sheet, rows, index)
        if labels:
            found.append(_column(index, labels, vocabulary, given))
    layout = Layout(rows)
    for column in sorted(found, key=lambda one: (-one.certainty, one.index)):
        if column.field and column.field not in layout.columns:
            layout.columns[column.field] = column
        else:
            layout.unknown.append(Column(column.index, column.heading, "", 0.0))
    return layout


def _column(index: int, labels: list[str], vocabulary: Vocabulary, given: Mapping[str, str]) -> Column:
    heading = labels[-1].strip()
    letter = column_letters(index)
    for name in (letter, heading, heading_key(heading)):
        if name in given:
            return Column(index, heading, given[name], 2.0 if given[name] else 0.0)
    choices = ["".join(labels), labels[-1], *([labels[0]] if len(labels) > 1 else [])]
    best = ("", 0.0)
    for place, choice in enumerate(choices):
        name, certainty = vocabulary.field_of(choice)
        # The group heading alone says less than the label right above the column.
        certainty -= 0.3 if place == 2 and certainty else 0.0
        if certainty > best[1]:
            best = (name, certainty)
    return Column(index, heading, best[0], round(best[1], 2))


def column_letters(index: int) -> str:
    """A for 0, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_repeated_header(sheet: Sheet, layout: Layout, filled: list[tuple[int, str]]) -> bool:
    """The headings once more in the middle of the sheet."""
    keys = layout.heading_keys(sheet)
    hits = total = 0
    for index, text in filled:
        total += 1
        hits += index in keys and text in keys[index]
        if total == 5 and not hits:
            return False
    return hits >= 2 and hits >= 0.6 * total
