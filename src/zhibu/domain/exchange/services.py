"""Facts in and out: take in a bundle whole or not at all, give the database out as a bundle."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import transaction

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.exchange import policies
from zhibu.domain.exchange.facts.copying import open_bundle
from zhibu.domain.exchange.facts.merging import Merge, merge, new_rows
from zhibu.domain.exchange.facts.rows import Row, values_of, write
from zhibu.domain.exchange.facts.statistics import statistics_renew
from zhibu.domain.exchange.facts.tables import in_order_of_reference, model_of
from zhibu.domain.exchange.facts.touching import MOST, touch_of_columns
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import place
from zhibu.facts.bundle import Bundle
from zhibu.facts.contract import TABLES
from zhibu.facts.normal import quoted
from zhibu.facts.reading import read_bundle
from zhibu.facts.writing import write_bundle
from zhibu.kernel.actor import Actor
from zhibu.kernel.crypto import chain_mac
from zhibu.kernel.errors import InputError

Format = Literal["csv", "parquet", "xlsx"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, by table."""

    new: dict[str, int] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """For the command line, in the order of the exchange form."""
        lines = [f"提醒：{warning}" for warning in self.warnings]
        for name, table in TABLES.items():
            if name in self.new:
                known = f"，库里已有 {self.same[name]} 行" if self.same[name] else ""
                lines.append(f"{name:<14} 写入 {self.new[name]:>8} 行{known}  {table.chinese}")
        lines.append(f"共写入 {sum(self.new.values())} 行。")
        return lines


@transaction.atomic
def facts_import(*, path: Path, actor: Actor) -> Imported:
    """Take in a bundle. All or nothing; ids are kept; rows that are there already and equal are skipped.

    A row whose key is there with other contents is a problem and stops the import: InputError lists
    all of them. Who may: the keeper of the machine.
    """
    policies.facts_import(actor)
    bundle = read_bundle(path)
    personal = any(
        column.personal and column.name in bundle.tables.get(table.name, ())
        for table in TABLES.values()
        for column in table.columns
    )
    merged = merge(bundle, open_bundle(personal=personal))
    if merged.problems:
        raise InputError(merged.problems)
    _write(bundle, merged)
    statistics_renew((model_of(name), rows) for name, rows in merged.new.items())
    entry_record(
        actor=actor,
        action="facts.import",
        details={"new": merged.new, "same": merged.same, "digest": _digest(bundle)},
        touched=_touched(bundle, merged),
    )
    return Imported(merged.new, merged.same, (*bundle.warnings, *_nobody_could_say(bundle)))


def _write(bundle: Bundle, merged: Merge) -> None:
    for table in in_order_of_reference():
        if not merged.new.get(table.name):
            continue
        rows = new_rows(bundle, table)
        if table.name == "organisations":
            write(table.name, values_of(table.name, _placed(list(rows))))
        else:
            write(table.name, values_of(table.name, rows))


def _touched(bundle: Bundle, merged: Merge) -> Touch:
    """Whose facts the new rows are."""
    if sum(merged.new.values()) > MOST:
        return Touch(everything=True)

    def column(table: str, name: str) -> list[str | None]:
        if name not in bundle.tables[table]:
            return []
        source = quoted(f"new_{table}")
        rows = bundle.connection.execute(f"SELECT DISTINCT {quoted(name)} FROM {source}")
        return [value for (value,) in rows.fetchall()]

    return touch_of_columns([name for name, count in merged.new.items() if count], column)


def _placed(rows: list[Row]) -> list[Row]:
    """Organisations with their place in the tree, parents first."""
    tree = place(Organisation(id=row["id"], parent_id=row.get("parent")) for row in rows)
    by_id = {row["id"]: row for row in rows}
    return [
        {**by_id[o.pk], "path": o.path, "depth": o.depth, "order": o.order} for o in tree
    ]


def _digest(bundle: Bundle) -> str:
    """What the audit entry says of the rows: a digest that changes when any of them does.

    Keyed, since an ID number could be found by trying where all the rest of a row is known.
    """
    rows = []
    for name in sorted(bundle.tables):
        source = quoted(f"new_{name}")
        found = bundle.connection.execute(
            f"SELECT count(*), bit_xor(md5_number(CAST(new AS VARCHAR))) FROM {source} AS new"
        ).fetchall()
        rows.append((name, *found))
    key: str = settings.ZHIBU_SECRETS["audit_key"]
    return chain_mac(key, "", repr(rows).encode())


def _nobody_could_say(bundle: Bundle) -> list[str]:
    """In the database every table is there: what the bundle did not know now reads as not done."""
    missing = bundle.missing
    if not missing:
        return []
    return [
        f"数据包里没有 {'、'.join(missing[:8])}{' 等' if len(missing) > 8 else ''}；"
        "入库以后这些按“没有记录”核查，不再是“缺数据”。"
    ]


def facts_export(
    *, target: Path, actor: Actor, personal: bool = False, format: Format = "csv"
) -> Path:
    """Give all facts out as a bundle that checks to the same verdicts; recorded in the audit.

    Sex, birth, ID number and phone only with `personal`. Who may: the keeper of the machine.
    """
    policies.facts_export(actor)
    with transaction.atomic():
        bundle = open_bundle(personal=personal, ordered=True)
        counts = {name: bundle.count(name) for name in bundle.tables}
        entry_record(  # first: nothing leaves the house that is not recorded
            actor=actor,
            action="facts.export",
            details={"personal": personal, "format": format, "counts": counts},
        )
        return write_bundle(bundle, target, format)
