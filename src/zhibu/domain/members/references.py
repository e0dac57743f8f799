"""Everything that names a member: foreign keys of all rooms, and the columns that hold his id as text.

`decisions/0057` says why some references are text. Whoever deletes or merges a member walks these.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from zhibu.domain.members.models import Member

# (table, column) that hold the id of a member, or of something else, as text.
TEXT_REFERENCES: tuple[tuple[str, str], ...] = (
    ("members.Post", "member"),
    ("activities.Activity", "host"),
    ("activities.Activity", "recorder"),
    ("activities.Activity", "speaker"),
    ("activities.Paper", "about"),
    ("procedures.Case", "subject"),
    ("procedures.Step", "by"),
    ("rulebook.Waiver", "subject"),
)
SEVERAL = frozenset({"host", "recorder", "speaker"})  # several ids, joined by blanks


def foreign_keys() -> Iterator[tuple[type[models.Model], str]]:
    """(table, column) of every foreign key to a member, of all rooms."""
    for relation in Member._meta.related_objects:
        model = relation.related_model
        assert isinstance(model, type)
        yield model, relation.field.attname


def text_columns() -> Iterator[tuple[type[models.Model], str]]:
    """(table, column) of every column that may hold his id as text."""
    for table, column in TEXT_REFERENCES:
        yield apps.get_model(table), column
