"""A paper as PDF, set by typst from the layouts in this folder.

Data reaches the layouts as JSON through `sys.inputs`; no source is ever put together from texts.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import TYPE_CHECKING

from zhibu.papers import fonts
from zhibu.papers.books import Printable
from zhibu.papers.drawing import day_of, drawn
from zhibu.papers.headings import WORDS

if TYPE_CHECKING:
    import typst

LAYOUTS = fonts.FOLDER.parent / "layouts"
UNDATED = dt.date(2000, 1, 1)  # a file always says when it was made; without a day it says the same one

LARGE = 20_000  # signs of data: a list of some 200 rows
KEPT = 11  # compilations that typst looks back


def pdf(paper: Printable) -> bytes:
    """The paper as a tagged PDF with title and language; equal papers give equal bytes."""
    data = drawn(paper)
    given = {"paper": json.dumps(data, ensure_ascii=False), "fonts": json.dumps(fonts.families())}
    given["words"] = WORDS.pattern
    day = day_of(paper) or UNDATED
    made = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    found = _compiled(given, made)
    if len(given["paper"]) > LARGE:
        _forget()
    return found


def _compiled(given: dict[str, str], made: dt.datetime) -> bytes:
    import typst

    compiler = typst.Compiler(LAYOUTS / "main.typ", root=LAYOUTS, font_paths=_fonts(), sys_inputs=given)
    try:
        found = compiler.compile(format="pdf", timestamp=made, pdf_standards=["ua-1"])
    except typst.TypstError as fault:
        if "PDF/UA" not in str(fault):
            raise
        found = compiler.compile(format="pdf", timestamp=made)  # still tagged, without the promise
    assert isinstance(found, bytes)
    return found


def _forget() -> None:
    """Typst keeps what its last ten papers needed: after a long list that is memory held for nothing."""
    import typst

    for _ in range(KEPT):
        typst.compile(b"", font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    """The vendored fonts alone: a paper looks the same on every machine. Read once; never changed after."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER]
    )
