"""From a paper to its bytes."""

from __future__ import annotations

from zhibu.papers.books import Printable, for_word
from zhibu.papers.shapes import Format

MIMES: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def render(paper: Printable, format: Format = "pdf") -> bytes:
    """The paper as PDF or Word file; the same paper gives the same PDF, byte for byte."""
    if format == "docx":
        from zhibu.papers.word import word  # slow to import; only downloads need it

        return word(for_word(paper))
    from zhibu.papers.pdf import pdf

    return pdf(paper)
