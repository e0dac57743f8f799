"""One file as it came: is it what it says it is, is there anything in it that should not be."""

from __future__ import annotations

from dataclasses import dataclass

import filetype

from zhibu.domain.uploads.choices import INSTEAD, KINDS, OF_ENDING, TAKEN
from zhibu.domain.uploads.content import office, pdf, pictures, texts, videos
from zhibu.domain.uploads.content.names import clean_name, ending_of
from zhibu.kernel.errors import InputError, Problem

# what the library calls what it finds, by our kinds; office files and texts are told by ourselves
FOUND = {
    "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp",
    "video/mp4": "mp4", "video/x-m4v": "mp4", "audio/mp4": "m4a", "audio/mpeg": "mp3",
}  # fmt: skip
ALIKE = {"mp4": {"m4a"}, "m4a": {"mp4"}}  # one container: many recorders say mp4 for sound alone


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its clean name, its kind, its bytes (pictures and videos without a place)."""

    name: str
    kind: str
    content: bytes


def checked(name: str, content: bytes, *, most: int) -> Checked:
    """The file as it may be kept; InputError in words where it may not. `most`: bytes."""
    ending = ending_of(name)
    shown = clean_name(name)
    wanted = OF_ENDING.get(ending)
    if wanted is None:
        mend = INSTEAD.get(ending, "换成其中一种再传")
        raise InputError([Problem(shown, f".{ending}" if ending else "没有扩展名的文件", f"这几种文件：{TAKEN}", mend)])
    if not content:
        raise InputError([Problem(shown, "0 字节", "有内容的文件", "文件可能没有存好，打开看看再传")])
    if len(content) > most:
        raise InputError([Problem(shown, f"{megabytes(len(content))}", f"不超过 {megabytes(most)}", "图片、视频压缩以后再传")])
    _require_same(shown, wanted, ending, content)
    return Checked(clean_name(name, KINDS[wanted].endings[0] if wanted != "jpg" else "jpg"), wanted, _cleaned(shown, wanted, content))


def megabytes(size: int) -> str:
    """A size as people say it."""
    if size < 1024 * 1024:
        return f"{max(size // 1024, 1)} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".0 ", " ")


def _require_same(shown: str, wanted: str, ending: str, content: bytes) -> None:
    """The bytes are of the kind that the ending says."""
    if KINDS[wanted].main or wanted in ("txt", "csv"):
        return  # told when they are opened
    guess = filetype.guess(content[:8192])
    found = FOUND.get(guess.mime, "") if guess else ""
    if found != wanted and wanted not in ALIKE.get(found, ()):
        said = f"内容是 {guess.extension} 的文件" if guess else "内容认不出是什么"
        raise InputError([Problem(shown, said, f"内容和扩展名 .{ending} 一致", "从原来的程序里另存一份再传，不要只改扩展名")])


def _cleaned(shown: str, kind: str, content: bytes) -> bytes:
    if KINDS[kind].main:
        office.require_sound(shown, kind, content)
    elif kind in ("jpg", "png", "webp"):
        return pictures.without_place(shown, kind, content)
    elif kind in ("mp4", "m4a"):
        return videos.without_place(shown, content)
    elif kind == "pdf":
        pdf.require_sound(shown, content)
    elif kind in ("txt", "csv"):
        texts.require_text(shown, content)
    return content
