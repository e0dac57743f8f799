"""Merging and moving what much hangs below: told while it goes on, all or nothing, nothing typed is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from tests.domain.establishment.conftest import get
from zhibu.domain.establishment.models import Change
from zhibu.domain.establishment.selectors.preview import LARGE
from zhibu.domain.organisations.models import Organisation

PAPER = {"decided_by": "C1组织", "number": "青直发〔2024〕6号", "decided_on": "2024-05-30", "on": "2024.6.1"}
WAS = dt.date(2020, 1, 1)


@pytest.fixture
def clerk(client_of: Callable[[str], Client]) -> Client:
    """A clerk, and two committees under C1 with many branches in one of them."""
    top = get("C1")
    for key in ("K1", "K2"):
        number = {"K1": 801, "K2": 802}[key]
        Organisation.objects.create(
            id=key, parent=top, path=f"{top.path}{number:06d}", depth=top.depth + 1, kind="committee",
            name=f"{key}党委", established=WAS,
        )  # fmt: skip
    one = get("K1")
    Organisation.objects.bulk_create(
        Organisation(id=f"K1-{n}", parent=one, path=f"{one.path}{n:06d}", depth=one.depth + 1, kind="branch",
                     name=f"第{n}支部", established=WAS)
        for n in range(1, LARGE + 1)
    )  # fmt: skip
    return client_of("clerk")


def page(client: Client, deed: str, given: dict[str, str]) -> str:
    answer = client.post(f"/establishment/{deed}", PAPER | given | {"confirm": "1"})
    assert answer.streaming
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a synchronous iterator


@pytest.mark.django_db(transaction=True)
def test_a_merge_of_large_bodies_is_told_while_it_goes_on(clerk: Client) -> None:
    said = page(clerk, "merge/K1", {"into": "K2"})

    change = Change.objects.get()
    assert "第1支部移到K2党委下面" in said
    assert "写好了" in said
    assert f"/establishment/change/{change.pk}" in said
    assert Organisation.objects.filter(parent="K2", kind="branch").count() == LARGE


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_changes_nothing_and_gives_the_form_back(clerk: Client) -> None:
    said = page(clerk, "move/K1", {"parent": "C1"})

    assert "什么都没有改" in said
    assert "已经在" in said
    assert 'name="number" value="青直发〔2024〕6号"' in said
    assert not Change.objects.exists()
