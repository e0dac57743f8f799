"""What must hold before a restored database may take its place."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from zhibu.domain.accounts.models import User
from zhibu.domain.audit.chain import verify
from zhibu.domain.exchange.archive.manifest import Manifest
from zhibu.domain.exchange.archive.tables import MIGRATIONS
from zhibu.domain.members.columns import INDEXED, index_of
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.errors import Refused

_LOOKED_AT = 200  # members whose encrypted columns are opened


def require_free(connection: BaseDatabaseWrapper) -> None:
    """Nothing is overwritten unless somebody says so."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    for model in (Organisation, Member, User):
        if model._meta.db_table in there and model._default_manager.exists():
            raise Refused(
                "这里已经有数据，没有恢复。确实要用备份替换它，先停下网站，再加 --replace；"
                "原来的数据会另存在数据目录里（PostgreSQL 里的表会被替换，先做一个备份）。"
            )


def require_counts(described: Manifest, found: dict[str, int]) -> None:
    """Every table has as many rows as the manifest says."""
    wrong = [
        f"{table} 应有 {count} 行，只有 {found.get(table, 0)} 行"
        for table, count in described.counts.items()
        if found.get(table, 0) != count and table != MIGRATIONS
    ]
    if wrong:
        raise Refused(f"备份里的数据不全，没有恢复任何东西：{'；'.join(wrong[:10])}。")


def require_chain(described: Manifest) -> None:
    """The record holds and ends where the manifest says."""
    report = verify()
    if report.problems:
        raise Refused(f"备份里的操作日志接不上，没有恢复任何东西：{''.join(report.problems[:3])}")
    if (report.entries, report.head) != (described.audit_number, described.audit_mac):
        raise Refused("备份里的操作日志与清单不符，没有恢复任何东西。")


def readable_problem() -> str:
    """A sentence where encrypted columns do not open with the keys in use."""
    rows = Member.objects.exclude(id_number_index="", phone_index="").order_by("pk")
    for member in rows[:_LOOKED_AT]:
        for column in INDEXED:
            expected = getattr(member, f"{column}_index")
            if expected and index_of(column, getattr(member, column)) != expected:
                return "备份里加密的身份证号、电话用现在的密钥打不开，没有恢复任何东西。"
    return ""
