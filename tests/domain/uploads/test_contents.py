"""What is taken in and what is not; what is left behind of pictures and videos."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from PIL import Image

from tests.domain.uploads import samples
from zhibu.domain.uploads.content import checked, clean_name
from zhibu.kernel.errors import InputError

MOST = 5 * 1024 * 1024
GOOD = {
    "方案.docx": samples.word, "名单.xlsx": samples.excel, "照片.JPG": samples.picture, "图.png": lambda: samples.picture("PNG"),
    "图.webp": lambda: samples.picture("WEBP"), "通知.pdf": samples.pdf, "说明.txt": lambda: "写明".encode(),
    "旧表.csv": lambda: "姓名,票数\n甲,3".encode("gb18030"), "党课.mp4": samples.video, "录音.mp3": samples.sound,
}  # fmt: skip


def refused(name: str, content: bytes) -> str:
    with pytest.raises(InputError) as told:
        checked(name, content, most=MOST)
    return str(told.value)


@pytest.mark.parametrize("name", GOOD)
def test_what_an_office_has_is_taken_in(name: str) -> None:
    found = checked(name, GOOD[name](), most=MOST)

    assert found.name == name.replace("JPG", "jpg")
    assert found.kind == name.rpartition(".")[2].lower()


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.docm", "a.xls", "a.heic", "a.exe", "a.zip", "没有扩展名"])
def test_other_kinds_are_named_with_what_to_do(name: str) -> None:
    told = refused(name, b"x")

    assert "应为这几种文件" in told
    assert "另存" in told or "兼容性" in told or "解开" in told or "换成其中一种" in told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("假.jpg", samples.pdf()), ("假.pdf", samples.picture()), ("假.docx", samples.excel()), ("假.docx", samples.pdf()),
        ("假.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), ("假.mp4", b"MZ" + bytes(200)),
        ("假.txt", b"<!DOCTYPE html><script>1</script>"), ("假.csv", samples.picture()), ("假.mp3", samples.video()),
    ],
)  # fmt: skip
def test_a_file_is_what_its_name_says(name: str, content: bytes) -> None:
    assert "假" in refused(name, content)


def test_size_is_told_with_the_limit() -> None:
    assert "6 MB" in refused("大.txt", b"a" * 6 * 1024 * 1024)
    assert "0 字节" in refused("空.txt", b"")


@pytest.mark.parametrize(
    "content",
    [
        samples.with_part(samples.word(), "word/vbaProject.bin", b"macro"),
        samples.with_part(samples.excel(), "xl/macrosheets/sheet1.xml", b"<x/>"),
        samples.with_part(samples.word(), "word/embeddings/oleObject1.bin", b"program"),
        samples.with_part(samples.word(), "word/_rels/settings.xml.rels", samples.relations("attachedTemplate", "http://x/t.dotm")),
        samples.with_part(samples.word(), "word/_rels/x.xml.rels", samples.relations("image", "http://x/pixel.png")),
        samples.with_part(samples.word(), "../../etc/cron.d/x", b"* * * * *"),
        samples.with_part(samples.word(), "word/x.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
        samples.with_part(samples.word(), "word/media/bomb.bin", bytes(60 * 1024 * 1024)),
        samples.word()[:-200],
    ],
    ids=["macro", "macro sheet", "program", "template", "picture from outside", "path", "entity", "bomb", "cut off"],
)
def test_office_files_that_act_or_burst_are_refused(content: bytes) -> None:
    name = "表.xlsx" if b"xl/workbook.xml" in content else "文.docx"

    assert "应为" in refused(name, content)


def test_a_link_in_a_document_is_no_fault() -> None:
    content = samples.with_part(samples.word(), "word/_rels/x.xml.rels", samples.relations("hyperlink", "https://example.cn"))

    assert checked("文.docx", content, most=MOST).content == content


def test_a_document_with_a_password_says_so() -> None:
    content = bytearray(samples.word())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)

    assert "密码" in refused("锁.docx", bytes(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_lose_the_place_and_keep_what_they_show(kind: str) -> None:
    before = samples.picture(kind)
    assert Image.open(BytesIO(before)).getexif().get_ifd(34853)

    ending = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[kind]
    after = Image.open(BytesIO(checked(f"照.{ending}", before, most=MOST).content))

    assert (after.size, dict(after.getexif())) == ((40, 20), {})
    left = after.convert("RGB").getpixel((5, 10))
    assert isinstance(left, tuple)
    assert left[0] > 150 > left[2]


def test_a_picture_held_upright_stands_upright() -> None:
    after = Image.open(BytesIO(checked("照.jpg", samples.picture(turned=6), most=MOST).content))

    assert after.size == (20, 40)


def test_a_picture_of_endless_points_is_not_opened() -> None:
    assert "6000 万点" in refused("大.png", samples.picture("PNG", (9000, 9000), place=False))


def test_videos_lose_the_place_and_nothing_moves() -> None:
    before = samples.video()
    after = checked("会.mp4", before, most=MOST).content

    assert b"28.6867" in before
    assert b"28.6867" not in after
    assert len(after) == len(before)
    assert after[-300:] == before[-300:]


@pytest.mark.parametrize("cut", [20, 60, 150])
def test_a_video_that_is_cut_within_its_head_is_refused(cut: int) -> None:
    assert "mp4" in refused("断.mp4", samples.video()[:cut])


def test_a_pdf_that_acts_is_refused() -> None:
    assert "脚本" in refused("动.pdf", samples.pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"))
    assert "结尾" in refused("断.pdf", samples.pdf()[:-8])


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\用户\\方案.docx", "方案.docx"), ("CON.txt", "文件 CON.txt"), ("lpt1.docx", "文件 lpt1.docx"),
        ("方案\u202exslx.exe", "方案 xslx.exe"), ("a\x00b\r\n.pdf", "a b.pdf"), (".htaccess", "htaccess"), ("  . .", "文件"),
        ('问"号?*.pdf', "问 号.pdf"), ("长" * 300 + ".pdf", "长" * 96 + ".pdf"),
    ],
)  # fmt: skip
def test_names_are_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_a_word_file_of_another_order_of_parts_is_known() -> None:
    """Some programs write the list of types last."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(samples.word())) as old, zipfile.ZipFile(target, "w") as new:
        for part in reversed(old.infolist()):
            new.writestr(part, old.read(part))

    assert checked("文.docx", target.getvalue(), most=MOST).kind == "docx"
