"""Ruled tables of a Word file, written as its XML in one go: a list of a thousand rows takes no time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

Data = dict[str, Any]
TWIP = 1440 / 25.4  # a millimetre
LINE = 15 * 20  # twips of one line in a cell
PICTURE = "\ue001"  # of the private use area: the text behind it becomes a QR code
POSTER = "\ue002"  # the same, large
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def paragraph(text: str, style: str = "表文", align: str = "", before: float = 0, size: float = 0) -> str:
    """A paragraph; its line breaks are kept. `before` in twips, `size` in points."""
    lines = ' w:line="264" w:lineRule="auto"' if size >= 18 else ""  # the lines of the style are for smaller letters
    spacing = f'<w:spacing w:before="{before:.0f}"{lines}/>' if before or lines else ""
    side = f'<w:jc w:val="{align}"/>' if align else ""
    look = f'<w:rPr><w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/></w:rPr>' if size else ""
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(one)}</w:t>' for one in text.split("\n"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{spacing}{side}</w:pPr><w:r>{look}{runs}</w:r></w:p>'


def table(
    widths: Sequence[float], rows: Iterable[str], room: float, borders: str = BORDERS, head: str = ""
) -> str:
    """A table `room` millimetres wide of rows made by `row`; `head` comes again on every page."""
    total = sum(widths)
    cols = "".join(f'<w:gridCol w:w="{width / total * room * TWIP:.0f}"/>' for width in widths)
    look = (
        f'<w:tblW w:w="{room * TWIP:.0f}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
    )
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{cols}</w:tblGrid>{head}{''.join(rows)}</w:tbl>"


def row(cells: Iterable[str], height: float = 0, head: bool = False, whole: bool = True) -> str:
    """A row at least `height` millimetres high; a `whole` one does not break over pages."""
    tall = f'<w:trHeight w:val="{height * TWIP:.0f}" w:hRule="atLeast"/>' if height else ""
    look = ("<w:cantSplit/>" if whole else "") + tall + ("<w:tblHeader/>" if head else "")
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def cell(inside: str, span: int = 1, merge: str = "", align: str = "center", borders: str = "") -> str:
    """A cell over `span` columns; `merge` is restart or continue where it takes several rows."""
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    edge = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    return f'<w:tc><w:tcPr>{wide}{down}{edge}<w:vAlign w:val="{align}"/></w:tcPr>{inside}</w:tc>'


def listed(part: Data, room: float) -> str:
    """A list with its heading row."""
    columns = part["columns"]
    head = row((cell(paragraph(c["heading"], "表头")) for c in columns), 8, head=True)
    sides = ["center" if c["centred"] else "" for c in columns]
    size = part.get("size", 0)
    height = max(5.0 if part.get("compact") else 7.0, part.get("height", 0))
    rows = (
        row((cell(paragraph(text, align=side, size=size)) for text, side in zip(one, sides, strict=True)), height)
        for one in part["rows"]
    )
    return table(part.get("widths") or [c["width"] for c in columns], rows, room, head=head)


def form(part: Data, room: float) -> str:
    """A form: cells that reach into rows below are continued there."""
    width = len(part["widths"])
    reaching: dict[int, tuple[int, int]] = {}  # first column: rows still to come, columns
    rows = []
    for given in part["rows"]:
        cells, column, waiting = [], 0, list(given)
        height = max((one["height"] for one in given if one["rows"] == 1), default=0)
        while column < width:
            if column in reaching:
                left, span = reaching.pop(column)
                if left > 1:
                    reaching[column] = (left - 1, span)
                cells.append(cell(paragraph(""), span, "continue"))
            elif waiting:
                one = waiting.pop(0)
                span = one["span"]
                if one["rows"] > 1:
                    reaching[column] = (one["rows"] - 1, span)
                    cells.append(_filled(one, "restart"))
                else:
                    cells.append(_filled(one))
            else:
                break
            column += span
        rows.append(row(cells, max(height, 8), whole=not _breaks(given)))
    return table(part["widths"], rows, room)


def _breaks(cells: Sequence[Data]) -> bool:
    return any(one["breaks"] for one in cells)


def _filled(one: Data, merge: str = "") -> str:
    style = "表头" if one["label"] else "表文"
    side = "" if one["align"] == "left" else one["align"]
    inside = paragraph(one["text"], style, side)
    foot = one["foot"]
    if foot:
        lines = one["text"].count("\n") + 1 + len(foot)
        before = max(0.0, one["height"] * TWIP - (lines + 0.5) * LINE)
        inside += "".join(
            paragraph(text, align="right", before=before if number == 0 else 0)
            for number, text in enumerate(foot)
        )
    return cell(inside, one["span"], merge, "top" if foot else "center")


def side_by_side(texts: Sequence[str], room: float) -> str:
    """Texts on one line from left to right, without rules: 单位 and 填表日期."""
    last = len(texts) - 1
    sides = ["" if n == 0 else "right" if n == last else "center" for n in range(len(texts))]
    cells = (cell(paragraph(text, align=side)) for text, side in zip(texts, sides, strict=True))
    return table([1] * len(texts), [row(cells)], room, borders="")


def tree(part: Data, room: float) -> str:
    """A tree as a list: each depth moves the name in by a step."""
    columns = part["columns"]
    widths = [part["widths"][0] + part["step"] * part["deepest"], *part["widths"][1:]]
    heads = [part["heading"], *(c["heading"] for c in columns)]
    head = row((cell(paragraph(text, "表头")) for text in heads), 8, head=True)
    rows = (
        row(
            [
                cell(paragraph("　" * node["depth"] + node["name"], "表头" if node["depth"] == 0 else "表文", "left")),
                *(
                    cell(paragraph(text, align="center" if c["centred"] else ""))
                    for text, c in zip(node["cells"], columns, strict=True)
                ),
            ],
            7,
        )
        for node in part["nodes"]
    )
    return table(widths, rows, room, head=head)


GRIDS = {1: (1, 1), 2: (1, 2), 3: (1, 3), 4: (2, 2), 6: (2, 3), 8: (2, 4)}
EDGE = '<w:{} w:val="dashed" w:sz="4" w:space="0" w:color="808080"/>'


def slips(part: Data, room: float) -> list[str]:
    """Slips as the cells of one table, each as high as its share of the page; cut along the dashed rules."""
    across, down = GRIDS[max(n for n in GRIDS if n <= max(1, part["per"]))]
    order = part["order"]
    inner = room / across - 8
    rows = []
    for start in range(0, len(order), across):
        cells = [cell(_slip_with_stub(part["slips"][n], inner, alone=across * down == 1), align="top") for n in order[start : start + across]]
        cells += [cell(paragraph(""))] * (across - len(cells))
        rows.append(row(cells, 250 / down))
    borders = EDGE.format("insideH") + EDGE.format("insideV")
    return [table([1] * across, rows, room, borders)]


def _slip_with_stub(slip: Data, room: float, *, alone: bool) -> str:
    if not slip["stub"]:
        return "".join(_slip(slip, room, alone=alone)) + paragraph("", size=2)
    stub = cell("".join(map(paragraph, slip["stub"])), align="top")
    body = cell("".join(_slip(slip, room - 38)) + paragraph("", size=2), align="top", borders=EDGE.format("left"))
    return table([32, room - 32], [row([stub, body])], room, borders="") + paragraph("", size=2)


def _poster(slip: Data) -> list[str]:
    """What hangs on a wall: the code large, the words to be read from a step away."""
    return [paragraph(POSTER + slip["code"], align="center"), *(paragraph(text, size=20, before=160) for text in slip["body"])]


def _beside(slip: Data, room: float) -> list[str]:
    beside = cell("".join(map(paragraph, slip["body"])))
    return [table([room - 28, 28], [row([beside, cell(paragraph(PICTURE + slip["code"]))])], room, "")]


def _slip(slip: Data, room: float, *, alone: bool = False) -> list[str]:
    found = [paragraph(slip["title"], "联题", size=26 if alone and slip["code"] else 0)]
    if slip["subtitle"]:
        found.append(paragraph(slip["subtitle"], align="center"))
    if slip["code"]:
        found.extend(_poster(slip) if alone else _beside(slip, room))
    else:
        found.extend(paragraph(text, "联文") for text in slip["body"])
    if slip["columns"]:
        found.append(listed(slip, room))
    found.extend(paragraph(text, "表注") for text in slip["notes"])
    if slip["foot"]:
        found.append(paragraph(slip["foot"], align="right", before=120))
    return found


def counterfoil(part: Data) -> list[str]:
    """The leaves one below the other with the serial across each seam."""
    found = []
    for number, leaf in enumerate(part["leaves"]):
        if number:
            found.append(paragraph(f"{part['serial'] or '＿＿＿字第＿＿＿号'}（骑缝章）", "骑缝"))
        hand = part["hand"]
        if leaf["name"]:
            found.append(paragraph(leaf["name"]))
        found.append(paragraph(leaf["title"], "联题"))
        if leaf["to"] or hand:
            found.append(paragraph(f"{leaf['to'] or '＿' * 12}：", size=14))
        found.extend(
            paragraph("", "横线") if hand and not text else paragraph(text, "联文")
            for text in leaf["body"]
        )
        day = leaf["on"] or ("　　　年　　月　　日" if hand else "")
        for text, before in ((leaf["signer"], 240), (day, 60)):
            if text:
                found.append(paragraph(text + "　　", align="right", size=14, before=before))
        found.extend(paragraph(text, "表注") for text in leaf["notes"])
    return found
