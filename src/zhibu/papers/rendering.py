"""From a paper to its bytes."""

from __future__ import annotations

from zhibu.papers.shapes import Format, Paper

MIMES: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def render(paper: Paper, format: Format = "pdf") -> bytes:
    """The paper as PDF or Word file; the same paper gives the same PDF, byte for byte."""
    if format == "docx":
        from zhibu.papers.word import word  # slow to import; only downloads need it

        return word(paper)
    from zhibu.papers.pdf import pdf

    return pdf(paper)
