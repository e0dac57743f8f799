"""What each layout puts on the sheet, and where."""

from __future__ import annotations

import re
import time
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PageObject

from tests.papers.examples import (
    ALL,
    COUNTERFOIL,
    DAY,
    FORM,
    LETTER,
    SLIP,
    SLIPS,
    TABLE,
    TREE,
    bare,
    pages,
    read,
)
from zhibu.papers import Bundle, Cell, Column, Letter, Paper, Slips, Table, render, widths
from zhibu.papers.headings import cut, title_lines

MM = 72 / 25.4


def placed(page: PageObject) -> list[tuple[float, float, str]]:
    """Every piece of text with the place of its beginning: x and y in millimetres from the upper left."""
    found: list[tuple[float, float, str]] = []
    height = float(page.mediabox.height)

    def visit(text: str, matrix: list[float], place: list[float], *_: object) -> None:
        if text.strip():
            x = place[4] * matrix[0] + matrix[4]
            y = place[5] * matrix[3] + matrix[5]
            found.append((x / MM, (height - y) / MM, text))

    page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("name", ALL)
def test_equal_papers_are_equal_files(name: str) -> None:
    assert render(ALL[name]) == render(ALL[name])
    assert render(ALL[name], "docx") == render(ALL[name], "docx")


@pytest.mark.parametrize("name", ALL)
def test_a_pdf_is_tagged_and_has_title_language_and_day(name: str) -> None:
    reader = read(render(ALL[name]))
    root = reader.trailer["/Root"]

    assert reader.metadata.title == ALL[name].title
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata.creation_date.date() == DAY


def test_a_full_page_of_a_letter_has_22_lines_of_28_characters() -> None:
    text = "字" * 28 * 60
    reader = read(render(Letter(organ="某党委", head="plain", title="题", body=(text,), sealed=False)))
    second = [line for line in reader.pages[1].extract_text().split("\n") if "字" in line]
    places = [p for p in placed(reader.pages[1]) if "字" in p[2]]

    assert len(second) == 22
    assert {len(line.strip()) for line in second} == {28}
    assert min(x for x, _, _ in places) == pytest.approx(28, abs=0.5)
    assert 37 < min(y for _, y, _ in places) < 37 + 6


def test_the_parts_of_a_document_stand_in_their_order() -> None:
    whole = "".join(pages(LETTER))
    order = [
        "中共溪口镇委员会文件", "溪党发〔2026〕3号", "关于同意桃源村党支部选举结果的批复", "桃源村党支部：", "你支部的请示收悉。",
        "附件：1.委员名单", "2.选举结果报告单", "中共溪口镇委员会", "2026年11月22日", "（联系人：王某）",
        "抄送：县委组织部。", "溪口镇党政办公室", "2026年11月22日印发",
    ]  # fmt: skip
    at = -1
    for words in order:
        assert whole.find(words, at + 1) > at, words
        at = whole.find(words, at + 1)


def test_page_numbers_of_letters_stand_outside() -> None:
    reader = read(render(replace(LETTER, body=("字" * 2000,))))
    for number, page in enumerate(reader.pages, 1):
        foot = [p for p in placed(page) if p[1] > 265]
        assert bare("".join(text for _, _, text in foot)) == f"—{number}—"
        assert (foot[0][0] > 105) == (number % 2 == 1)


def test_a_letter_format_has_no_number_on_its_first_page_and_no_printer() -> None:
    shown = pages(replace(LETTER, head="letter", body=("字" * 900,)))

    assert "中共溪口镇委员会文件" not in shown[0]
    assert "—1—" not in shown[0]
    assert "—2—" in shown[1]
    assert "印发" not in "".join(shown)


def test_name_and_day_never_stand_alone_on_a_page() -> None:
    for length in range(200, 700, 28):
        last = pages(replace(LETTER, attachments=(), copies_to=(), printed_by="", printed_on=None, body=("字" * length, "此复。")))[-1]
        assert "此复。" in last


def test_several_organs_sign_side_by_side() -> None:
    shown = "".join(pages(replace(LETTER, signed_by=("甲党委", "乙党委"))))

    assert "甲党委" in shown
    assert "乙党委" in shown


def test_headings_are_recognised_at_the_start_of_paragraphs() -> None:
    assert cut("一、总体要求") == (1, "一、总体要求", "")
    assert cut("（二）任期。三年。") == (2, "（二）任期。", "三年。")
    assert cut("1.分工。另定。") == (3, "1.分工。", "另定。")
    assert cut("（1）备案。三日内。") == (4, "（1）备案。", "三日内。")
    assert cut("十一、附则") == (1, "十一、附则", "")
    assert cut("1.5公里以内。") == (0, "", "1.5公里以内。")
    assert cut("三、无记名投票，用纸票。不能委托别人。")[0] == 0
    assert cut("一致同意。") == (0, "", "一致同意。")


def test_titles_break_between_words_into_lines_of_equal_length() -> None:
    lines = title_lines("关于同意中共溪口镇桃源村支部委员会换届选举结果的批复", 20).split("\n")

    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) <= 4
    assert not lines[0].endswith(("选", "委员", "换"))
    assert title_lines("短题", 20) == "短题"
    assert "".join(title_lines("组织" * 60, 20).split("\n")) == "组织" * 60


def test_a_list_repeats_its_heading_and_counts_its_pages() -> None:
    shown = pages(replace(TABLE, rows=[(n, f"王某{n}", DAY) for n in range(1, 121)]))

    assert len(shown) > 2
    for number, text in enumerate(shown, 1):
        assert "序号姓名入党日期" in text
        assert f"第{number}页，共{len(shown)}页" in text


def test_days_and_numbers_never_run_over_the_rules_of_a_list() -> None:
    heads = ("编号", "从", "到", "身份", "说明")
    rows = [["ZB-2026-00012", "2026-10-01", "2026-11-01", "99999919900101001X", "说明" * 30]] * 3
    paper = Table("清单", [Column(head, 6 if head != "说明" else 60) for head in heads], rows)
    (page,) = read(render(paper)).pages
    line = next(text for text in page.extract_text().split("\n") if "ZB-2026-00012" in text)
    pieces = [(x, text) for x, y, text in placed(page) if any(cell in text for cell in rows[0][:4])]

    assert line
    assert sum(widths.fitted([6, 6, 6, 6, 60], rows, 174)[0]) == pytest.approx(174, abs=0.1)
    for width, text in zip(widths.fitted([6, 6, 6, 6, 60], rows, 174)[0], rows[0][:4], strict=False):
        assert width > widths.breadth(text) * widths.SIZE * widths.POINT
    assert len(pieces) >= 3


def test_too_many_columns_make_the_letters_smaller_not_the_sheet_wider() -> None:
    rows = [["2026-10-01"] * 12]
    found, size = widths.fitted([1] * 12, rows, 174)

    assert sum(found) == pytest.approx(174, abs=0.1)
    assert widths.SMALLEST <= size < widths.SIZE


def test_what_is_longer_than_a_cell_breaks_anywhere() -> None:
    seal = "0123456789abcdef" * 4
    paper = Table("清单", [Column("封印"), Column("说明")], [[seal, "甲"]])
    (page,) = read(render(paper)).pages

    assert seal in bare(page.extract_text())
    lines = [text for text in page.extract_text().split("\n") if set(text.strip()) <= set("0123456789abcdef甲 ")]
    assert len([line for line in lines if line.strip()]) >= 2  # 64 signs need two lines of half a page


def test_rows_do_not_break_over_pages() -> None:
    rows = [(n, f"始{n}" + "字" * 150 + f"终{n}。", DAY) for n in range(1, 31)]
    for text in pages(replace(TABLE, rows=rows)):
        assert re.findall(r"始(\d+)", text) == re.findall(r"终(\d+)。", text)


def test_a_long_answer_in_a_form_goes_on_over_the_page() -> None:
    long = "经历" * 1500
    shown = pages(replace(FORM, rows=((Cell("经历", label=True), Cell(long, span=3)),)))

    assert len(shown) > 1
    assert "".join(shown).count("历") == 1501
    for page in read(render(replace(FORM, rows=((Cell("经历", label=True), Cell(long, span=3)),)))).pages:
        assert all(15 < y < 290 for _, y, _ in placed(page))


def test_a_form_of_many_rows_under_one_label_goes_on_over_the_page() -> None:
    first = (Cell("奖惩", label=True, rows=60), Cell("第0条", span=3))
    paper = replace(FORM, rows=(first, *((Cell(f"第{n}条", span=3),) for n in range(1, 60))))

    for page in read(render(paper)).pages:
        assert all(15 < y < 290 for _, y, _ in placed(page))
    assert "".join(pages(paper)).count("条") == 60


def test_a_blank_form_keeps_labels_and_drops_values() -> None:
    shown = "".join(pages(FORM.blank()))

    assert "姓名" in shown
    assert "书记签名：" in shown
    kept = replace(FORM, rows=((Cell("步骤", kept=True), Cell("办了"), Cell("", span=2)),)).blank()
    assert [cell.text for cell in kept.rows[0] if isinstance(cell, Cell)] == ["步骤", "", ""]
    assert "填表日期：" in shown
    for value in ("王喆", "同意接收", "男", "2026年"):
        assert value not in shown
    assert all(cell.height >= 10 for row in FORM.blank().rows for cell in row if isinstance(cell, Cell) and not cell.label)


def test_blank_letters_and_counterfoils_keep_their_heads() -> None:
    letter, sheet = "".join(pages(LETTER.blank())), pages(COUNTERFOIL.blank())

    assert "中共溪口镇委员会文件" in letter
    assert "〔" in letter
    assert "你支部" not in letter
    assert len(sheet) == 1
    assert "王某" not in sheet[0]
    assert sheet[0].count("年月日") == 3


def test_parts_of_a_bundle_count_their_own_pages_and_begin_on_odd_ones() -> None:
    two = replace(TABLE, rows=[(n, "王某", DAY) for n in range(60)])
    apart = pages(Bundle([FORM, two, FORM]))
    duplex = pages(Bundle([FORM, two, FORM], duplex=True))

    assert [re.findall(r"第(\d)页，共(\d)页", text) for text in apart] == [
        [("1", "1")], [("1", "2")], [("2", "2")], [("1", "1")]
    ]  # fmt: skip
    assert [bool(text) for text in duplex] == [True, False, True, True, True]


def test_tables_of_a_letter_follow_it_as_attachments() -> None:
    shown = pages(replace(LETTER, tables=(FORM, TABLE)))

    assert "附件2" in shown[-2]  # its own serial stays
    assert shown[-1].startswith("附件2")
    assert "第1页，共1页" in shown[-1]


@pytest.mark.parametrize(("asked", "sheets"), [(1, 8), (2, 4), (4, 2), (8, 1)])
def test_slips_are_as_many_a_page_as_asked(asked: int, sheets: int) -> None:
    shown = pages(Slips.same(SLIP, 8, asked))

    assert len(shown) == sheets
    assert "".join(shown).count("丁某") == 8


def test_slips_too_long_for_their_share_are_never_cut_off() -> None:
    rows = tuple((f"候选人{n}", "", "") for n in range(40))
    shown = "".join(pages(Slips.same(replace(SLIP, rows=rows), 3, 8)))

    assert shown.count("候选人39") == 3


def test_a_stub_stands_beside_its_slip_and_the_order_is_kept() -> None:
    slips = [replace(SLIP, title=f"第{n}张", stub=(f"存根{n}",)) for n in range(5)]
    shown = "".join(pages(Slips("通知单", slips, 2)))

    assert re.findall(r"第(\d)张", shown) == ["0", "1", "2", "3", "4"]
    assert re.findall(r"存根(\d)", shown) == ["0", "1", "2", "3", "4"]


def test_a_slip_may_bear_a_qr_code() -> None:
    slip = replace(SLIP, columns=(), rows=(), code="https://zhibu.example/i/甲", body=("邀请码：ABC",))
    with_code, without = render(Slips.same(slip, 2)), render(Slips.same(replace(slip, code=""), 2))

    assert "邀请码：ABC" in pages(Slips.same(slip, 2))[0]
    assert b"pdfuaid:part" in read(with_code).trailer["/Root"]["/Metadata"].get_object().get_data()
    assert len(with_code) > len(without)
    with zipfile.ZipFile(BytesIO(render(Slips.same(slip, 2), "docx"))) as archive:
        assert any(name.startswith("word/media/") for name in archive.namelist())
        assert archive.read("word/document.xml").decode().count("二维码：https://zhibu.example/i/甲") == 2


def test_a_code_alone_on_its_sheet_is_a_poster() -> None:
    slip = replace(SLIP, columns=(), rows=(), stub=(), code="https://zhibu.example/o/abc", body=("扫码写下来",))
    sizes: list[float] = []
    page = read(render(Slips("意见箱", (slip,), 1))).pages[0]
    page.extract_text(visitor_text=lambda text, _cm, _tm, _font, size: sizes.append(size) if "扫码" in text else None)

    assert max(sizes) >= 18
    with zipfile.ZipFile(BytesIO(render(Slips("意见箱", (slip,), 1), "docx"))) as archive:
        assert 'cx="3960000"' in archive.read("word/document.xml").decode()  # 110 mm


def test_rows_to_write_in_are_high_enough() -> None:
    assert len(pages(TABLE.blank(60))) > len(pages(replace(TABLE, rows=TABLE.rows * 2)))


def test_the_serial_stands_across_each_seam() -> None:
    assert pages(COUNTERFOIL)[0].count("溪组字第001号") == 2


def test_a_tree_names_every_organisation_once_as_table_and_on_the_wall() -> None:
    for paper in (TREE, replace(TREE, wall=True)):
        shown = "".join(pages(paper))
        assert [shown.count(node.name) for node in TREE.nodes] == [1, 1, 1, 1]
    assert read(render(replace(TREE, wall=True))).pages[0].mediabox.width == pytest.approx(420 * MM, abs=1)


def test_a_row_of_too_many_cells_is_an_error() -> None:
    with pytest.raises(ValueError, match="columns"):
        render(replace(TABLE, rows=[(1, 2, 3, 4)]))


def test_empty_papers_can_be_printed() -> None:
    empty: list[Paper] = [Letter(), replace(TABLE, rows=()), replace(TREE, nodes=()), replace(SLIPS, slips=()), Bundle([])]
    for paper in empty:
        assert len(read(render(paper)).pages) >= 1


def test_papers_are_quick() -> None:
    render(TABLE)
    began = time.perf_counter()
    render(replace(TABLE, title="又一份名册"))
    small = time.perf_counter() - began
    began = time.perf_counter()
    render(replace(TABLE, rows=[(n, f"王某{n}", DAY) for n in range(1000)]))

    assert small < 0.3
    assert time.perf_counter() - began < 5
