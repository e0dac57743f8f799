"""A constraint of a procedure has its own finding, and stands in lists under its rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.domain.conftest import KEEPER
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.services import judge_all
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case, Step
from zhibu.domain.rulebook.services import adoption_activate

DIRECTIVE = "admission-rules-2014"


@pytest.fixture
def admission(county: dict[str, Organisation]) -> Verdict:
    """An application of last year; the talk came three months later."""
    since = dt.date(2023, 1, 1)
    adoption_activate(actor=KEEPER, organisation=county["C1"], directive=DIRECTIVE, since=since)
    case = Case.objects.create(
        id="DEV1", procedure="development", organisation=county["B1"], subject="申请人甲",
        opened=dt.date(2023, 3, 1),
    )  # fmt: skip
    Step.objects.create(case=case, step="application", on=dt.date(2023, 3, 1))
    Step.objects.create(case=case, step="talk", on=dt.date(2023, 6, 1))
    judge_all()
    return Verdict.objects.get(rule="Q-TALK.MONTH")


def test_its_finding(admission: Verdict, client_of: Callable[[str], Client]) -> None:
    key = {"d": DIRECTIVE, "r": "Q-TALK.MONTH", "s": "DEV1", "p": "2023-03-01"}
    page = client_of("clerk").get(f"/finding?{urlencode(key)}").content.decode()

    assert admission.status == "unmet"
    for words in ("发展党员 申请人甲", "递交入党申请书", "党组织派人谈话", "2023-06-01", "间隔不合要求"):
        assert words in page


def test_lists_by_the_rule_or_the_constraint(
    admission: Verdict, client_of: Callable[[str], Client]
) -> None:
    client = client_of("clerk")

    for rule in ("Q-TALK", "Q-TALK.MONTH"):
        page = client.get("/verdicts", {"d": DIRECTIVE, "r": rule}).content.decode()
        assert "发展党员 申请人甲" in page
        assert f'value="{DIRECTIVE} Q-TALK.MONTH"' in page
    assert "r=Q-TALK&amp;" in client.get(f"/directives/{DIRECTIVE}").content.decode()
