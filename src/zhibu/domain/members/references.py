"""Everything that names a member: foreign keys of all rooms, and the columns that hold his id as text.

`decisions/0057` says why some references are text. Whoever deletes or merges a member walks these.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
    ("casework.WithdrawnStep", "by"),
    ("filings.Filing", "about"),
    ("talks.Talk", "made_by"),
    ("tasks.Task", "giver_member"),
    ("tasks.TaskSeries", "giver_member"),
    ("voting.Option", "member"),
    ("voting.Reading", "entered_by"),
    ("voting.Teller", "closed_by"),
)
# (table, column) in which his id stands among other words: texts under their names, keys of several parts.
WITHIN: tuple[tuple[str, str], ...] = (
    ("minutes.Draft", "texts"),
    ("minutes.Signal", "key"),
    ("minutes.Version", "texts"),
)
SEVERAL = frozenset({"host", "recorder", "speaker"})  # several ids, joined by blanks


def references_to(model: type[models.Model]) -> Iterator[tuple[type[models.Model], models.ForeignKey[Any, Any]]]:
    """(table, foreign key) of everything that refers to a table, those without a name for the way back among them.

    `_meta.related_objects` leaves out the nameless (`related_name="+"`) and the rows between two tables.
    """
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and isinstance(relation.field, models.ForeignKey):
            yield relation.related_model, relation.field


def foreign_keys() -> Iterator[tuple[type[models.Model], str]]:
    """(table, column) of every foreign key to a member, of all rooms."""
    for model, key in references_to(Member):
        yield model, key.attname


def text_columns() -> Iterator[tuple[type[models.Model], str]]:
    """(table, column) of every column that may hold his id as text."""
    for table, column in TEXT_REFERENCES:
        yield apps.get_model(table), column


def columns_within() -> Iterator[tuple[type[models.Model], str]]:
    """(table, column) of every column in which his id may stand among other words."""
    for table, column in WITHIN:
        yield apps.get_model(table), column
