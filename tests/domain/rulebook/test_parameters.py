"""An installation's own values of parameters: checked by the rules that use them, kept when ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.rulebook import selectors
from zhibu.domain.rulebook.services import parameter_reset, parameter_set
from zhibu.domain.rulebook.shelf import shelf
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
WHICH = {"directive": "branch-regulations-2018", "parameter": "divide_from"}


@pytest.fixture(autouse=True)
def fresh_shelf() -> Iterator[None]:
    shelf.forget()
    yield
    shelf.forget()


def test_an_own_value_is_used_and_taken_back(tree: Any) -> None:
    before = selectors.directive_get(WHICH["directive"])

    parameter_set(actor=KEEPER, **WHICH, value="12", reason="会议决定")

    now = selectors.directive_get(WHICH["directive"])
    assert now.values["divide_from"] == "12"
    assert now.digest != before.digest
    assert any("12" in rule.spec.sentence for rule in now.rules if "divide_from" in rule.parameters)
    parameter_set(actor=KEEPER, **WHICH, value="15", reason="又改")
    parameter_reset(actor=KEEPER, **WHICH)
    assert selectors.directive_get(WHICH["directive"]).values == before.values
    assert [one.value for one in selectors.parameter_values(WHICH["directive"])] == ["15", "12"]
    assert AuditEntry.objects.filter(action__startswith="parameter.").count() == 3
    with pytest.raises(Refused, match="没有本单位设定"):
        parameter_reset(actor=KEEPER, **WHICH)


@pytest.mark.parametrize(("value", "said"), [("许多", "整数"), ("-1", "整数"), ("1.5", "整数"), (" ", "值")])
def test_a_value_that_a_rule_cannot_take_is_refused_in_the_engines_words(
    tree: Any, value: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        parameter_set(actor=KEEPER, **WHICH, value=value, reason="试")

    assert selectors.parameter_values(WHICH["directive"]) == []


def test_a_reason_and_a_known_parameter_are_needed(tree: Any) -> None:
    with pytest.raises(Refused, match="理由"):
        parameter_set(actor=KEEPER, **WHICH, value="12", reason=" ")
    with pytest.raises(NotFound, match="没有参数"):
        parameter_set(actor=KEEPER, directive=WHICH["directive"], parameter="x", value="1", reason="试")


def test_only_who_stands_above_all_may(tree: Any) -> None:
    """There are two topmost committees here: a value would bind both, so neither clerk may."""
    for other in (actor("clerk", "C1"), actor("clerk", "B1"), actor("secretary", "B2")):
        with pytest.raises(NotAllowed, match="最上级"):
            parameter_set(actor=other, **WHICH, value="12", reason="试")


def test_the_clerk_of_the_one_topmost_organisation_may(tree: Any) -> None:
    tree["B9"].delete()
    tree["C9"].delete()

    parameter_set(actor=actor("clerk", "C1"), **WHICH, value="12", reason="会议决定")

    with pytest.raises(NotAllowed):
        parameter_set(actor=actor("clerk", "B1"), **WHICH, value="13", reason="试")
