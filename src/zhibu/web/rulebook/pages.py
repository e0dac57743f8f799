"""Contexts of the pages about directives, and the two steps of putting one in force."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from zhibu.domain.compliance import selectors as compliance
from zhibu.domain.compliance.services import refresh_left
from zhibu.domain.rulebook import policies, selectors, services
from zhibu.engine.language.words import LEVELS
from zhibu.engine.wording import article_label
from zhibu.kernel import clock
from zhibu.web.components.refreshing import refreshed
from zhibu.web.components.told import told
from zhibu.web.layout.request import Request
from zhibu.web.rulebook.forms import ActivateForm

if TYPE_CHECKING:
    from zhibu.domain.rulebook.models import Adoption
    from zhibu.engine.language.rulebook import Directive, Rule
    from zhibu.kernel.actor import Actor

ANSWERS = {
    "rule": "规则",
    "workflow": "流程",
    "record": "记录",
    "judgement": "由人判断",
    "none": "不判断",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A directive in the list, with the adoptions in the actor's sight."""

    directive: Directive
    level: str
    adoptions: list[Adoption]

    @property
    def rules(self) -> int:
        return sum(1 for rule in self.directive.rules if rule.judges)


@dataclass(slots=True)
class RuleShown:
    """A rule under its article, with how its verdicts stand."""

    rule: Rule
    counts: list[tuple[str, int]] = field(default_factory=list)


@dataclass(slots=True)
class ArticleShown:
    """An article with what answers it."""

    number: str
    label: str
    gist: str
    answers: str
    rules: list[RuleShown]


def directive_list(actor: Actor) -> dict[str, Any]:
    """All installed directives: for a clerk, who chooses among them, the highest level first; for others what is in
    force for them first."""
    mine: dict[str, list[Adoption]] = {}
    for adoption in selectors.adoptions_binding(actor).filter(selectors.on_day(clock.today())):
        mine.setdefault(adoption.directive, []).append(adoption)
    order = list(LEVELS)
    directives = sorted(
        selectors.rulebook().directives.values(),
        key=lambda d: (order.index(d.head.level) if d.head.level in order else len(order), d.id),
    )
    shown = [
        Shown(found, LEVELS.get(found.head.level, found.head.level), mine.get(found.id, []))
        for found in directives
    ]
    chooses = actor.everything or actor.holds("clerk")
    if not chooses:
        shown.sort(key=lambda one: not one.adoptions)
    return {"directives": shown, "may_draft": chooses}


def directive(actor: Actor, found: Directive) -> dict[str, Any]:
    """One directive with its articles and adoptions."""
    counts = compliance.counts_by_rule(actor=actor, directive=found.id)
    rules = {rule.id: RuleShown(rule, counts.get(rule.id, [])) for rule in found.rules}
    articles = [
        ArticleShown(
            article.article,
            article_label(article.article),
            article.gist,
            "、".join(ANSWERS.get(answer, answer) for answer in article.answer),
            [rules[key] for key in article.rules if key in rules],
        )
        for article in found.articles
    ]
    adoptions = selectors.adoptions_binding(actor).filter(directive=found.id)
    return {
        "directive": found,
        "level": LEVELS.get(found.head.level, found.head.level),
        "articles": articles,
        "parameters": [
            (parameter, found.values[parameter.name]) for parameter in found.head.parameters
        ],
        "adoptions": [
            (adoption, policies.may_adopt(actor, adoption.organisation)) for adoption in adoptions
        ],
        "may_adopt": actor.holds("clerk"),
        "may_set": bool(found.values) and policies.may_set_parameters(actor),
        "own": {name for key, name in selectors.parameters_set() if key == found.id},
        "owner": selectors.local_owner(found.id) if found.folder is None else None,
        "siblings": directive_list(actor)["directives"],
        **held_of(found),
    }


def held_of(found: Directive) -> dict[str, Any]:
    """What a directive says beforehand: how activities are held, what they talk about."""
    labels = selectors.activity_labels()
    topics = [
        (
            topic,
            "、".join(labels.get(code, code) for code in topic.types),
            "、".join(f"{month} 月" for month in topic.months) or "随时",
        )
        for topic in found.topics
    ]
    return {"meetings": selectors.meetings_said([found.id]), "topics": topics}


def first_choice(request: Request) -> dict[str, str]:
    """The organisation at which the actor is a clerk, and the present day."""
    held = next((role for role in request.actor.roles if role.role == "clerk"), None)
    at = request.GET.get("at", held.organisation if held else "")
    return {"organisation": at, "since": clock.today().isoformat()}


def preview(request: Request, found: Directive, form: ActivateForm) -> StreamingHttpResponse:
    """What the directive would add, were it in force there from that day; the page tells how far it is."""
    asked = compliance.adoption_preview(
        actor=request.actor,
        organisation=form.body,
        directive=found.id,
        since=form.cleaned_data["since"],
        today=clock.today(),
    )
    context = {"directive": found, "form": form, "asked": asked}
    page = render_to_string("rulebook/adoption_activate.html", context, request)

    def shown(verdicts: Any) -> str:
        result = {**context, "preview": asked.shown(verdicts)}
        return render_to_string("rulebook/adoption_preview.html", result, request)

    return StreamingHttpResponse(told(page, asked.work, shown))


def activated(request: Request, found: Directive, form: ActivateForm) -> StreamingHttpResponse:
    """Put it in force; the page tells how far the judging that follows is."""
    since = form.cleaned_data["since"]
    with refresh_left():
        services.adoption_activate(
            actor=request.actor,
            organisation=form.body,
            directive=found.id,
            since=since,
            note=form.cleaned_data["note"],
        )
    done = f"{form.body}从 {since} 起执行《{found.head.title}》。"
    return refreshed(request, done, reverse("directive", args=[found.id]))
