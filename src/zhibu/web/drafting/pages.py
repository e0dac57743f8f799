"""Contexts of the pages about own directives, and the steps that a form takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zhibu.domain.drafting import selectors, services
from zhibu.domain.drafting.choices import DraftState
from zhibu.domain.drafting.content import items_in, rules_in
from zhibu.domain.drafting.packing import unpacked
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine.language.texts import TextPack
from zhibu.engine.packs.drafting import Fault, content_of, head_of, rule_of, texts_of, with_texts
from zhibu.engine.sentences import sentence_of, unsaid_numbers
from zhibu.engine.wording import article_label
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, NotAllowed, Refused
from zhibu.web.components.choosing import organisation_posted
from zhibu.web.components.numbers import whole
from zhibu.web.drafting.fields import Words, form_of
from zhibu.web.drafting.itemlists import KINDS as LISTS
from zhibu.web.drafting.labels import KINDS
from zhibu.web.drafting.posted import changed, pruned, read
from zhibu.web.drafting.shapes import head_shape
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.drafting.models import DraftDirective
    from zhibu.domain.organisations.models import Organisation

FILE_LABELS = {
    "directive.yaml": "名称、日期和参数", "rules.yaml": "规则", "articles.yaml": "条文要义",
    "cases.yaml": "样例", "clauses.yaml": "逐项要求", "positions.yaml": "对各个问题的说法",
    "scorecard.yaml": "组织计分表", "scorecard_cases.yaml": "计分表的样例", "roads.yaml": "办理的路径",
    "branch_forms.yaml": "联合、临时党支部",
}  # fmt: skip
IN_FORMS = ("directive.yaml", *(kind.file for kind in LISTS.values()))  # those that have a form of their own
START = {
    "articles.yaml": 'schema: 1\narticles:\n- {article: "1", gist: 要点, answer: [judgement]}\n',
    "cases.yaml": "schema: 1\ncases: []\n",
}


def require_clerk(actor: Actor) -> None:
    """The pages without an object of their own are for those who write."""
    if not actor.everything and not actor.holds("clerk"):
        raise NotAllowed("本单位的制度由党务工作者来写。要改的，告诉他们。")


def draft_list(actor: Actor) -> dict[str, Any]:
    """The own directives in scope; deleted ones apart."""
    found = list(selectors.drafts(actor))
    return {
        "drafts": [one for one in found if one.state != DraftState.REMOVED],
        "removed": [one for one in found if one.state == DraftState.REMOVED],
    }


def draft(found: DraftDirective) -> dict[str, Any]:
    """One own directive."""
    problems, warnings = selectors.problems(found.content)
    texts = texts_of(found.content)
    return {
        "draft": found, "head": found.content["head"], "rules": _rules(found), "problems": problems,
        "warnings": warnings, "revisions": selectors.revisions(found),
        "versions": rulebook.local_versions(found.directive),
        "parameters": found.content["head"].get("parameters") or [],
        "files": [(name, label, len(texts.get(name, "").splitlines()))
                  for name, label in FILE_LABELS.items() if name in texts and name not in IN_FORMS],
        "lists": [(name, kind.title, len(items_in(found.content, name))) for name, kind in LISTS.items()],
        "undo": selectors.undo_of(found),
    }  # fmt: skip


def _rules(found: DraftDirective) -> list[dict[str, Any]]:
    """Its rules with what they say: as written, and composed from their parameters."""
    values = {p["name"]: str(p["value"]) for p in found.content["head"].get("parameters") or []}
    words = rulebook.rulebook().words()
    rows = []
    for rule in rules_in(found.content):
        spec, faults = rule_of(rule, values)
        said = sentence_of(spec, words) if spec is not None else ""
        written = str(spec.sentence) if spec is not None else str(rule.get("sentence", ""))
        rows.append({
            "id": rule.get("id", ""), "article": article_label(str(rule.get("article", ""))),
            "strength": rule.get("strength", ""), "kind": KINDS.get(rule.get("kind", ""), ("",))[0],
            "written": written, "said": said, "unsaid": unsaid_numbers(written, said),
            "faults": [str(fault.problem) for fault in faults],
        })  # fmt: skip
    return rows


def after_publishing(actor: Actor, found: DraftDirective) -> str:
    """What comes next: where it is in force already the new version holds at once."""
    there = [str(one.organisation) for one in rulebook.adoptions(actor).filter(directive=found.directive, until=None)]
    return f"{'、'.join(there[:3])}{'等' if len(there) > 3 else ''}正在执行，结论已按新的一版重算。" if there else (
        "还没有定为执行，在制度页定。")


@dataclass
class Head:
    """The form of title, days, level and parameters."""

    data: dict[str, Any]
    draft: DraftDirective | None
    revision: int = 0
    faults: list[Fault] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    owner: str = ""

    @classmethod
    def of(cls, request: Request, found: DraftDirective | None) -> Head:
        """As it stands in the draft, or as it was posted."""
        head = cls(dict(found.content["head"]) if found else {"level": "unit"}, found)
        head.revision = found.revision if found else 0
        held = next((role for role in request.actor.roles if role.role == "clerk"), None)
        bodies = [] if found else selectors.may_draft_for(request.actor)
        head.owner = organisation_posted(bodies, request.POST.get("owner", held.organisation if held else ""))
        if request.method == "POST":
            raw = read(head_shape(), request.POST)
            do = request.POST.get("do", "save")
            head.revision = whole(request.POST.get("revision", "")) or 0
            if do.partition(":")[0] in ("add", "item", "drop"):
                head.data = changed(raw, do, request.POST, head_shape())
                return head
            head.data = pruned(raw)
            if found is not None:
                head.data["id"] = found.directive
            head.faults = head_of(head.data)
        return head

    def created(self, request: Request) -> DraftDirective | None:
        """The new draft, where nothing is wrong."""
        if self.faults or request.POST.get("do", "save") != "save":
            return None
        bodies = {body.pk: body for body in selectors.may_draft_for(request.actor)}
        body = bodies.get(self.owner)
        if body is None:
            self.errors.append("还没有选哪个组织的制度，从列表里选一个。")
            return None
        try:
            content = {"head": self.data, "rules": []}
            return services.draft_create(actor=request.actor, owner=body, content=content)
        except (InputError, Refused) as error:
            self.errors += str(error).splitlines()
        return None

    def changed(self, request: Request, found: DraftDirective) -> bool:
        """Write it into the draft, where nothing is wrong."""
        if self.faults or request.POST.get("do", "save") != "save":
            return False
        try:
            services.draft_change(
                actor=request.actor, draft=found, content={**found.content, "head": self.data},
                what="改名称、日期、参数", expected=self.revision or None,
            )  # fmt: skip
        except (InputError, Refused) as error:
            self.errors += str(error).splitlines()
            return False
        return True

    def context(self, request: Request) -> dict[str, Any]:
        """What the page shows."""
        words = Words(rulebook.rulebook(), self.data, {})
        form = form_of(head_shape(), self.data, self.faults, words)
        if self.draft is not None:
            form.nodes = [node for node in form.nodes if node.name != "id"]
        bodies: list[Organisation] = [] if self.draft else selectors.may_draft_for(request.actor)
        return {"form": form, "draft": self.draft, "errors": [*self.errors, *form.errors],
                "faults": self.faults, "bodies": bodies, "at": self.owner,
                "revision": self.revision}  # fmt: skip


def imported(request: Request) -> DraftDirective:
    """The uploaded files as a draft."""
    uploads = [(file.name or "", file.read()) for file in request.FILES.getlist("files")]
    bodies = {body.pk: body for body in selectors.may_draft_for(request.actor)}
    body = bodies.get(organisation_posted(bodies.values(), request.POST.get("owner", "")))
    if body is None:
        raise Refused("还没有选哪个组织的制度，从列表里选一个。")
    files = unpacked(uploads)
    with_texts(selectors.draft_words(), [TextPack(files)])  # errors name the lines of the files themselves
    return services.draft_create(
        actor=request.actor, owner=body, content=content_of(files), what="从制度包导入"
    )


def file_page(found: DraftDirective, name: str, text: str | None) -> dict[str, Any]:
    """One file of the draft as text."""
    texts = texts_of(found.content)
    shown = text if text is not None else texts.get(name, START.get(name, "schema: 1\n"))
    return {"draft": found, "name": name, "label": FILE_LABELS.get(name, name), "text": shown, "problems": []}


def file_saved(request: Request, found: DraftDirective, page: dict[str, Any]) -> bool:
    """Write the text into the draft; what is wrong is put on the page with its line."""
    files = {**texts_of(found.content), page["name"]: page["text"].replace("\r\n", "\n")}
    revision = request.POST.get("revision", "")
    try:
        with_texts(selectors.draft_words(), [TextPack(files)])
        services.draft_change(
            actor=request.actor, draft=found, content=content_of(files), what=f"改{page['label']}（YAML）",
            expected=whole(revision),
        )  # fmt: skip
    except (InputError, Refused) as error:
        page["problems"] = str(error).splitlines()
        return False
    return True
