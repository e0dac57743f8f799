"""Who and what is meant: organisations and members by every way of writing them."""

from __future__ import annotations

import pytest

from zhibu.rosters.register import Member, Organisation, Register


@pytest.fixture
def register() -> Register:
    made = Register()
    for key, name, short in [
        ("B1", "中共云溪县教育局机关第一支部委员会", "县教育局机关第一党支部"), ("B2", "中共云溪县教育局机关第二支部委员会", "县教育局机关第二党支部"),
        ("B3", "中共云溪县教育局离退休支部委员会", "县教育局离退休党支部"), ("B4", "中共云溪县公安局离退休支部委员会", "县公安局离退休党支部"),
        ("B5", "中共云溪县第一中学文科组支部委员会", "县第一中学文科组党支部"), ("B6", "中共云溪县卫生健康局离退休支部委员会", ""),
    ]:  # fmt: skip
        made.add_organisation(Organisation(key, name, "branch", short))
    made.organisations["B5"].former.append("县城关中学党支部")
    for key, name in [("G1", "第一党小组"), ("G2", "第二党小组"), ("G3", "办公室党小组")]:
        made.add_organisation(Organisation(key, name, "party_group", parent="B1"))
    for member in [Member("M1", "张伟", "B1", "G1", born="1960-05"), Member("M2", "张伟", "B1", "G2", born="1985-01-02"),
                   Member("M3", "艾力·吐尔逊", "B1"), Member("M4", "刘?", "B1", untyped=True), Member("M5", "李七", ""),
                   Member("M6", "孙八", "", branches=("B3", "B4")), Member("M7", "何桂香", "B2", former_names=["何红卫"])]:  # fmt: skip
        made.add_member(member)
    return made


@pytest.mark.parametrize(
    ("text", "how", "key"),
    [("县教育局机关第一党支部", "exact", "B1"), ("中共云溪县教育局机关第一支部委员会", "full", "B1"), ("县教育局机关一支部", "variant", "B1"),
     ("教育局机关第2党支部", "variant", "B2"), ("云溪县教育局机关（第二）支部", "variant", "B2"), ("县教育 局离退休党支部　", "variant", "B3"),
     ("县一中学文科组支部", "variant", "B5"), ("城关中学支部", "former", "B5"), ("文科组党支部", "variant", "B5"),
     ("离退休党支部", "ambiguous", ""), ("县卫健局离退休党支部", "near", ""), ("县粮食局党支部", "unknown", ""),
     ("县教育局机关第三党支部", "unknown", ""), ("", "unknown", "")],
)  # fmt: skip
def test_branches(register: Register, text: str, how: str, key: str) -> None:
    match = register.find_branch(text)
    assert (match.how, match.found.key if match.found else "") == (how, key)


@pytest.mark.parametrize(
    ("text", "how", "key"),
    [("第一党小组", "exact", "G1"), ("二小组", "variant", "G2"), ("2组", "variant", "G2"), ("第2党小组", "variant", "G2"),
     ("办公室小组", "variant", "G3"), ("第九党小组", "unknown", "")],
)  # fmt: skip
def test_groups(register: Register, text: str, how: str, key: str) -> None:
    match = register.find_group("B1", text)
    assert (match.how, match.found.key if match.found else "") == (how, key)


def test_members(register: Register) -> None:
    def key(name: str, **more: str) -> str:
        match = register.find_member(name, "B1", **more)  # type: ignore[arg-type]  # any of its words
        return match.found.key if match.found else match.how

    assert key("张伟") == "ambiguous"
    assert (key("张伟", mark="大"), key("张伟", mark="小"), key("张伟", group="G2")) == ("M1", "M2", "M2")
    assert key("艾力.吐尔逊") == key("艾力吐尔逊") == "M3"
    assert key("刘龑") == "M4"
    assert key("李七") == "M5"
    assert key("孙八") == "unknown"
    assert register.find_member("孙八", "B3").found is not None
    assert register.find_member("何红卫", "B2").found is not None
