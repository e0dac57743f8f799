"""Reads of drafts: those in scope, one with its history, and the rulebook as it would be with one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.drafting.models import DraftDirective, DraftRevision
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine.language.files import Case
from zhibu.engine.language.rulebook import Rulebook
from zhibu.engine.language.texts import TextPack
from zhibu.engine.packs.cases import CaseResult, case_verdicts, run_case
from zhibu.engine.packs.drafting import texts_of, with_texts
from zhibu.engine.verdicts import Verdict
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, NotFound, Refused


def drafts(actor: Actor) -> QuerySet[DraftDirective]:
    """The drafts of organisations for which the actor writes, the latest changed first."""
    found = DraftDirective.objects.filter(scope.reach(actor, "owner__", roles=("clerk",)))
    return found.select_related("owner").order_by("-changed_at", "pk")


def draft_get(actor: Actor, pk: int) -> DraftDirective:
    """One draft in scope; a deleted one too, so that it can be restored."""
    return scope.row_get(drafts(actor), pk, "这份草稿")


def draft_named(actor: Actor, directive: str) -> DraftDirective:
    """The draft of a directive's id, in scope."""
    found = drafts(actor).filter(directive=directive).first()
    if found is None:
        known = "、".join(drafts(actor).values_list("directive", flat=True)) or "（没有）"
        raise NotFound(f"没有编号是 {directive} 的草稿。有的是：{known}。")
    return found


def revisions(draft: DraftDirective, most: int = 50) -> list[DraftRevision]:
    """What was changed, the latest first."""
    return list(draft.revisions.order_by("-number")[:most])


def may_draft_for(actor: Actor) -> list[Organisation]:
    """The organisations for which the actor may write a directive, in tree order; no groups."""
    return rulebook.may_adopt_for(actor)


def draft_book(content: dict[str, Any]) -> Rulebook:
    """The rulebook as it would be with a draft's content in use; InputError where it cannot be read."""
    return with_texts(rulebook.rulebook(), [TextPack(texts_of(content))], {})


def draft_words() -> Rulebook:
    """The rulebook without any directive: the words alone, for checking one pack by itself."""
    return replace(rulebook.rulebook(), directives={}, warnings=())


def problems(content: dict[str, Any]) -> tuple[list[str], list[str]]:
    """What is wrong with a draft, and what is only warned about."""
    try:
        book = with_texts(draft_words(), [TextPack(texts_of(content))])
    except InputError as error:
        return [str(problem) for problem in error.problems], []
    return [], list(book.warnings)


def undo_of(draft: DraftDirective) -> DraftRevision | None:
    """The state before the last change, where that change took something out."""
    last = list(draft.revisions.order_by("-number")[:2])
    return last[1] if len(last) == 2 and last[0].what.startswith("删除") else None


def cases_run(content: dict[str, Any]) -> list[CaseResult]:
    """How every case of a draft comes out, in their order."""
    book = draft_book(content)
    directive = book.directives[content["head"]["id"]]
    return [run_case(book, directive, case) for case in directive.cases]


def case_tried(content: dict[str, Any], case: Case) -> list[Verdict]:
    """What all rules of a draft say of the facts of one case, that need not be saved.

    InputError where its facts cannot be read, Refused where its days are in the wrong order.
    """
    book = draft_book(content)
    rules = [
        unit for rule in book.directives[content["head"]["id"]].rules if rule.judges for unit in rule.units
    ]
    try:
        return case_verdicts(book, rules, case)
    except InputError:
        raise
    except ValueError as error:
        raise Refused("窗口的第一天晚于核查日，改一改日期。") from error
