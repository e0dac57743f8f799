"""A list of the JSON door costs as many queries for a long page as for a short one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.test_query_counts import grow
from zhibu.domain.gateway.registry import registry
from zhibu.kernel.actions import Listing
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import ZhibuError

pytestmark = pytest.mark.django_db
KEEPER = Actor.system("test")


def cost(listing: Listing, rows: int) -> tuple[int, int]:
    """(rows told, queries)"""
    with CaptureQueriesContext(connection) as seen:
        found = listing.find(KEEPER, listing.asked())
        told = listing.shape(KEEPER, list(found[:rows]))
    return len(told), len(seen)


def test_no_list_asks_for_each_row(client_of: Callable[[str], Client]) -> None:
    client_of("clerk")
    grow()
    grown = {}
    for noun, listing in registry().listings.items():
        try:
            listing.asked()
        except ValueError:  # asks for something by name
            continue
        try:
            cost(listing, 2)
            (few, before), (many, after) = cost(listing, 2), cost(listing, 200)
        except ZhibuError:
            continue
        if many > few and after > before:
            grown[noun] = (few, before, many, after)
    assert grown == {}
