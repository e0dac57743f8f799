"""A draft of the committee C1 with one rule; the shelf of rules looks again before and after each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.domain.conftest import KEEPER
from zhibu.domain.drafting.models import DraftDirective
from zhibu.domain.drafting.services import draft_create
from zhibu.domain.rulebook.shelf import shelf

RULE = {"id": "F-1", "article": "1", "kind": "frequency", "strength": "must", "sentence": "每月一次学习",
        "when": {"kind": ["branch"]}, "types": ["study"], "at_least": "1", "period": "month"}
HEAD = {"id": "own-1", "title": "甲单位学习办法", "level": "unit", "effective": "2024-01-01",
        "parameters": [{"name": "times", "label": "每月几次", "value": "1"}]}
CONTENT = {"head": HEAD, "rules": [RULE],
           "articles": [{"article": "1", "gist": "每月学习", "answer": ["rule"], "rules": ["F-1"]}]}


@pytest.fixture(autouse=True)
def fresh_shelf() -> Iterator[None]:
    shelf.forget()
    yield
    shelf.forget()


@pytest.fixture
def draft(tree: Any) -> DraftDirective:
    return draft_create(actor=KEEPER, owner=tree["C1"], content=CONTENT)
