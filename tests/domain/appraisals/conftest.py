"""The branch of the votes, with its appraisal planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.domain.conftest import tree
from tests.domain.voting.conftest import account, branch, secretary
from zhibu.domain.appraisals import services
from zhibu.domain.appraisals.models import Appraisal, Appraisee
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

__all__ = ["account", "branch", "secretary", "tree"]

TODAY = clock.today()
Account = Callable[..., Actor]


def days(first: dt.date = TODAY) -> dict[str, Any]:
    """The days of a plan, all on one day."""
    return {"self_by": first, "mutual_by": first, "meeting_on": first, "grading_by": first}


@pytest.fixture
def planned(branch: Organisation, secretary: Actor) -> Appraisal:
    """This year's appraisal of B1."""
    return services.appraisal_plan(actor=secretary, organisation=branch, year=TODAY.year, **days())


def person(appraisal: Appraisal, member: str) -> Appraisee:
    return appraisal.people.select_related("appraisal__organisation", "member", "group").get(member=member)
