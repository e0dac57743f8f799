"""Values of parameters are told in words and read back as the codes of rule files."""

from __future__ import annotations

from zhibu.domain.rulebook.values import value_code, value_word
from zhibu.engine.packs.loader import load
from zhibu.kernel.packs import installed_packs


def test_no_value_of_a_pack_is_shown_as_a_code_and_each_is_read_back() -> None:
    found = [value for one in load(installed_packs()).directives.values() for value in one.values.values()]

    assert found
    for value in map(str, found):
        assert "_" not in value_word(value), value
        assert value_code(f" {value_word(value)} ") == value
    assert value_word("consulted_on") == "请示日期"
    assert value_code("批准日期") == "approved_on"
