"""The procedures that packs add: their steps, and what is told of words that no list has."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibu.engine import Rulebook, load
from zhibu.kernel.errors import InputError

DIRECTIVE = "schema: 1\nid: D\ntitle: 甲\neffective: 2020-01-01\n"
RULE = """schema: 1
rules:
- {id: R, article: "1", kind: record, strength: must, sentence: 有记录, types: [meetin], papers: [minute]}
"""


def test_admission_has_its_twenty_five_steps_in_order(rulebook: Rulebook) -> None:
    steps = [step for step in rulebook.procedures["development"].steps if not step.optional]

    assert len(steps) == 25
    assert [steps[i].code for i in (0, 6, 14, 16, 24)] == [
        "application", "target", "admission", "approval", "archiving"]


def test_steps_name_papers_that_there_are(rulebook: Rulebook) -> None:
    for procedure in rulebook.procedures.values():
        assert procedure.gist, procedure.code
        for step in procedure.steps:
            assert set(step.papers) <= set(rulebook.paper_kinds), (procedure.code, step.code)
            assert step.by or step.code in {"returned", "inflow_end"}, (procedure.code, step.code)


def test_labels_are_found_under_words_of_their_own(rulebook: Rulebook) -> None:
    words = rulebook.words()

    assert words["application"] == "入党申请书"
    assert words["development.application"] == "递交入党申请书"
    assert words["procedure.transfer"] == "组织关系转接"
    assert words["matter.conversion"] == "预备党员转正"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "directive.yaml").write_text(DIRECTIVE, "utf-8")
    (tmp_path / "rules.yaml").write_text(RULE, "utf-8")
    (tmp_path / "procedures").mkdir()
    (tmp_path / "activity_types").mkdir()
    (tmp_path / "activity_types" / "meeting.yaml").write_text(
        "schema: 1\ncode: meeting\nlabel: 会\n", "utf-8")
    return tmp_path


def test_an_unknown_word_is_told_with_the_nearest_one(pack: Path) -> None:
    (warning,) = load(pack).warnings  # kinds of paper: the pack brings none, so none is missed

    assert warning == "rules.yaml:3：活动类型 meetin 不在制度包里。最接近的是 meeting。"


def test_a_step_and_a_procedure_stand_once(pack: Path) -> None:
    text = "schema: 1\ncode: moving\nlabel: 转接\nsteps: [{code: a, label: 甲}, {code: a, label: 乙}]\n"
    (pack / "procedures" / "one.yaml").write_text(text, "utf-8")
    with pytest.raises(InputError, match="每个步骤只写一次"):
        load(pack)

    text = text.replace("{code: a, label: 乙}", "{code: b, label: 乙}")
    (pack / "procedures" / "one.yaml").write_text(text, "utf-8")
    (pack / "procedures" / "two.yaml").write_text(text, "utf-8")
    with pytest.raises(InputError, match="没有用过的代码"):
        load(pack)
