"""Looking for a part of a text with an index: `name__holds="军伟"`, without regard to the case of Latin letters.

PostgreSQL keeps all single letters and pairs of neighbouring ones in a GIN index of its own arrays (`zhibu_grams`,
made by the migrations): that finds one Chinese character as well as ten, in every locale, and needs no extension.
SQLite reads the column through. Either way the text itself decides, never the index alone.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from typing import Any

from django.db import migrations
from django.db.models import CharField, Lookup

LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
FUNCTION = """
CREATE OR REPLACE FUNCTION zhibu_grams(given text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 1000 AS $$
DECLARE
    plain text := lower(given COLLATE "C");
    found text[] := '{}';
BEGIN
    FOR place IN 1..length(given) LOOP
        found := found || substr(plain, place, 1) || substr(plain, place, 2);
    END LOOP;
    RETURN found;
END $$
"""


def grams_of(text: str) -> list[str]:
    """What of a text is looked up: all pairs of neighbouring letters, of a single one itself."""
    plain = text.translate(LOWER)
    return [plain] if len(plain) == 1 else sorted({plain[at : at + 2] for at in range(len(plain) - 1)})


@CharField.register_lookup
class Holds(Lookup):
    """`name__holds=X`: X stands somewhere in the column."""

    lookup_name = "holds"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, parameters = self.process_lhs(compiler, connection)
        like = f"%{connection.ops.prep_for_like_query(str(self.rhs).translate(LOWER))}%"
        return f"LOWER({left}) LIKE %s ESCAPE '\\'", (*parameters, like)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The index first; COLLATE: letters beyond the Latin ones stay as they are in every locale."""
        left, parameters = self.process_lhs(compiler, connection)
        like = f"%{connection.ops.prep_for_like_query(str(self.rhs).translate(LOWER))}%"
        found = f'LOWER({left} COLLATE "C") LIKE %s'
        wanted = grams_of(str(self.rhs))
        if not wanted:
            return found, (*parameters, like)
        # the cheap half first: where no index is used, the arrays are made for what fits only
        return f"({found} AND zhibu_grams({left}) @> %s::text[])", (*parameters, like, *parameters, wanted)


def grams_indexed(*columns: tuple[str, str, str]) -> migrations.RunPython:
    """For a migration: the index of each (model, column, name of the index); on PostgreSQL only."""

    def on_postgres(deed: Callable[[Any, Any, str, str, str], None]) -> Callable[[Any, Any], None]:
        def run(apps: Any, editor: Any) -> None:
            if editor.connection.vendor == "postgresql":
                for label, column, name in columns:
                    deed(apps, editor, label, column, name)

        return run

    def make(apps: Any, editor: Any, label: str, column: str, name: str) -> None:
        editor.execute(FUNCTION)
        table = apps.get_model(label)._meta.db_table
        editor.execute(f'CREATE INDEX "{name}" ON "{table}" USING gin (zhibu_grams("{column}"))')

    def drop(apps: Any, editor: Any, label: str, column: str, name: str) -> None:
        editor.execute(f'DROP INDEX IF EXISTS "{name}"')

    return migrations.RunPython(on_postgres(make), on_postgres(drop))
