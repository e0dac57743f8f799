"""A draft of the committee C1 with one rule, and a client of its clerk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from tests.domain.conftest import KEEPER
from tests.domain.drafting.conftest import CONTENT
from zhibu.domain.drafting.models import DraftDirective
from zhibu.domain.drafting.services import draft_create
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.shelf import shelf


@pytest.fixture(autouse=True)
def fresh_shelf() -> Iterator[None]:
    shelf.forget()
    yield
    shelf.forget()


@pytest.fixture
def draft(county: dict[str, Organisation]) -> DraftDirective:
    return draft_create(actor=KEEPER, owner=county["C1"], content=CONTENT)


@pytest.fixture
def clerk(client_of: Callable[[str], Client]) -> Client:
    return client_of("clerk")
