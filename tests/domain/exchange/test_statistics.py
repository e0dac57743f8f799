"""What PostgreSQL believes a table to hold keeps up with a bulk import."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.domain.conftest import SINCE
from zhibu.domain.exchange.facts.statistics import MANY, statistics_renew
from zhibu.domain.members.models import Member

pytestmark = pytest.mark.django_db


def believed() -> int:
    """How many members the planner reckons with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'members_member'")
        return int(cursor.fetchone()[0])


def test_many_new_rows_are_known_to_the_planner() -> None:
    rows = [Member(id=f"M{n}", name=f"第{n}人", joined=SINCE) for n in range(MANY)]
    Member.objects.bulk_create(rows)

    statistics_renew([(Member, len(rows))])

    if connection.vendor == "postgresql":
        assert believed() == Member.objects.count()


def test_few_rows_cost_no_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]  # a fixture without a type
        statistics_renew([(Member, MANY - 1)])
