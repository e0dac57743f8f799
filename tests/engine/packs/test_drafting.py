"""Packs that lie in no folder: read, checked and written as those of a folder; rules of a form."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from zhibu.engine import Rulebook, load
from zhibu.engine.language.texts import TextPack
from zhibu.engine.packs.drafting import content_of, rule_of, texts_of, with_texts
from zhibu.kernel.errors import InputError

PACKS = Path(__file__).parents[3] / "rulepacks"
HEAD = {"id": "own-1", "title": "本单位办法", "effective": "2024-01-01"}
RULE = {"id": "F-1", "article": "1", "kind": "frequency", "strength": "must", "sentence": "每月一次学习",
        "types": ["study"], "at_least": "1", "period": "month"}


@cache
def packs() -> Rulebook:
    return load(PACKS)


def bare() -> Rulebook:
    """The words of the installed packs without their directives."""
    book = packs()
    return Rulebook({}, book.activity_types, book.paper_kinds, (), book.procedures,
                    book.ballot_matters, book.matters, book.checklists)


@pytest.mark.parametrize("key", sorted(p.parent.name for p in PACKS.rglob("directive.yaml")))
def test_every_installed_pack_survives_the_way_through_plain_data(key: str) -> None:
    folder = next(PACKS.rglob(f"{key}/directive.yaml")).parent
    content = content_of({file.name: file.read_text("utf-8") for file in folder.glob("*.yaml")})

    texts = texts_of(content)

    assert content_of(texts) == content
    found = packs().directives[content["head"]["id"]]
    again = with_texts(bare(), [TextPack(texts)]).directives[found.id]
    assert [rule.spec for rule in again.rules] == [rule.spec for rule in found.rules]
    assert (again.head, again.articles, again.cases) == (found.head, found.articles, found.cases)
    assert (again.clauses, again.positions, again.values) == (found.clauses, found.positions, found.values)


def test_a_pack_of_texts_joins_the_rulebook_with_a_digest_and_own_values() -> None:
    head = HEAD | {"parameters": [{"name": "times", "label": "几次", "value": "1"}]}
    rule = RULE | {"at_least": {"parameter": "times"}, "sentence": "每月学习 {times} 次"}
    pack = TextPack(texts_of({"head": head, "rules": [rule]}))

    book = with_texts(packs(), [pack])
    other = with_texts(packs(), [pack], {"own-1": {"times": "3"}})

    assert book.rule("own-1", "F-1").spec.sentence == "每月学习 1 次"
    assert other.rule("own-1", "F-1").spec.sentence == "每月学习 3 次"
    assert len({found.directives["own-1"].digest for found in (book, other)}) == 2
    assert len(book.directives) == len(packs().directives) + 1


def test_a_pack_of_texts_must_not_take_the_id_of_an_installed_one() -> None:
    pack = TextPack(texts_of({"head": HEAD | {"id": "elections-2020"}, "rules": [RULE]}))

    with pytest.raises(InputError, match=r"elections-2020.*别的制度没有用过的编号"):
        with_texts(packs(), [pack])


def test_errors_of_texts_name_file_and_line() -> None:
    texts = texts_of({"head": HEAD, "rules": [RULE | {"period": "mouth"}]})

    with pytest.raises(InputError) as error:
        with_texts(packs(), [TextPack(texts, "own-1")])

    line = texts["rules.yaml"].splitlines().index("  period: mouth") + 1
    assert str(error.value).startswith(f"own-1/rules.yaml:{line}：读到“mouth”")


def test_broken_yaml_is_told_with_its_line() -> None:
    with pytest.raises(InputError, match=r"rules\.yaml:\d：.*YAML"):
        content_of({"directive.yaml": "id: x", "rules.yaml": "rules:\n- id: A\n  b: [\n"})


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        ({"period": ""}, ("period",), "month"),
        ({"when": {"kind": ["branch", "brunch"]}}, ("when", "kind", 1), "branch"),
        ({"when": {"members": {"at_least": "seven"}}}, ("when", "members", "at_least"), "整数"),
        ({"types": []}, ("types",), "至少 1 项"),
        ({"as": "host"}, (), "subject: organisation"),
        ({"at_least": {"parameter": "tims"}}, ("at_least", "parameter"), "最接近的是 times"),
    ],
)
def test_a_fault_of_a_form_knows_its_place(change: dict, place: tuple, said: str) -> None:  # type: ignore[type-arg]  # as JSON
    spec, faults = rule_of(RULE | change, {"times": "2"})

    assert spec is None
    assert any(fault.place == place and said in str(fault.problem) for fault in faults), faults


def test_what_is_not_filled_in_is_told_at_its_own_place() -> None:
    data = {key: value for key, value in RULE.items() if key != "period"}

    _, faults = rule_of(data, {})

    assert [(fault.place, fault.problem.expected) for fault in faults] == [(("period",), "填好的一项")]
