"""One rule being written: what was posted, what is wrong, what it says, what it would find."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zhibu.domain.compliance import selectors as compliance
from zhibu.domain.compliance.selectors.trial import TrialAsked
from zhibu.domain.drafting import selectors, services
from zhibu.domain.drafting.content import rule_in, rules_in, with_rule
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.writer import yaml_text
from zhibu.engine.packs.drafting import Fault, rule_of
from zhibu.engine.sentences import sentence_of, unsaid_numbers
from zhibu.kernel import clock
from zhibu.kernel.errors import InputError, NotFound, Refused, ZhibuError
from zhibu.web.components.choosing import organisation_posted
from zhibu.web.components.days import read_day
from zhibu.web.components.numbers import whole
from zhibu.web.drafting.fields import Node, Words, form_of
from zhibu.web.drafting.labels import KINDS
from zhibu.web.drafting.posted import changed, pruned, read
from zhibu.web.drafting.shapes import COMMON, rule_shape
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.drafting.models import DraftDirective

FIRST = ("id", "article", "kind", "strength", "matter", "sentence", "cure", "subject", "when", "in_force")


def ordered(rule: dict[str, Any]) -> dict[str, Any]:
    """A rule with its keys in the order in which people write them."""
    return {key: rule[key] for key in dict.fromkeys((*FIRST, *rule)) if key in rule}


@dataclass
class Editor:
    """The state of the page on which one rule is written."""

    draft: DraftDirective
    kind: str
    former: str  # the id under which it stands in the draft; empty for a new one
    data: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    spec: RuleBase | None = None
    asked: TrialAsked | None = None
    looked: bool = False
    revision: int = 0
    at: str = ""
    since: str = ""

    @classmethod
    def opened(cls, request: Request, draft: DraftDirective, former: str, kind: str = "") -> Editor:
        """A rule of the draft, or a new one of a kind."""
        new = {"id": _free_id(draft), "strength": "must", "article": request.GET.get("article", "")}
        data = rule_in(draft.content, former) if former else new
        if data is None:
            raise NotFound(f"这份草稿里没有规则 {former}。")
        editor = cls(draft, (former and str(data.get("kind", ""))) or kind, former, data)
        editor.revision = draft.revision
        editor.at, editor.since = draft.owner_id, f"{clock.today().year}-01-01"
        if former:
            editor.look()
        return editor

    def posted(self, request: Request) -> bool:
        """Take what was posted and do what the button says; True where the rule was saved."""
        do = request.POST.get("do", "look")
        raw = read(rule_shape(self.kind), request.POST)
        bodies = selectors.may_draft_for(request.actor)
        self.at = organisation_posted(bodies, request.POST.get("trial-at", self.at))
        self.since = request.POST.get("trial-since", self.since)
        self.revision = whole(request.POST.get("revision", "")) or 0
        self.data = raw
        if do.partition(":")[0] in ("add", "item", "drop"):
            self.data = changed(raw, do, request.POST, rule_shape(self.kind))
            self.look(telling=False)
            return False
        self.look(telling=do != "fill")
        if do == "save" and self.spec is not None:
            return self._saved(request)
        if do == "try" and self.spec is not None:
            self._try(request)
        return False

    @property
    def rule(self) -> dict[str, Any]:
        """The rule as it would be written."""
        return ordered({**pruned(self.data), "kind": self.kind})

    def look(self, *, telling: bool = True) -> None:
        """Check the rule; `telling`: whether the faults are shown."""
        self.spec, faults = rule_of(self.rule, self.values)
        self.faults = faults if telling else []
        self.looked = telling
        if self.spec is not None and self.spec.id != self.former and rule_in(
            self.draft.content, self.spec.id
        ):
            self.errors.append(f"编号 {self.spec.id} 本制度里已经有一条规则在用，换一个。")
            self.spec = None

    @property
    def values(self) -> dict[str, str]:
        """Name -> value of the draft's parameters."""
        found = self.draft.content["head"].get("parameters") or []
        return {one["name"]: str(one["value"]) for one in found}

    @property
    def content(self) -> dict[str, Any]:
        """The draft with the rule in its place."""
        return with_rule(self.draft.content, self.rule, self.former)

    def _saved(self, request: Request) -> bool:
        what = f"{'改' if self.former else '加'}规则 {self.rule['id']}"
        try:
            services.draft_change(
                actor=request.actor, draft=self.draft, content=self.content, what=what,
                expected=self.revision or None,
            )  # fmt: skip
        except (InputError, Refused) as error:
            self.errors += str(error).splitlines()
            return False
        return True

    def _try(self, request: Request) -> None:
        since = read_day(self.since)
        if since is None:
            self.errors.append(f"试算的开始日期“{self.since}”不是日期，要写成 2026-11-20。")
            return
        try:
            self.asked = compliance.rule_trial(
                actor=request.actor, organisation=self.at, book=selectors.draft_book(self._assumed()),
                directive=self.draft.directive, rule=self.rule["id"], since=since, today=clock.today(),
            )  # fmt: skip
        except ZhibuError as error:
            self.errors += str(error).splitlines()

    def _assumed(self) -> dict[str, Any]:
        """The draft as if it had always been in force: the day of the trial says from when on."""
        head = {k: v for k, v in self.content["head"].items() if k != "until"}
        rule = {key: item for key, item in self.rule.items() if key != "in_force"}
        if rule.get("strength") == "may":
            rule["strength"] = "must"  # what only may be done gives no verdicts: look at whether it is
        first = dt.date(1950, 1, 1).isoformat()
        return with_rule({**self.content, "head": {**head, "effective": first}}, rule, rule["id"])

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        words = {one["name"]: one["label"] for one in self.draft.content["head"].get("parameters") or []}
        book = rulebook.book_for(self.draft.owner)
        form = form_of(rule_shape(self.kind), self.data, self.faults, Words(book, self.data, words))
        said = sentence_of(self.spec, book.words()) if self.spec is not None else ""
        written = str(self.spec.sentence) if self.spec is not None else ""
        return {
            "draft": self.draft, "kind": self.kind, "explained": KINDS[self.kind], "former": self.former,
            "form": form, "common": _part(form, COMMON), "own": _part(form, COMMON, other=True),
            "errors": [*self.errors, *form.errors], "faults": self.faults, "said": said,
            "written": written, "unsaid": unsaid_numbers(written, said), "revision": self.revision,
            "yaml": yaml_text({"rules": [self.rule]}).partition("\n")[2], "asked": self.asked,
            "at": self.at, "since": self.since, "looked": self.looked,
        }  # fmt: skip


def _part(form: Node, keys: tuple[str, ...], *, other: bool = False) -> list[Node]:
    return [node for node in form.nodes if (node.name in keys) != other]


def _free_id(draft: DraftDirective) -> str:
    taken = {rule.get("id") for rule in rules_in(draft.content)}
    return next(f"R-{n}" for n in range(1, len(taken) + 2) if f"R-{n}" not in taken)
