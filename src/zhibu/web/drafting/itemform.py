"""One article or scorecard being written: what was posted, what is wrong, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zhibu.domain.drafting.content import items_in
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine.packs.drafting import Fault, part_of
from zhibu.web.components.numbers import whole
from zhibu.web.drafting.fields import Words, form_of
from zhibu.web.drafting.itemlists import KINDS, named
from zhibu.web.drafting.posted import changed, pruned, read
from zhibu.web.drafting.saving import item_saved
from zhibu.web.drafting.shapes import item_shape
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.drafting.models import DraftDirective

START: dict[str, dict[str, Any]] = {
    "articles": {"answer": ["rule"]},
    "scorecards": {"id": "YEARLY", "period": "year", "when": {"kind": ["branch"]},
                   "sections": [{"id": "S1", "items": [{"id": "S1-1"}]}]},
}  # fmt: skip


@dataclass
class ItemForm:
    """The state of the page on which one item is written; `place` counts from 0, None for a new one."""

    draft: DraftDirective
    name: str
    place: int | None
    data: dict[str, Any]
    revision: int
    faults: list[Fault] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    template = "drafting/draft_item.html"

    @classmethod
    def of(cls, request: Request, draft: DraftDirective, name: str, place: int | None) -> ItemForm:
        """As it stands in the draft, or as it was posted."""
        data = dict(START[name]) if place is None else items_in(draft.content, name)[place]
        form = cls(draft, name, place, _open(data), draft.revision)
        if request.method == "POST":
            form.revision = whole(request.POST.get("revision", "")) or 0
            form._take(request)
        return form

    def _take(self, request: Request) -> None:
        shape, do = item_shape(self.name), request.POST.get("do", "save")
        raw = read(shape, request.POST)
        if do.partition(":")[0] in ("add", "item", "drop"):
            self.data = changed(raw, do, request.POST, shape)
            return
        self.data = raw
        if do == "save":
            self.faults = part_of(KINDS[self.name].model, self.item, self._values())[1]

    @property
    def item(self) -> dict[str, Any]:
        """The item as it would be written; what the form does not show stays as it was."""
        kept: dict[str, Any] = {}
        if self.place is not None:
            former = items_in(self.draft.content, self.name)[self.place]
            kept = {key: former[key] for key in KINDS[self.name].kept if key in former}
        return {**pruned(self.data), **kept}

    def saved(self, request: Request) -> bool:
        """Write it into the draft, where the button says so and nothing is wrong."""
        if request.POST.get("do", "save") != "save" or self.faults:
            return False
        self.errors += item_saved(request, self, self.name)
        return not self.errors

    @property
    def called(self) -> str:
        """What messages call it: 第五条."""
        return named(self.name, pruned(self.data))

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        words = {one["name"]: one["label"] for one in self.draft.content["head"].get("parameters") or []}
        form = form_of(item_shape(self.name), self.data, self.faults,
                       Words(rulebook.book_for(self.draft.owner), self.data, words, self.draft.content))
        return {"draft": self.draft, "name": self.name, "kind": KINDS[self.name], "place": self.place,
                "form": form, "faults": self.faults, "errors": [*self.errors, *form.errors],
                "revision": self.revision, "called": self.called}  # fmt: skip

    def _values(self) -> dict[str, str]:
        found = self.draft.content["head"].get("parameters") or []
        return {one["name"]: str(one["value"]) for one in found}


def _open(data: Any) -> Any:
    """An item as the form has it: a deduction written as one number is for both kinds of miss."""
    if isinstance(data, list):
        return [_open(one) for one in data]
    if not isinstance(data, dict):
        return data
    found = {key: _open(one) for key, one in data.items()}
    if "deduct" in found and not (isinstance(found["deduct"], dict) and "parameter" not in found["deduct"]):
        found["deduct"] = {"unmet": found["deduct"], "deviation": found["deduct"]}
    return found
