"""Which files are taken in: their endings, what they are served as, how they are known by their content."""

from __future__ import annotations

from dataclasses import dataclass

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind: what people call it, endings, the type it is served as, whether a browser may show it in place."""

    label: str
    endings: tuple[str, ...]
    mime: str
    shown: bool = False
    main: str = ""  # of an Office file: the part that makes it one


KINDS: dict[str, FileKind] = {
    "docx": FileKind("Word 文档", ("docx",), f"{OFFICE}.wordprocessingml.document", main="word/document.xml"),
    "xlsx": FileKind("Excel 表格", ("xlsx",), f"{OFFICE}.spreadsheetml.sheet", main="xl/workbook.xml"),
    "pptx": FileKind("PPT 演示", ("pptx",), f"{OFFICE}.presentationml.presentation", main="ppt/presentation.xml"),
    "pdf": FileKind("PDF", ("pdf",), "application/pdf"),
    "jpg": FileKind("图片", ("jpg", "jpeg"), "image/jpeg", shown=True),
    "png": FileKind("图片", ("png",), "image/png", shown=True),
    "webp": FileKind("图片", ("webp",), "image/webp", shown=True),
    "txt": FileKind("文本", ("txt",), "text/plain"),
    "csv": FileKind("CSV 表格", ("csv",), "text/csv"),
    "mp4": FileKind("视频", ("mp4", "m4v"), "video/mp4", shown=True),
    "m4a": FileKind("录音", ("m4a",), "audio/mp4", shown=True),
    "mp3": FileKind("录音", ("mp3",), "audio/mpeg", shown=True),
}
OF_ENDING = {ending: code for code, kind in KINDS.items() for ending in kind.endings}
ACCEPT = ",".join(f".{ending}" for ending in OF_ENDING)
TAKEN = "docx、xlsx、pptx、pdf、jpg、png、webp、txt、csv、mp4、m4a、mp3"

# what people often have instead, and what to do with it
INSTEAD: dict[str, str] = {
    "doc": "用 Word 或 WPS 打开，另存为 docx", "dot": "用 Word 或 WPS 打开，另存为 docx",
    "xls": "用 Excel 或 WPS 打开，另存为 xlsx", "ppt": "用 PowerPoint 或 WPS 打开，另存为 pptx",
    "wps": "用 WPS 打开，另存为 docx", "et": "用 WPS 打开，另存为 xlsx", "dps": "用 WPS 打开，另存为 pptx",
    "docm": "里面有宏，另存为不带宏的 docx", "xlsm": "里面有宏，另存为不带宏的 xlsx",
    "pptm": "里面有宏，另存为不带宏的 pptx", "dotm": "里面有宏，另存为不带宏的 docx",
    "heic": "手机设置里把相机格式改为“兼容性最佳”，或者在相册里另存为 jpg",
    "heif": "手机设置里把相机格式改为“兼容性最佳”，或者在相册里另存为 jpg",
    "mov": "在手机里另存或导出为 mp4", "avi": "另存为 mp4", "wmv": "另存为 mp4",
    "gif": "另存为 png", "bmp": "另存为 png", "tif": "另存为 pdf 或 png", "tiff": "另存为 pdf 或 png",
    "svg": "另存为 png", "html": "另存为 pdf", "htm": "另存为 pdf",
    "zip": "解开以后把里面的文件一个一个传", "rar": "解开以后把里面的文件一个一个传", "7z": "解开以后把里面的文件一个一个传",
    "ofd": "另存为 pdf",
}  # fmt: skip
