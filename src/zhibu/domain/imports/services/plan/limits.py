"""Where an import may write: below the chosen organisation, in the actor's scope, nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from zhibu.domain.imports.known import inside_of
from zhibu.domain.imports.services.plan.plan import Plan, Row, text
from zhibu.domain.members.columns import index_of
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor

UPPER = ("work_committee", "committee")
# What may hang below what; what a sheet says below its own bodies is the reader's business.
BELOW: dict[str, tuple[str, ...]] = {
    "work_committee": ("committee", "general_branch", "branch", "leading_body"),
    "committee": (*UPPER, "general_branch", "branch", "leading_body"),
    "general_branch": ("branch",),
    "branch": ("party_group",),
}
OUTSIDE = "不在“{}”之下，没有写入"
WAITS = "所在组织还没有写入，先不写"
NO_BRANCH = "没有所在支部，没有写入"
ELSEWHERE = "身份证号已登记在“{}”以外的支部，没有写入；组织关系转接由共同的上级办理"


class Limits:
    """The bodies an import may write to, known ones and new ones."""

    def __init__(self, actor: Actor, top: Organisation | None) -> None:
        self.top = top
        self.user = actor.user or None
        self.name = str(top) if top else "你的管理范围"
        self.free = actor.everything and top is None
        self.inside = {body.pk: body for body in inside_of(actor, top)}
        self.foreign = set(
            Organisation.objects.exclude(pk__in=list(self.inside)).values_list("pk", flat=True)
        )
        self.new: dict[str, Organisation] = {}
        self._named = {
            (body.kind, body.name, body.parent_id): body for body in self.inside.values()
        }

    def like(self, kind: str, name: str, parent: str) -> Organisation | None:
        """The body of this kind and name directly below another."""
        return self._named.get((kind, name, parent))

    def holds(self, pk: str) -> bool:
        """Whether rows of this body may be written."""
        return pk in self.inside or pk in self.new

    def body(self, pk: str) -> Organisation | None:
        """A body that may be written to."""
        return self.inside.get(pk) or self.new.get(pk)

    def may_hang(self, kind: str, parent: Organisation | None) -> bool:
        """Whether a new body of this kind may be put below a body that is there."""
        return self.free if parent is None else kind in BELOW.get(parent.kind, ())

    def outside(self, plan: Plan, row: Row, who: str) -> None:
        """A row about a foreign body is refused."""
        plan.leave_out(row, who, OUTSIDE.format(self.name), "reject")

    def not_there(self, plan: Plan, row: Row, who: str, pk: str) -> None:
        """A row about a body that cannot be written to: a foreign one, or one that waits itself."""
        if pk in self.foreign:
            self.outside(plan, row, who)
        else:
            plan.leave_out(row, who, WAITS if pk else NO_BRANCH)

    def registered_elsewhere(self, rows: Iterable[Row], known: set[str]) -> set[str]:
        """ID numbers of new people that the database holds outside these limits."""
        wanted = {
            index_of("id_number", text(row, "id_number")): text(row, "id_number")
            for row in rows
            if text(row, "id_number") and text(row, "key") not in known
        }
        marks, found = list(wanted), set()
        for start in range(0, len(marks), 500):
            there = Member.objects.filter(id_number_index__in=marks[start : start + 500])
            found |= {wanted[mark] for mark in there.values_list("id_number_index", flat=True)}
        return found
