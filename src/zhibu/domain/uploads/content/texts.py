"""Plain texts and tables: signs only, and no page that a browser would run."""

from __future__ import annotations

import re

from zhibu.kernel.errors import InputError, Problem

PAGE = re.compile(r"<\s*(!doctype|html|script|svg|iframe|\?xml)", re.IGNORECASE)
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def require_text(shown: str, content: bytes) -> None:
    """InputError where the bytes are no text in UTF-8 or the older Chinese codes."""
    text = None
    for code in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        break
    if text is None or FORBIDDEN.search(text):
        raise InputError([Problem(shown, "不是文字的内容", "UTF-8 或 GBK 的文字", "用记事本打开，另存为 UTF-8 再传")])
    if PAGE.search(text[:4096]):
        raise InputError([Problem(shown, "网页代码", "普通的文字", "把网页另存为 PDF 再传")])
