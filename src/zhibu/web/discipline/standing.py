"""Which steps of a case can be recorded now, by whom, with which form; the events of its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from zhibu.domain.casework.selectors import progress
from zhibu.domain.discipline import selectors, services
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.web.discipline import forms as shapes

if TYPE_CHECKING:
    from zhibu.domain.discipline.models import DisciplineFile


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its words, its form, its service, and what the service calls the text of the form."""

    label: str
    form: Callable[..., forms.Form]
    service: Callable[..., Any]
    text: str = ""
    above: bool = False  # recorded for the body above


STEPS: dict[str, Step] = {
    "investigate": Step("登记查清的事实", shapes.FactsForm, services.matter_investigate, "gist"),
    "hear": Step("登记听取说明", shapes.HearForm, services.matter_hear, "statement"),
    "resolve": Step("登记支部大会决定", shapes.ResolveForm, services.matter_resolve),
    "approve": Step("登记批准", shapes.ApproveForm, services.matter_approve, above=True),
    "announce": Step("登记宣布", shapes.ReasonForm, services.matter_announce),
    "report": Step("登记执行报告", shapes.ReasonForm, services.matter_report),
    "appeal": Step("提出申诉", shapes.WhyForm, services.matter_appeal, "why"),
    "review": Step("登记申诉答复", shapes.ReviewForm, services.matter_review, above=True),
    "close": Step("办结", shapes.StepForm, services.matter_close),
    "abandon": Step("终止", shapes.WhyForm, services.matter_abandon, "reason"),
}
CODES = {
    "investigation": "investigate", "hearing": "hear", "penalty_resolution": "resolve", "penalty_approval": "approve",
    "announcement": "announce", "execution_report": "report",
}  # fmt: skip


def page(actor: Actor, file: DisciplineFile) -> dict[str, Any]:
    """What the page of a case shows."""
    stands = progress(file.case, clock.today())
    handler = selectors.is_handler(actor, file)
    done = {state.code for state in stands.done}
    todo = [CODES[state.code] for state in stands.steps if state.code in CODES and state.code not in done]
    names = _offered(actor, file, todo, handler)
    waits_above = handler and bool(file.proposed) and "approve" in todo and "approve" not in names
    return {
        "file": file, "stands": stands, "handler": handler, "is_self": actor.member == file.member_id,
        "waits_above": waits_above,
        "deeds": [(name, STEPS[name].label, place == 0) for place, name in enumerate(names)],
    }  # fmt: skip


def _offered(actor: Actor, file: DisciplineFile, todo: list[str], handler: bool) -> list[str]:
    above = actor.everything or actor.reaches(file.organisation.path, "clerk")
    names: list[str] = []
    if handler and file.case.closed is None:
        names = [name for name in todo if (above or not STEPS[name].above) and _ready(file, name)]
        names.append("close" if file.penalty_id and not todo else "abandon" if not file.penalty_id else "")
    waits = file.appealed_on is not None and not file.review
    if file.penalty_id and not waits and (handler or actor.member == file.member_id):
        names.append("appeal")
    if waits and handler and above:
        names.insert(0, "review")
    return [name for name in names if name]


def _ready(file: DisciplineFile, name: str) -> bool:
    """Whether what a step rests on is there: heard, then decided, then approved."""
    if name in ("announce", "report"):
        return file.penalty_id is not None
    if name == "approve":
        return bool(file.proposed)
    return name != "resolve" or file.heard
