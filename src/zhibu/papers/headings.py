"""Headings of official papers: 一、 then （一） then 1. then （1）; and where the line of a title may end."""

from __future__ import annotations

import re
from typing import NamedTuple

NUMERAL = "[一二三四五六七八九十百]"
LEVELS = (
    re.compile(rf"{NUMERAL}+、"),
    re.compile(rf"[（(]{NUMERAL}+[）)]"),
    re.compile(r"\d{1,2}[.．](?!\d)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
)
LONGEST = 40  # signs: a longer beginning is a sentence, not a heading
CLAUSES = re.compile("[，；：]")  # what is made of clauses is a sentence


class Paragraph(NamedTuple):
    """A paragraph cut in two: `head` is set as a heading of `level` (1 to 4; 0 has none)."""

    level: int
    head: str
    rest: str


def cut(text: str) -> Paragraph:
    """Where the heading at the beginning of a paragraph ends: at its first full stop, or it is the whole."""
    for level, pattern in enumerate(LEVELS, 1):
        if pattern.match(text):
            head, stop, rest = text.partition("。")
            if len(head) > LONGEST or (stop and CLAUSES.search(head)):
                return Paragraph(0, "", text)
            return Paragraph(level, head + stop if rest else text, rest)
    return Paragraph(0, "", text)


# Words of titles that are not torn apart at the end of a line.
WORDS = re.compile(
    "委员会|党委|党支部|总支部|支部|党小组|小组长|组织生活会|民主评议|党员|大会|换届|选举|结果|同意|批复|请示|备案|报告|通知"
    "|名单|名册|登记表|审批表|汇总表|积极分子|发展对象|预备|转正|书记|组织|关系|介绍信|情况|任免|设立|撤销|调整|成立|处分"
)


def title_lines(title: str, most: int) -> str:
    """A title of more than `most` characters in lines of about the same length, words whole."""
    if "\n" in title or len(title) <= most:
        return title
    inside = {n for word in WORDS.finditer(title) for n in range(word.start() + 1, word.end())}
    count = -(-len(title) // most)
    lines, rest = [], 0
    for left in range(count, 1, -1):
        wanted = rest + round((len(title) - rest) / left)
        places = [n for n in range(rest + 1, min(rest + most, len(title) - 1) + 1) if n not in inside]
        if not places:
            break
        end = min(places, key=lambda n: abs(n - wanted))
        lines.append(title[rest:end])
        rest = end
    return "\n".join([*lines, title[rest:]])
