"""Who counts as a full member, on every page alike: also those of the years without a probation."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, SINCE
from zhibu.domain.directory.organisation import organisation_page
from zhibu.domain.directory.people import member_page
from zhibu.domain.exchange.facts.copying import open_bundle
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.models import Organisation

pytestmark = pytest.mark.django_db
ON = dt.date(2024, 6, 1)
# id -> joined, full since, whether full on the day
JOINED: dict[str, tuple[dt.date, dt.date | None, bool]] = {
    "M1": (dt.date(1969, 4, 1), None, True),
    "M2": (dt.date(1977, 8, 31), None, True),
    "M3": (dt.date(1977, 9, 1), None, False),
    "M4": (dt.date(1969, 3, 31), dt.date(1970, 3, 31), True),
    "M5": (dt.date(2024, 1, 1), None, False),
}


def test_pages_and_rules_count_alike(tree: dict[str, Organisation]) -> None:
    for key, (joined, full_since, _) in JOINED.items():
        Member.objects.create(id=key, name=key, joined=joined, full_since=full_since)
        Membership.objects.create(member_id=key, organisation_id="B1", since=max(joined, SINCE))
    expected = {key for key, (_, _, full) in JOINED.items() if full}

    of_branch = organisation_page(actor=KEEPER, key="B1", on=ON)
    assert (of_branch.members, of_branch.full) == (5, len(expected))
    of_committee = organisation_page(actor=KEEPER, key="C1", on=ON)
    assert (of_committee.members, of_committee.full) == (5, len(expected))
    assert {row.organisation.pk: row.full for row in of_committee.below}["B1"] == len(expected)
    assert [row.probationary for row in of_committee.below if row.organisation.pk == "B1"] == [2]
    assert {k for k in JOINED if member_page(actor=KEEPER, key=k, on=ON).is_full} == expected
    rows = open_bundle().connection.execute("SELECT id FROM members WHERE full_since IS NOT NULL")
    assert {key for (key,) in rows.fetchall()} == expected
