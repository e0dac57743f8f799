"""What is copied to be judged holds every table that an installed rule reads."""

from __future__ import annotations

import pytest

from zhibu.domain.compliance.sources import whole_copy
from zhibu.domain.rulebook import selectors as rulebook

pytestmark = pytest.mark.django_db


def test_no_installed_rule_needs_a_table_that_is_not_copied() -> None:
    needed = set()
    for directive in rulebook.rulebook().directives.values():
        for rule in directive.rules:
            needs = rule.spec.needs()
            needed |= {name.lstrip("?").partition(".")[0] for name in needs.rows | needs.judging}

    assert {"organisations", "activities"} <= needed
    assert needed <= whole_copy().tables.keys()
