"""Words of lists and phones."""

from __future__ import annotations

import pytest

from zhibu.rosters.values import words
from zhibu.rosters.values.phones import read_phone
from zhibu.rosters.values.text import chinese_number, small_numeral


@pytest.mark.parametrize(("raw", "full"), [("汉", "汉族"), ("维族", "维吾尔族"), ("土家", "土家族"), ("回 族", "回族"), ("火星", None)])
def test_peoples(raw: str, full: str | None) -> None:
    assert words.read_people(raw) == full


@pytest.mark.parametrize(
    ("raw", "code"),
    [("正式党员", "full"), ("预备", "probationary"), ("预备党员（2024）", "probationary"), ("中共党员", "vague"), ("", ""),
     ("发展对象", "not_a_member"), ("入党积极分子", "not_a_member"), ("群众", "not_a_member"), ("共青团员", "not_a_member"), ("待定", "unknown")],
)  # fmt: skip
def test_categories(raw: str, code: str) -> None:
    assert words.read_category(raw) == code


@pytest.mark.parametrize(
    ("raw", "code"),
    [("去世", "died"), ("病故", "died"), ("转出县外", "transferred_out"), ("组织关系转出", "transferred_out"), ("出党", "expelled"),
     ("开除党籍", "expelled"), ("停止党籍", "suspended"), ("其他", None)],
)  # fmt: skip
def test_reasons_of_leaving(raw: str, code: str | None) -> None:
    assert words.read_left_reason(raw) == code


@pytest.mark.parametrize(
    ("name", "kind"),
    [("中共某县直属机关工作委员会", "work_committee"), ("县直机关工委", "work_committee"), ("中共某县教育局机关委员会", "committee"),
     ("某局党委", "committee"), ("中共某县税务局总支部委员会", "general_branch"), ("某局党总支", "general_branch"), ("某局机关第一支部委员会", "branch"),
     ("服务队临时党支部", "branch"), ("第一党小组", "party_group"), ("某公司", None)],
)  # fmt: skip
def test_kinds_by_name(name: str, kind: str | None) -> None:
    assert words.kind_of_name(name) == kind


@pytest.mark.parametrize(
    ("raw", "number", "code"),
    [(15432019499.0, "15432019499", ""), ("154 4875 3938", "15448753938", ""), ("１５４２９１６１５６０", "15429161560", ""),
     ("8622606", "8622606", ""), ("+86 154 0000 0000", "15400000000", ""), ("15474299813、8622081", "15474299813", "two_phones"),
     ("15458881246 8622886", "15458881246", "two_phones"), ("1544406844", "", "phone_wrong_length"), ("", "", "")],
)  # fmt: skip
def test_phones(raw: object, number: str, code: str) -> None:
    reading = read_phone(raw)
    assert (reading.number, reading.code) == (number, code)


def test_chinese_numbers() -> None:
    assert [chinese_number(one) for one in ("十二", "二十", "廿一", "一九九八", "第三", "甲")] == [12, 20, 21, 1998, 3, None]
    assert [small_numeral(one) for one in (3, 10, 12, 20, 35)] == ["三", "十", "十二", "二十", "三十五"]
