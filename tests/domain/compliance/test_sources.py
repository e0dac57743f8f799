"""What is copied to be judged holds every table that an installed rule reads."""

from __future__ import annotations

from zhibu.domain.compliance.sources import NOT_READ
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.facts.contract import TABLES


def test_no_installed_rule_needs_a_table_that_is_not_copied() -> None:
    needed = set()
    for directive in rulebook.rulebook().directives.values():
        for rule in directive.rules:
            needs = rule.spec.needs()
            needed |= {name.lstrip("?").partition(".")[0] for name in needs.rows | needs.judging}

    assert {"organisations", "activities"} <= needed
    assert not needed & NOT_READ
    assert set(TABLES) >= NOT_READ
