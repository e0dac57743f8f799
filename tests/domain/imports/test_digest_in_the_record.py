"""A bulk import is one entry of the record, with the digest of all rows that it wrote."""

from __future__ import annotations

import json

import pytest

from tests.domain.imports.books import person, roster
from tests.domain.imports.test_import import FIRST, TREE, take_in
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.imports.models import Change

pytestmark = pytest.mark.django_db


def test_one_entry_with_counts_and_digest() -> None:
    take_in(TREE, roster(person(1, "张一", FIRST)))

    [entry] = AuditEntry.objects.filter(action="import.confirm")
    details = json.loads(entry.details)
    assert len(details["digest"]) == 64
    assert sum(details["counts"].values()) == Change.objects.count()
    assert "张一" not in entry.details
