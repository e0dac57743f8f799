"""The migrations say what the models say, and their names say what they do."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import call_command

from tests.house.tree import PACKAGE, files, is_migration, name, nothing


@pytest.mark.django_db
def test_no_migration_is_pending() -> None:
    output = io.StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=output, verbosity=1)
    except SystemExit:
        pytest.fail(f"run `zhibu manage makemigrations ROOM -n WHAT_IT_DOES`:\n{output.getvalue()}")


def test_migrations_are_named_after_what_they_do() -> None:
    vague = [
        name(file)
        for file in files()
        if is_migration(file) and file.is_relative_to(PACKAGE) and file.stem != "__init__"
        if not re.fullmatch(r"\d{4}_[a-z][a-z_0-9]*", file.stem) or "auto" in file.stem
    ]

    nothing(vague)
