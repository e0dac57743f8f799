"""A Word template from outside places names and nothing else: nothing in it is worked out, wherever it stands."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document

from zhibu.papers.records import record_template_problems


def template(text: str, *, header: str = "", title: str = "") -> bytes:
    document = Document()
    document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = header
    document.core_properties.title = title
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "{{ 9**9**9 }}", "{{ 'a' * 10**10 }}", "{{ 正文|center(10000000000) }}", "{{ 正文.upper() }}", "{% set 甲 = 正文 %}",
        "{% for 甲 in '一二三' %}{% for 乙 in '一二三' %}{{甲}}{% endfor %}{% endfor %}",
        "{% for 甲 in 议题 %}{% for 乙 in 议题 %}{{甲.标题}}{% endfor %}{% endfor %}",
        "{% macro 甲() %}{{ 甲() }}{% endmacro %}{{ 甲() }}", "{{ ''.__class__.__mro__ }}", "{% include '/etc/passwd' %}",
    ],
)  # fmt: skip
def test_nothing_is_worked_out(text: str) -> None:
    assert record_template_problems(template(f"{{{{正文}}}}{text}"))


def test_header_and_properties_are_read_the_same_way() -> None:
    assert record_template_problems(template("{{正文}}", header="{{ 9**9**9 }}"))
    assert record_template_problems(template("{{正文}}", title="{{ 9**9**9 }}"))


def test_lists_and_questions_are_taken() -> None:
    text = "{% if 主题 and not 地点 == '会议室' %}{{主题}}{% else %}{{地点}}{% endif %}{% for 项 in 议题 %}{{loop.index}}{{项.标题}}{% endfor %}"
    assert record_template_problems(template(text)) == []
