"""Looking for a part of a text with an index: `holding("军伟", "name")`, without regard to the case of Latin letters.

PostgreSQL keeps all single letters and pairs of neighbouring ones in a GIN index of its own arrays (`zhibu_grams`,
made by the migrations): that finds one Chinese character as well as ten, in every locale, and needs no extension.
SQLite reads the column through. Either way the text itself decides, never the index alone.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from typing import Any

from django.db import migrations
from django.db.models import CharField, Lookup, Q

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
class MayHold(Lookup):
    """`name__may_hold=X`: as far as the index knows, X may stand there; where there is no index, it always may."""

    lookup_name = "may_hold"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "1 = 1", ()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, parameters = self.process_lhs(compiler, connection)
        wanted = grams_of(str(self.rhs))
        return (f"zhibu_grams({left}) @> %s::text[]", (*parameters, wanted)) if wanted else ("1 = 1", ())


@CharField.register_lookup
class HasLetters(Lookup):
    """`name__has_letters=X`: X stands there, found out by reading the text."""

    lookup_name = "has_letters"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"LOWER({left}) LIKE %s ESCAPE '\\'", (*parameters, self._like(connection))

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """COLLATE: letters beyond the Latin ones stay as they are in every locale."""
        left, parameters = self.process_lhs(compiler, connection)
        return f'LOWER({left} COLLATE "C") LIKE %s', (*parameters, self._like(connection))

    def _like(self, connection: Any) -> str:
        return f"%{connection.ops.prep_for_like_query(str(self.rhs).translate(LOWER))}%"


def holding(text: str, *columns: str) -> Q:
    """That the text stands somewhere in one of the columns.

    What the index may know comes first, for all columns together: so said, PostgreSQL does not make the arrays of what
    it has found once more. Where no index is used, it reads the texts first, since that is cheaper.
    """
    may = Q(*((f"{column}__may_hold", text) for column in columns), _connector=Q.OR)
    return may & reading(text, *columns)


def reading(text: str, *columns: str) -> Q:
    """The same without the index: for rows that are read in their order anyway, until there are enough."""
    return Q(*((f"{column}__has_letters", text) for column in columns), _connector=Q.OR)


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
