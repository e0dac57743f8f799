"""Two papers for what holds for long: a booklet with cover and contents, a sheet for the wall."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from zhibu.papers.shapes import Bundle, Letter, Paper

Text = str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of a booklet: its title, a line below it (who decided it when), its paragraphs as of a letter."""

    title: Text
    note: Text = ""
    body: Sequence[Text] = ()


@dataclass(frozen=True, slots=True)
class Booklet:
    """A booklet on A4 (封面、目录、正文); each chapter begins on a page of its own, pages are counted from the first chapter."""

    title: Text
    organ: Text
    chapters: Sequence[Chapter]
    printed: Text = ""  # at the foot of the cover: 二〇二六年十一月
    on: dt.date | None = None

    def letters(self) -> Bundle:
        """The same for Word: cover and contents, then each chapter, as letters without a head."""
        names = [f"{number}. {one.title}" for number, one in enumerate(self.chapters, 1)]
        cover = Letter(title=self.title, body=["目录", *names], signed_by=self.organ, on=self.on, head="plain", sealed=False)
        parts = [_plain(one.title, one.note, one.body) for one in self.chapters]
        return Bundle([cover, *parts], self.title, on=self.on)


@dataclass(frozen=True, slots=True)
class Poster:
    """One text on one page for the wall (上墙), A3 or A4; letters are as large as the page allows."""

    title: Text
    body: Sequence[Text]
    organ: Text = ""
    note: Text = ""
    large: bool = True  # A3
    on: dt.date | None = None

    def letter(self) -> Letter:
        """The same for Word: a letter without a head, whose letters a person makes as large as he likes."""
        return _plain(self.title, self.note, self.body, self.organ)


def _plain(title: Text, note: Text, body: Sequence[Text], organ: Text = "") -> Letter:
    lines = [f"（{note}）", *body] if note else list(body)
    return Letter(title=title, body=lines, signed_by=organ, head="plain", sealed=False)


Printable: TypeAlias = Paper | Booklet | Poster


def for_word(paper: Printable) -> Paper:
    """What Word is given: a booklet and a sheet for the wall as letters, everything else as it is."""
    if isinstance(paper, Booklet):
        return paper.letters()
    return paper.letter() if isinstance(paper, Poster) else paper
