"""Papers: from facts to a printed page or a Word file, in the official layout. Knows no Django."""

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
    "MIMES", "Bundle", "Cell", "Column", "Counterfoil", "Form", "Format", "Leaf", "Letter", "Node",
    "Paper", "Slip", "Slips", "Table", "Tree", "render",
]  # fmt: skip
