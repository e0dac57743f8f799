"""What PostgreSQL believes a table to hold keeps up with a bulk import."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.domain.conftest import SINCE
from zhibu.domain.exchange.facts.statistics import MANY, statistics_renew
from zhibu.domain.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def believed() -> int:
    """How many organisations the planner reckons with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'organisations_organisation'")
        return int(cursor.fetchone()[0])


def test_many_new_rows_are_known_to_the_planner() -> None:
    rows = [Organisation(id=f"O{n}", kind="branch", name=f"第{n}支部", established=SINCE) for n in range(MANY)]
    Organisation.objects.bulk_create(rows)

    statistics_renew([(Organisation, len(rows))])

    if connection.vendor == "postgresql":
        assert believed() == Organisation.objects.count()


def test_few_rows_cost_no_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]  # a fixture without a type
        statistics_renew([(Organisation, MANY - 1)])
