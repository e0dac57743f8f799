"""A paper as a Word file, filled into the templates of this folder."""

from __future__ import annotations

from zhibu.papers.shapes import Paper


def word(paper: Paper) -> bytes:
    """The paper as .docx."""
    raise NotImplementedError(type(paper).__name__)
