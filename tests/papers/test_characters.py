"""Every character of a name is on the paper; what no font shows is named, never a box."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from pypdf.generic import ContentStream, DictionaryObject

from tests.papers.examples import LETTER, SLIPS, TABLE, pages, read
from zhibu.papers import Column, Paper, Table, render
from zhibu.papers.fonts import FACES, FOLDER, REST, characters, coverage, font_of

NAMES = ["喆", "堃", "龑", "垚", "祎", "玥", "翀", "昇", "璟", "赟", "䶮", "𬭎", "𠅤", "𣲗", "㛃", "喆堃", "迪丽热巴·阿不都", "次仁·央宗", "买买提·艾力"]
PLANES = {  # the first and the last two characters of each block
    "A": (0x3400, 0x4DB5), "B": (0x20000, 0x2A6D6), "C": (0x2A700, 0x2B734), "D": (0x2B740, 0x2B81D),
    "E": (0x2B820, 0x2CEA1), "F": (0x2CEB0, 0x2EBE0),
}  # fmt: skip
G = "𰀀𰀁𰀂𰀄𰻝"


def rare_signs() -> str:
    edges = [chr(p) for first, last in PLANES.values() for p in (first, first + 1, last - 1, last)]
    return "".join(edges) + G


def glyphs_used(file: bytes) -> dict[str, set[int]]:
    """For each font in the PDF the glyphs that its pages show; 0 is the box of a missing character."""
    shown: dict[str, set[int]] = {}
    for page in read(file).pages:
        fonts = page["/Resources"].get_object()["/Font"].get_object()
        current = ""
        for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
            if operator == b"Tf":
                current = str(fonts[operands[0]].get_object()["/BaseFont"])
            for word in texts_of(operands) if operator in (b"Tj", b"TJ") else ():
                codes = (int.from_bytes(word[n : n + 2], "big") for n in range(0, len(word), 2))
                shown.setdefault(current, set()).update(codes)
    return shown


def texts_of(operands: list[Any]) -> list[bytes]:
    words = operands[0] if isinstance(operands[0], list) else operands
    return [word.original_bytes for word in words if hasattr(word, "original_bytes")]


def paper_of(signs: str, size: int = 40) -> Table:
    rows = [[signs[n : n + size]] for n in range(0, len(signs), size)]
    return Table("生僻字", [Column("字")], rows)


def test_rare_names_are_all_read_back() -> None:
    text = "".join(pages(Table("名册", [Column("姓名")], [[name] for name in (*NAMES, rare_signs())])))

    assert [name for name in NAMES if name not in text] == []
    assert rare_signs() in text
    assert "〔U+" not in text


def test_every_rare_character_comes_from_a_font_that_maps_it() -> None:
    file = render(paper_of(rare_signs()))
    fonts = {name.partition("+")[2] for name in embedded(file)}

    assert {"NotoSerifCJKSCPart", "HanaMinPart", "BabelStoneHanPart"} <= {f.partition("-")[0] for f in fonts}
    for sign in rare_signs():
        family = font_of(sign)
        assert any(font.family == family and ord(sign) in characters(font.file) for font in REST), sign


def embedded(file: bytes) -> dict[str, DictionaryObject]:
    """The fonts of the PDF by their names; each must bring its outlines."""
    found = {}
    for page in read(file).pages:
        for font in page["/Resources"].get_object()["/Font"].get_object().values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            found[str(inner["/BaseFont"])] = descriptor
    return found


@pytest.mark.parametrize("paper", [LETTER, TABLE, SLIPS], ids=["letter", "table", "slips"])
def test_no_page_shows_the_box_of_a_missing_character(paper: Paper) -> None:
    signs = "".join(NAMES) + rare_signs() + "\U00032000\u0e01"
    shown = replace(paper, title=f"{paper.title}{signs[:20]}")
    used = glyphs_used(render(shown)) | glyphs_used(render(paper_of(signs)))

    assert sum(map(len, used.values())) > 60
    assert [name for name, codes in used.items() if 0 in codes] == []


def test_all_unified_ideographs_to_extension_f_have_a_shape() -> None:
    every = [(0x4E00, 0x9FEA), *PLANES.values()]
    absent = [hex(p) for first, last in every for p in range(first, last + 1) if font_of(chr(p)) is None]

    # ten of Extension C to F were added to their blocks after the fonts were drawn
    assert len(absent) == 0, absent[:20]


def test_mapped_characters_have_outlines() -> None:
    for font in REST:
        with TTFont(FOLDER / font.file, lazy=True) as opened:
            names = opened.getBestCmap()
            assert ".notdef" not in {names[p] for p in names}
            assert not {p for p, name in names.items() if opened.getGlyphID(name) == 0}


def test_a_character_without_shape_is_printed_as_its_number_and_named() -> None:
    unknown = "\U0002ebf0"  # Extension I: no free font has it yet
    text = "".join(pages(replace(TABLE, rows=[(1, f"王{unknown}", "")])))

    assert coverage([f"王{unknown}喆"]) == (unknown,)
    assert "王〔U+2EBF0〕" in text
    assert "以下字没有可用的字形" in text
    assert text.count("〔U+2EBF0〕") == 2


def test_signs_without_shape_are_left_out_silently() -> None:
    text = "".join(pages(replace(TABLE, rows=[(1, "王\u200b某\ufe00\u202e甲\x07乙\ufeff", "")])))

    assert "王某甲乙" in text
    assert "〔U+" not in text


def test_the_four_faces_show_what_a_clerk_types_every_day() -> None:
    everyday = "（）《》〈〉“”‘’、。，；：？！—…·○×√□■△▲★①②③④⑤⑥⑦⑧⑨⑩ⅠⅡ㎡℃％＋－＝／～〔〕【】☐☑✓✔✕✗◇→←↑↓№éüāñ0123456789abcXYZ@#$%&*+-=<>[]{}"

    assert coverage([everyday]) == ()
    assert set(FACES) == {"fang", "kai", "hei", "song"}


def test_a_word_file_brings_its_rare_characters() -> None:
    import zipfile

    from zhibu.papers.word_fonts import FAMILY, is_rare

    signs = "".join(filter(is_rare, rare_signs() + "".join(NAMES)))
    file = render(Table("名册", [Column("姓名")], [[f"王{sign}明"] for sign in signs]), "docx")
    with zipfile.ZipFile(BytesIO(file)) as archive:
        table = archive.read("word/fontTable.xml").decode()
        hidden = archive.read("word/fonts/rare.odttf")
        body = archive.read("word/document.xml").decode()
    key = bytes.fromhex(re.search(r'fontKey="\{([0-9A-F-]+)\}"', table)[1].replace("-", ""))[::-1]
    plain = bytes(b ^ key[n % 16] for n, b in enumerate(hidden[:32])) + hidden[32:]
    with TTFont(BytesIO(plain)) as font:
        mapped = font.getBestCmap()
        assert {ord(sign) for sign in signs} == set(mapped)
        assert all(font["glyf"][name].numberOfContours for name in mapped.values())
    runs = re.findall(rf'<w:r>(?:(?!</w:r>).)*w:eastAsia="{FAMILY}".*?</w:r>', body)
    assert len(runs) == len(signs)
