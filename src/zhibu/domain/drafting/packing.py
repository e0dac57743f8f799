"""A pack in and out of a file: one archive, or its YAML files one by one."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath

from zhibu.engine.language.texts import FILES
from zhibu.kernel.errors import InputError, Problem

LARGEST = 2_000_000  # bytes of one file, unpacked
_WANTED = "一个制度包：zip 文件，或者 directive.yaml、rules.yaml 等 YAML 文件"


def packed(texts: dict[str, str], folder: str) -> bytes:
    """The files of a pack as a zip archive with one folder."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(texts.items()):
            archive.writestr(f"{folder}/{name}", text.encode())
    return buffer.getvalue()


def unpacked(uploads: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """The texts of a pack from uploaded files (name, bytes); InputError says what is wrong with which."""
    found: dict[str, str] = {}
    for name, content in uploads:
        inside = _members(name, content) if name.lower().endswith(".zip") else [(name, content)]
        for path, raw in inside:
            short = PurePosixPath(path).name
            if short not in FILES:
                continue
            if short in found:
                raise InputError([Problem(path, short, "一次只导入一份制度", "分开导入")])
            found[short] = _text(path, raw)
    if "directive.yaml" not in found:
        raise InputError([Problem("上传的文件", "没有 directive.yaml", _WANTED)])
    found.setdefault("rules.yaml", "schema: 1\nrules: []\n")
    return found


def _members(name: str, content: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = [i for i in archive.infolist() if PurePosixPath(i.filename).name in FILES]
            if len(infos) > len(FILES):  # told before any is unpacked: thousands of small ones are a bomb
                raise InputError([Problem(name, f"{len(infos)} 个文件", "一次只导入一份制度", "分开导入")])
            for info in infos:
                if info.file_size > LARGEST:
                    raise _too_large(info.filename, info.file_size)
            return [(info.filename, archive.read(info)) for info in infos]
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise InputError([Problem(name, "打不开", _WANTED, "重新压缩，不设密码")]) from error


def _text(name: str, raw: bytes) -> str:
    if len(raw) > LARGEST:
        raise _too_large(name, len(raw))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([Problem(name, "不是 UTF-8 的文字", "UTF-8 编码的 YAML 文件", "另存为 UTF-8")]) from error


def _too_large(name: str, size: int) -> InputError:
    return InputError([Problem(name, f"{size} 字节", f"不大于 {LARGEST} 字节的文件")])
