"""A PDF: whole, and without scripts or programs that start by themselves as far as its open parts tell.

It is never shown within the site, only saved: what compressed parts of it might hold runs in no page of ours.
"""

from __future__ import annotations

import re

from zhibu.kernel.errors import InputError, Problem

ACTS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles|RichMedia|XFA)[\s/(<\[]")


def require_sound(shown: str, content: bytes) -> None:
    """InputError where it is cut off or acts by itself."""
    if b"%%EOF" not in content[-2048:]:
        raise InputError([Problem(shown, "没有结尾的 PDF", "完整的 PDF", "文件可能没有存完，重新另存再传")])
    if ACTS.search(content):
        raise InputError([Problem(shown, "带脚本、程序或附件的 PDF", "只有页面的 PDF", "用“打印成 PDF”存一份再传")])
