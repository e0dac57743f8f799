"""A broad table of wrong inputs for every kind: file, line, what was read, what was expected, what is near."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.bundles import pack
from zhibu.engine import load
from zhibu.engine.kinds import MODELS
from zhibu.kernel.errors import InputError

RULES = {
    "frequency": "kind: frequency\ntypes: [study]\nat_least: 1\nperiod: month",
    "composition": "kind: composition\nlimits:\n- {count: members, at_least: 3}",
    "eligibility": "kind: eligibility\nposts: [secretary]\nfull_member: true",
    "vacancy": "kind: vacancy\npost: secretary\ndays: 60",
    "term": "kind: term\nposts: [secretary]\nyears: 3\ntogether_with: {post: secretary, days: 30}",
    "notice": "kind: notice\ntypes: [study]\nat_least: 3\nwith: [place]",
    "record": "kind: record\ntypes: [study]\ncolumns: [recorder]\nwithin: {days: 3}",
    "attendance": "kind: attendance\ntypes: [study]\nentitled: voting\nat_least: 1/2",
    "vote": "kind: vote\nmatters: [election]\nmajority: {base: present, more_than: 1/2}\nmethod: secret",
    "checklist": "kind: checklist\nchecklist: room\nitems:\n- {item: area, least: \"40\"}",
    "streak": "kind: streak\nthing: dues\nmonths: 6\nwarn_at: 3",
    "dues": "kind: dues\ndays: 10",
    "sequence": "kind: sequence\nprocedure: leader_selection\nconstraints:\n- {id: A, order: [nomination, filing]}",
    "deadline": "kind: deadline\npaper: work_plan\nperiod: year\ndue: {from: start, month: 1, day: 31}",
    "any_of": "kind: any_of\nof:\n- {kind: frequency, types: [study], at_least: 1, period: month}\n"
              "- {kind: deadline, paper: notes, period: month, due: {from: end, days: 5}}",
}  # fmt: skip
# kind, what is written, in the place of what, the line (of the file; the rule's keys begin on 7), what is said
WRONG: list[tuple[str, str, str, int, tuple[str, ...]]] = [
    ("frequency", "at_least: one", "at_least: 1", 9, ("读到“one”", "整数")),
    ("frequency", "at_least: 1\nat_most: 0", "at_least: 1", 3, ("at_most 不小于 at_least",)),
    ("frequency", "period: monthly", "period: month", 10, ("读到“monthly”", "quarter")),
    ("frequency", "period: {onec: 1}", "period: month", 10, ("{once: …}",)),
    ("frequency", "period: {once: {of: joind, days: 3}}", "period: month", 10, ("最接近的是 joined",)),
    ("frequency", "period: month\nwhere: {formm: [online]}", "period: month", 11, ("最接近的是 form",)),
    ("frequency", "period: month\nwhere: {form: [onlin]}", "period: month", 11, ("最接近的是 online",)),
    ("frequency", "period: month\nwhere: {weekday: [8]}", "period: month", 11, ("星期一",)),
    ("frequency", "period: month\nby: {from: end, day: 3}", "period: month", 11, ("from: end",)),
    ("frequency", "period: month\nby: {from: start, month: 2, day: 3}", "period: month", 3, ("1 到 1",)),
    ("frequency", "period: month\nsubject: membr", "period: month", 3, ("membr", "member")),
    ("frequency", "period: month\nin: selff", "period: month", 11, ("selff", "self 或 subtree")),
    ("composition", "{count: member, at_least: 3}", "{count: members, at_least: 3}", 9, ("最接近的是 members",)),
    ("composition", "{count: members}", "{count: members, at_least: 3}", 9, ("至少写一个界限",)),
    ("composition", "{count: members, at_least: 1/0}", "{count: members, at_least: 3}", 9, ("1/0", "数字")),
    ("composition", "{count: holders, at_least: 1, post: secretry}", "{count: members, at_least: 3}", 9,
     ("最接近的是 secretary",)),
    ("composition", "{count: members, at_lest: 3}", "{count: members, at_least: 3}", 9, ("最接近的是 at_least",)),
    ("eligibility", "full_member: yes", "full_member: true", 9, ("读到“yes”", "true 或 false")),
    ("eligibility", "posts: [secretary]", "posts: [secretary]\nfull_member: true", 3, ("至少写一个条件",)),
    ("eligibility", "free_of: [warnings]", "full_member: true", 9, ("最接近的是 warning",)),
    ("eligibility", "member_of: brnach", "full_member: true", 9, ("brnach", "organisation 或 branch")),
    ("vacancy", "post: [secretary]", "post: secretary", 8, ("文字",)),
    ("vacancy", "post: secretaries", "post: secretary", 8, ("最接近的是 secretary",)),
    ("vacancy", "days: two months", "days: 60", 9, ("读到“two months”", "整数")),
    ("vacancy", "day: 60", "days: 60", 3, ("没有 days",)),
    ("term", "years: 0", "years: 3", 3, ("years 至少是 1",)),
    ("term", "together_with: {post: secretary}", "together_with: {post: secretary, days: 30}", 10, ("没有 days",)),
    ("term", "together_with: {post: secretary, dasy: 3}", "together_with: {post: secretary, days: 30}", 10,
     ("最接近的是 days",)),
    ("notice", "with: [palce]", "with: [place]", 10, ("最接近的是 place",)),
    ("notice", "with: [place]\nunit: workday", "with: [place]", 11, ("workday", "workdays")),
    ("notice", "at_least: 3\nat_most: 1", "at_least: 3", 3, ("at_most 不小于 at_least",)),
    ("record", "columns: [recordr]", "columns: [recorder]", 3, ("最接近的是 recorder",)),
    ("record", "within: {weeks: 1}", "within: {days: 3}", 10, ("weeks", "可用的键：days、workdays")),
    ("record", "within: {days: 3, workdays: 2}", "within: {days: 3}", 10, ("恰好写一个键",)),
    ("record", "of: case\ntypes: [study]", "types: [study]", 8, ("case", "cases")),
    ("record", "types: [study]\nmanner: [elected]", "types: [study]", 3, ("of: posts",)),
    ("attendance", "at_least: 3/2", "at_least: 1/2", 10, ("3/2", "不大于 1")),
    ("attendance", "at_least: 1/2\nposts: [secretary]", "at_least: 1/2", 3, ("恰好写一个键",)),
    ("attendance", "at_least: 1/2", "entitled: voting\nat_least: 1/2", 3, ("members 或 voting",)),
    ("attendance", "entitled: voters", "entitled: voting", 9, ("voters", "voting")),
    ("vote", "majority: {base: presents, more_than: 1/2}", "majority: {base: present, more_than: 1/2}", 9,
     ("presents", "present")),
    ("vote", "majority: {base: present}", "majority: {base: present, more_than: 1/2}", 9, ("恰好写一个键",)),
    ("vote", "method: secretly", "method: secret", 10, ("secretly", "hands")),
    ("vote", "surplus: 120%", "method: secret", 10, ("120%", "分数或小数")),
    ("checklist", "{itm: area}", "{item: area, least: \"40\"}", 10, ("最接近的是 item",)),
    ("checklist", "{item: area, least: forty}", "{item: area, least: \"40\"}", 10, ("forty", "数字")),
    ("checklist", "{item: area}\n- {item: area}", "{item: area, least: \"40\"}", 3, ("只写一次",)),
    ("streak", "thing: due", "thing: dues", 8, ("dues，或 {attended",)),
    ("streak", "thing: {attend: [study]}", "thing: dues", 8, ("dues，或 {attended",)),
    ("streak", "warn_at: 6", "warn_at: 3", 3, ("比 months 小",)),
    ("streak", "months: 0", "months: 6", 3, ("months 是 1 或更大",)),
    ("dues", "days: 4000", "days: 10", 8, ("4000", "不大于 3660")),
    ("dues", "day: 10", "days: 10", 8, ("最接近的是 days",)),
    ("sequence", "{id: A, order: [nomination]}", "{id: A, order: [nomination, filing]}", 10,
     ("1 项的列表", "至少 2 项")),
    ("sequence", "{id: A, first: nomination, then: filing}", "{id: A, order: [nomination, filing]}", 10,
     ("at_least、at_most",)),
    ("sequence", "{id: A, first: x, then: y, at_most: {weeks: 1}}", "{id: A, order: [nomination, filing]}", 10,
     ("weeks", "workdays")),
    ("sequence", "{id: A.B, order: [x, y]}", "{id: A, order: [nomination, filing]}", 10, ("没有点",)),
    ("sequence", "{id: A, ordr: [x, y]}", "{id: A, order: [nomination, filing]}", 10, ("最接近的是 order",)),
    ("deadline", "due: {from: begin, days: 3}", "due: {from: start, month: 1, day: 31}", 10, ("begin", "start 或 end")),
    ("deadline", "due: {from: start, month: 13, day: 1}", "due: {from: start, month: 1, day: 31}", 10, ("1 到 12",)),
    ("deadline", "period: years", "period: year", 9, ("读到“years”", "year")),
    ("any_of", "{kind: vacancy, post: secretary, days: 3}", "{kind: frequency, types: [study], at_least: 1, period: month}",
     9, ("vacancy", "frequency")),
    ("any_of", "{kind: frequncy, period: month}", "{kind: frequency, types: [study], at_least: 1, period: month}",
     9, ("最接近的是 frequency",)),
    ("any_of", "{kind: frequency, types: [study], at_lest: 1, period: month}",
     "{kind: frequency, types: [study], at_least: 1, period: month}", 9, ("最接近的是 at_least",)),
    ("any_of", "{kind: frequency, types: [study], at_least: 1, period: year}",
     "{kind: frequency, types: [study], at_least: 1, period: month}", 3, ("period 相同",)),
]  # fmt: skip


def problems(folder: Path, rule: str) -> list[str]:
    with pytest.raises(InputError) as error:
        load(pack(folder, rule))
    return [str(problem) for problem in error.value.problems]


def test_the_table_has_every_kind_and_its_rules_are_right(tmp_path: Path) -> None:
    assert set(RULES) == set(MODELS) == {kind for kind, *_ in WRONG}
    for kind, rule in RULES.items():
        load(pack(tmp_path / kind, rule))


@pytest.mark.parametrize(("kind", "written", "instead", "line", "said"), WRONG)
def test_each_wrong_input_is_told_where_it_stands(
    tmp_path: Path, kind: str, written: str, instead: str, line: int, said: tuple[str, ...]
) -> None:
    assert instead in RULES[kind]
    found = problems(tmp_path, RULES[kind].replace(instead, written))

    here = [text for text in found if text.startswith(f"rules.yaml:{line}：")]
    assert here, found
    assert any(all(words in text for words in said) for text in here), found
    assert all("应为" in text and text.endswith("。") for text in found), found
    assert not any("should" in text or "Input" in text for text in found), found  # told in Chinese


@pytest.mark.parametrize("kind", sorted(RULES))
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("strenght: must", "最接近的是 strength"),
        ("when: {kinds: [branch]}", "最接近的是 kind"),
        ("when: {kind: branch}", "列表"),
        ("when: {members: {}}", "至少写一个界限"),
        ("when: {members: {at_least: -1}}", "整数"),
        ("when: {has_post: [secratary]}", "最接近的是 secretary"),
        ("in_force: {since: 2024-13-01}", "日期"),
        ("in_force: {since: 2024-02-01, until: 2024-01-01}", "until 晚于 since"),
        ("in_force: 2024", "一组“键: 值”"),
        ("matter: a b", "没有空格"),
    ],
)
def test_keys_of_every_rule_are_told_in_every_kind(tmp_path: Path, kind: str, line: str, said: str) -> None:
    place = 7 + len(RULES[kind].splitlines())
    found = problems(tmp_path, f"{RULES[kind]}\n{line}")

    assert any(text.startswith(f"rules.yaml:{place}：") and said in text for text in found), found
