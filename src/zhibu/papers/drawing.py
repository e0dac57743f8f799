"""A paper as plain data for the layouts: every text cleaned, every cell in its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from zhibu.kernel.dates import chinese_day
from zhibu.papers import books, shapes
from zhibu.papers.headings import Paragraph, cut
from zhibu.papers.texts import Texts, spelled
from zhibu.papers.widths import fitted, room_of

Data = dict[str, Any]
Part = shapes.Single | books.Booklet | books.Poster
STEP, NAME = 4.5, 2.6  # of a tree: mm a level moves in; share of the column of names
COMPACT = 9.0  # points: letters of a list of hundreds
BREAKABLE = 360  # signs: a cell with more may go on over the page


def drawn(paper: books.Printable) -> Data:
    """What main.typ reads: title, day, and the parts in order."""
    parts = parts_of(paper)
    first = paper.title or (parts[0].title if parts else "")
    return {
        "title": Texts().one(first).replace("\n", " ") or "文书",
        "duplex": isinstance(paper, shapes.Bundle) and paper.duplex,
        "parts": [part(one) for one in parts],
    }


def parts_of(paper: books.Printable) -> list[Part]:
    """The papers of a bundle, or the one; the tables of a letter follow it as parts of their own."""
    singles: Sequence[Part] = list(paper.parts) if isinstance(paper, shapes.Bundle) else [paper]
    found: list[Part] = []
    for single in singles:
        found.append(single)
        if isinstance(single, shapes.Letter):
            found.extend(attached(single))
    return found


def attached(letter: shapes.Letter) -> list[shapes.Form | shapes.Table]:
    """A letter's tables with their place in it as serial: 附件1, 附件2."""
    many = len(letter.tables) > 1
    return [
        replace(table, serial=table.serial or (f"附件{number}" if many else "附件"))
        for number, table in enumerate(letter.tables, 1)
    ]


def part(paper: Part) -> Data:
    """One part: its kind, its fields, and a note where a character has no shape."""
    texts = Texts()
    kind, fields = _KINDS[type(paper)]
    found: Data = {"kind": kind, **fields(paper, texts)}
    found["title"] = texts.one(paper.title)
    found["missing"] = texts.note()
    found["rare"] = "".join(sorted(texts.rare))
    return found


def letter(paper: shapes.Letter, texts: Texts) -> Data:
    """The fields of letter.typ; the red name is worked out here, so that Word has the same."""
    signers = texts.many(paper.signed_by) if paper.signed_by else [texts.one(paper.organ)]
    return {
        "mark": texts.one(mark_of(paper)),
        "head": paper.head,
        "number": texts.one(paper.number),
        "to": texts.one(paper.to),
        "body": _outlined([cut(line) for line in texts.many(paper.body)]),
        "attachments": texts.many(paper.attachments),
        "signers": [signer for signer in signers if signer],
        "on": chinese_day(paper.on),
        "contact": texts.one(paper.contact),
        "copies": texts.one("，".join(map(spelled, _listed(paper.copies_to)))),
        "approver": texts.one(paper.approver),
        "printer": texts.one(paper.printed_by),
        "printed": chinese_day(paper.printed_on),
        "sealed": paper.sealed,
        "hand": paper.handwriting,
    }


def _outlined(paragraphs: list[Paragraph]) -> list[Data]:
    """Paragraphs with their place in the outline: 2 below the title, never two steps deeper at once."""
    found, last = [], 1
    for one in paragraphs:
        alone = 0 < one.level <= 2 and not one.rest  # a heading that goes on in the line is none of the outline
        place = min(one.level + 1, last + 1) if alone else 0
        last = place or last
        found.append({**one._asdict(), "outline": place})
    return found


def mark_of(paper: shapes.Letter) -> str:
    """发文机关标志: with 文件 above a document, the bare name above a letter."""
    if paper.mark:
        return paper.mark
    return f"{paper.organ}文件" if paper.head == "document" and paper.organ else paper.organ


def form(paper: shapes.Form, texts: Texts) -> Data:
    """The fields of form.typ: cells row by row."""
    return {
        "widths": [float(width) for width in paper.widths],
        "rows": [[_cell(cell, texts) for cell in row] for row in paper.rows],
        "subtitle": texts.one(paper.subtitle),
        "notes": texts.many(paper.notes),
        "signatures": texts.many(paper.signatures),
        "serial": texts.one(paper.serial),
        "filled": texts.many(paper.filled),
        "landscape": paper.landscape,
    }


def _cell(given: shapes.Cell | str, texts: Texts) -> Data:
    cell = given if isinstance(given, shapes.Cell) else shapes.Cell(given)
    text = texts.one(cell.text)
    return {
        "text": text,
        "span": cell.span,
        "rows": cell.rows,
        "label": cell.label,
        "height": float(cell.height),
        "align": cell.align or ("center" if cell.label else "left"),
        "foot": texts.many(cell.foot),
        "breaks": len(text) + 20 * text.count("\n") > BREAKABLE,
    }


def _columns(columns: Sequence[shapes.Column], texts: Texts) -> list[Data]:
    return [
        {"heading": texts.one(c.heading), "width": float(c.width), "centred": c.centred}
        for c in columns
    ]


def _grid(rows: Sequence[Sequence[object]], width: int, texts: Texts) -> list[list[str]]:
    """Rows of exactly so many texts; what is too short is filled up, what is too long is a mistake."""
    found = []
    for row in rows:
        if len(row) > width:
            raise ValueError(f"a row of {len(row)} cells in a table of {width} columns: {row!r:.200}")
        found.append([texts.one(value) for value in row] + [""] * (width - len(row)))
    return found


def table(paper: shapes.Table, texts: Texts) -> Data:
    """The fields of table.typ."""
    columns, rows = _columns(paper.columns, texts), _grid(paper.rows, len(paper.columns), texts)
    shares = [one["width"] for one in columns]
    widths, size = fitted(shares, [[one["heading"] for one in columns], *rows], room_of(paper.landscape))
    return {
        "compact": paper.compact,
        "columns": columns,
        "rows": rows,
        "widths": widths,
        "size": min(size, COMPACT) if paper.compact else size,
        "subtitle": texts.one(paper.subtitle),
        "notes": texts.many(paper.notes),
        "serial": texts.one(paper.serial),
        "landscape": paper.landscape,
        "height": float(paper.height),
    }


def slips(paper: shapes.Slips, texts: Texts) -> Data:
    """The fields of slips.typ: each different slip once, and which stands where."""
    different = list(dict.fromkeys(map(id, paper.slips)))
    by_id = {id(slip): slip for slip in paper.slips}
    return {
        "slips": [_slip(by_id[key], texts) for key in different],
        "order": [different.index(id(slip)) for slip in paper.slips],
        "per": paper.per_page,
    }


def _slip(slip: shapes.Slip, texts: Texts) -> Data:
    return {
        "title": texts.one(slip.title),
        "subtitle": texts.one(slip.subtitle),
        "body": texts.many(slip.body),
        "columns": _columns(slip.columns, texts),
        "rows": _grid(slip.rows, len(slip.columns), texts),
        "notes": texts.many(slip.notes),
        "stub": texts.many(slip.stub),
        "foot": texts.one(slip.foot),
        "code": (code := "".join(filter(str.isprintable, slip.code))),
        "svg": qr(code, "svg").decode() if code else "",
    }


def qr(text: str, kind: str, *, fluid: bool = False) -> bytes:
    """A text as a QR code: a picture in svg or png; a `fluid` svg is as large as the page says."""
    import segno  # only slips need it

    buffer = BytesIO()
    how = {"xmldecl": False, "omitsize": fluid} if kind == "svg" else {"scale": 8}
    segno.make(text, error="m", micro=False).save(buffer, kind=kind, border=1, **how)
    return buffer.getvalue()


def counterfoil(paper: shapes.Counterfoil, texts: Texts) -> Data:
    """The fields of counterfoil.typ."""
    leaves = [
        {
            "name": texts.one(leaf.name),
            "title": texts.one(leaf.title),
            "to": texts.one(leaf.to),
            "body": texts.many(leaf.body),
            "signer": texts.one(leaf.signed_by),
            "on": chinese_day(leaf.on),
            "notes": texts.many(leaf.notes),
        }
        for leaf in paper.leaves
    ]
    return {"serial": texts.one(paper.serial), "leaves": leaves, "hand": paper.handwriting}


def tree(paper: shapes.Tree, texts: Texts) -> Data:
    """The fields of tree.typ; for each node, at which depths a line goes on below it."""
    nodes: list[Data] = [
        {
            "depth": node.depth,
            "name": texts.one(node.name),
            "cells": _grid([node.cells], len(paper.columns), texts)[0] if paper.columns else [],
        }
        for node in paper.nodes
    ]
    columns = _columns(paper.columns, texts)
    deepest = max((node.depth for node in paper.nodes), default=0)
    lines = [[paper.heading, *(one["heading"] for one in columns)], *([n["name"], *n["cells"]] for n in nodes)]
    room = room_of(paper.landscape, paper.wall) - deepest * STEP
    widths, size = fitted([NAME, *(one["width"] for one in columns)], lines, room)
    return {
        "nodes": nodes,
        "deepest": deepest,
        "step": STEP,
        "widths": widths,
        "size": size,
        "columns": columns,
        "subtitle": texts.one(paper.subtitle),
        "notes": texts.many(paper.notes),
        "heading": texts.one(paper.heading),
        "landscape": paper.landscape,
        "wall": paper.wall,
    }


def _listed(values: Sequence[str] | str) -> Sequence[str]:
    return [values] if isinstance(values, str) else values


def day_of(paper: books.Printable) -> dt.date | None:
    """The day of a paper's facts: its own, else the first of its parts'."""
    if paper.on is not None or not isinstance(paper, shapes.Bundle):
        return paper.on
    return next((one.on for one in paper.parts if one.on is not None), None)


def booklet(paper: books.Booklet, texts: Texts) -> Data:
    """The fields of book.typ."""
    chapters = [
        {"title": texts.one(one.title), "note": texts.one(one.note), "body": [cut(line)._asdict() for line in texts.many(one.body)]}
        for one in paper.chapters
    ]
    return {"organ": texts.one(paper.organ), "printed": texts.one(paper.printed), "chapters": chapters}


def poster(paper: books.Poster, texts: Texts) -> Data:
    """The fields of book.typ for the wall."""
    body = [cut(line)._asdict() for line in texts.many(paper.body)]
    return {"organ": texts.one(paper.organ), "note": texts.one(paper.note), "body": body, "large": paper.large}


_KINDS: dict[type, tuple[str, Callable[[Any, Texts], Data]]] = {
    shapes.Letter: ("letter", letter),
    shapes.Form: ("form", form),
    shapes.Table: ("table", table),
    shapes.Slips: ("slips", slips),
    shapes.Counterfoil: ("counterfoil", counterfoil),
    shapes.Tree: ("tree", tree),
    books.Booklet: ("booklet", booklet),
    books.Poster: ("poster", poster),
}
