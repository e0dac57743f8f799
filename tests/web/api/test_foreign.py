"""A foreign subtree tried through every operation of the JSON door, by every role; and by nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.web import foreign
from tests.web.api.test_fuzz import OPERATIONS
from tests.web.foreign import casework, filings, meetings
from tests.web.test_scope import FOREIGN_WORDS, INSIDE, foreign_import
from zhibu.domain.establishment.models import Change
from zhibu.domain.gateway.registry import registry
from zhibu.domain.registry.models import Correction
from zhibu.domain.voting.models import Poll
from zhibu.web.api.door import plural

__all__ = ["foreign_import"]

# Ids of rows of the other committee: its tree, its member, and what the areas make for their own tests.
FOREIGN_IDS = ("C9", "B9", "M9", "P9", "A9", "X9", "D9")


def own(kind: str) -> list[Any]:
    """The ids of the other committee's rows of a kind, as `about` of an action names it."""
    known: dict[str, Iterable[Any]] = {
        "organisation": ("C9", "B9"), "member": ("M9",), "post": ("P9", "L9"), "user": ("U-foreign",),
        "case": (casework.KEY, "D9"), "matter": ("D9",), "selection": ("K9L",), "filing": (filings.KEY,),
        "transfer": ("X9",), "division": ("V9",), "task": ("T9",), "series": ("S9",), "opinion": ("O9",), "yearly": ("Y9",), "minutes": ("N9",), "signal": ("N9",),
        "meeting": (meetings.KEYS["meeting"],), "joint": (meetings.KEYS["joint"],), "plan": (meetings.KEYS["plan"],), "life": ("L9",), "measure": ("E9",), "appraisal": ("AP9",),
        "attendance": ("ATT9",), "bylaw": ("L9",), "bylaw_version": ("LV9",), "commitment": ("CM9",), "file": ("F9",),
        "notice": ("N9",), "notice_batch": ("BT9",), "own_type": ("own_x9",), "report": ("RP9",), "talk": ("TK9",),
        "poll": Poll.objects.filter(organisation__path__gte="000002").values_list("pk", flat=True),
        "change": Change.objects.values_list("pk", flat=True),
        "correction": Correction.objects.filter(member="M9").values_list("pk", flat=True),
    }  # fmt: skip
    found = list(known.get(kind, ()))
    assert found, f"say here which {kind} of the other committee tests/web/foreign makes"
    return found


def test_every_area_is_told_of(foreign_import: object) -> None:
    assert len(foreign.areas()) >= 8


@pytest.mark.parametrize("role", INSIDE)
def test_lists_tell_nothing_foreign(
    role: str, call: Callable[..., Any], foreign_import: object
) -> None:
    told = []
    for noun in registry().listings:
        answer = call(role, f"{plural(noun)}?limit=200")
        # no list for this role, or not of everything
        assert answer.status_code in (200, 403, 422), (noun, answer.content)
        text = answer.content.decode()
        told += [(noun, word) for word in (*FOREIGN_WORDS, '"B9"', '"C9"', '"M9"') if word in text]

    assert told == []


@pytest.mark.parametrize("role", INSIDE)
def test_foreign_rows_are_not_found(
    role: str, call: Callable[..., Any], foreign_import: object
) -> None:
    kinds = {action.about[1] for action in registry().actions.values() if action.about}
    tried = {noun: own(noun) for noun in kinds & set(registry().singles)}
    seen = []
    for noun in registry().singles:
        for key in (*FOREIGN_IDS, *tried.get(noun, ())):
            answer = call(role, f"{plural(noun)}/{key}")
            if answer.status_code != 404:
                seen.append((noun, key, answer.status_code))

    assert seen == []


def test_nobody_reads_or_does_anything(call: Callable[..., Any], foreign_import: object) -> None:
    found = registry()
    answers = {noun: call("", plural(noun)).status_code for noun in found.listings}
    answers |= {noun: call("", f"{plural(noun)}/B9").status_code for noun in found.singles}
    answers |= {name: call("", f"actions/{name}", {}).status_code for name in found.actions}

    assert set(answers.values()) == {401}


@pytest.mark.parametrize("role", INSIDE)
def test_nothing_foreign_is_changed(
    role: str, call: Callable[..., Any], foreign_import: object
) -> None:
    """Each action that changes a row, said of the foreign ones of its kind and of one of another kind, with
    whatever else its schema allows."""
    done = []
    for name, action in sorted(registry().actions.items()):
        if action.about is None:
            continue
        field, kind = action.about
        other = {"correction": 9, "member": "B9"}.get(kind, "M9")
        for said in _said(name):
            for key in (*own(kind), other):
                answer = call(role, f"actions/{name}", {**said, field: key})
                if answer.status_code < 400 or answer.status_code >= 500:
                    done.append((name, key, answer.status_code))

    assert done == []


@cache
def _said(name: str) -> list[dict[str, Any]]:
    """What the description of an action allows to be said; the same for every role, found once."""
    found: list[dict[str, Any]] = []

    @given(case=OPERATIONS[f"POST /api/v1/actions/{name}"].as_strategy())
    @settings(
        max_examples=1, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def collect(case: Any) -> None:
        found.append(case.body)

    collect()
    return found
