"""Papers: from facts to a printed page or a Word file, in the official layout. Knows no Django."""

from zhibu.papers.books import Booklet, Chapter, Poster, Printable
from zhibu.papers.rendering import MIMES, render
from zhibu.papers.shapes import (
    Bundle,
    Cell,
    Column,
    Counterfoil,
    Form,
    Format,
    Leaf,
    Letter,
    Node,
    Paper,
    Slip,
    Slips,
    Table,
    Tree,
)

__all__ = [
    "MIMES", "Booklet", "Bundle", "Cell", "Chapter", "Column", "Counterfoil", "Form", "Format", "Leaf", "Letter", "Node",
    "Paper", "Poster", "Printable", "Slip", "Slips", "Table", "Tree", "render",
]  # fmt: skip
