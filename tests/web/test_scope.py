"""A foreign subtree tried on every address of the site, by every role; and by nobody.

Areas that came later bring their own addresses: tests/web/foreign/<area>.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web import foreign
from tests.web.conftest import DIRECTIVE
from zhibu.domain.accounts.models import User
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.drafting.models import DraftDirective
from zhibu.domain.imports.models import Import, RememberedColumn, RememberedName
from zhibu.domain.planning.models import Feed
from zhibu.domain.rulebook.models import Adoption, Interpretation, Waiver
from zhibu.domain.scoring.models import Mark
from zhibu.kernel import clock

INSIDE = ("clerk", "secretary", "leader", "member")  # all below C1; C9 is foreign to them
OPEN = {"sign-in", "large-type", "calendar"} | foreign.opened()  # pages for nobody in particular
FOREIGN_WORDS = ("B9组织", "C9组织", "党员M9", "外列", "外名")


def patterns(resolved: list[Any]) -> Iterator[URLPattern]:
    """All addresses with a name; those of the JSON door are tried by tests/web/api/test_foreign.py."""
    for pattern in resolved:
        if isinstance(pattern, URLResolver) and pattern.namespace == "api":
            continue
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns)
        elif pattern.name:
            yield pattern


def of_imports(foreign: str) -> dict[str, list[str]]:
    """Every address that takes an import: `key` is the foreign one, any other argument a number."""
    found = {}
    for pattern in patterns(get_resolver().url_patterns):
        wanted = pattern.pattern.converters
        if pattern.name.startswith("import-") and "key" in wanted:
            arguments = {name: foreign if name == "key" else 1 for name in wanted}
            found[pattern.name] = [reverse(pattern.name, kwargs=arguments)]
    return found


def of_drafts(foreign: int) -> dict[str, list[str]]:
    """Every address that takes a draft: `key` is the foreign one."""
    more = {"rule": "F-1", "name": "rules.yaml", "place": 1}
    found = {}
    for pattern in patterns(get_resolver().url_patterns):
        wanted = pattern.pattern.converters
        if (pattern.name == "draft" or pattern.name.startswith("draft-")) and "key" in wanted:
            arguments = {name: foreign if name == "key" else more[name] for name in wanted}
            found[pattern.name] = [reverse(pattern.name, kwargs=arguments)]
    return found


def addresses() -> dict[str, list[str]]:
    """Every address with an object, of all areas."""
    found = of_the_first_areas()
    for area in foreign.areas():
        found |= area.addresses()
    return found


def of_the_first_areas() -> dict[str, list[str]]:
    """For each name the addresses that reach for the foreign committee; none where it takes no object."""
    adoption = Adoption.objects.get(organisation="C9")
    foreign = Verdict.objects.filter(path__gte="000002").first()
    finding = {"d": DIRECTIVE, "r": "C-SIZE", "s": "B9", "p": clock.today()}
    if foreign is not None:
        finding = {"d": foreign.directive, "r": foreign.rule, "s": foreign.subject}
        finding |= {"p": foreign.period_start}
    column, name = RememberedColumn.objects.get().pk, RememberedName.objects.get().pk
    return of_imports(Import.objects.get().pk) | {
        "column-forget": [reverse("column-forget", args=[column])],
        "name-forget": [reverse("name-forget", args=[name])],
        "organisation": [reverse("organisation", args=[key]) for key in ("C9", "B9")],
        "organisation-roster": [reverse("organisation-roster", args=["B9"])],
        "member": [reverse("member", args=["M9"])],
        "grid": [f"{reverse('grid')}?at=B9", f"{reverse('grid')}?at=C9&on=2024-06-30"],
        "grid-line": [f"{reverse('grid-line')}?line=B9"],
        "finding": [
            f"{reverse('finding')}?{urlencode(finding)}",
            f"{reverse('finding')}?{urlencode(finding | {'on': '2024-06-30'})}",
        ],
        "verdict-list": [
            f"{reverse('verdict-list')}?at=B9",
            f"{reverse('verdict-list')}?g=B9",
            f"{reverse('verdict-list')}?at=B9&on=2024-06-30",
        ],
        "directive-compare": [f"{reverse('directive-compare')}?at=B9"],
        "interpretation-revoke": [
            reverse("interpretation-revoke", args=[Interpretation.objects.get().pk])
        ],
        "organisation-forecast": [reverse("organisation-forecast", args=["B9"])],
        "organisation-burden": [reverse("organisation-burden", args=["B9"])],
        **of_drafts(DraftDirective.objects.get().pk),
        "draft-try": [reverse("draft-try", args=[DraftDirective.objects.get().pk])],
        "member-forecast": [reverse("member-forecast", args=["M9"])],
        "feed-revoke": [reverse("feed-revoke", args=[Feed.objects.get().pk])],
        **{name: [reverse(name, args=[1])] for name in ("run", "run-verify", "run-keep", "run-release")},
        "run-list": [reverse("run-list")],
        "waiver-end": [reverse("waiver-end", args=[Waiver.objects.get().pk])],
        "adoption-retire": [reverse("adoption-retire", args=[adoption.pk])],
        "adoption-withdraw": [reverse("adoption-withdraw", args=[adoption.pk])],
        "organisation-score": [reverse("organisation-score", args=["B9"])],
        "score-table": [f"{reverse('score-table')}?at=C9"],
        "mark-enter": [
            f"{reverse('mark-enter')}?s=B9&card={DIRECTIVE}/GROUPS&item=PRAISE"
        ],
        "mark-correct": [reverse("mark-correct", args=[Mark.objects.get().pk])],
        "mark-withdraw": [reverse("mark-withdraw", args=[Mark.objects.get().pk])],
    }


# Pages without an object of their own: they must show nothing foreign.
WITHOUT_OBJECT = foreign.without_object() | {
    "desk": "/",
    "organisation-list": "/organisations",
    "search": "/search?q=9",
    "directive-list": "/directives",
    "directive": f"/directives/{DIRECTIVE}",
    "draft-list": "/directives/own",
    "draft-create": "/directives/own/new",
    "draft-import": "/directives/own/import",
    "parameter-list": f"/directives/{DIRECTIVE}/parameters",
    "parameter-set": f"/directives/{DIRECTIVE}/parameters/prompt_days",
    "parameter-reset": f"/directives/{DIRECTIVE}/parameters/prompt_days/reset",
    "interpretation-record": "/matters/c05/decide?at=C9",
    "adoption-activate": f"/directives/{DIRECTIVE}/activate",
    "feed-open": "/feeds/open",
    "directive-try": f"/trials/directives/{DIRECTIVE}",
    "waiver-list": "/waivers",
    "waiver-record": "/waivers/record",
    "score-keep": "/scores/keep",
    "more": "/more",
    "account": "/account",
    "password-change": "/account/password",
    "import-list": "/imports",
    "import-open": "/imports/open",
    "import-memory": "/imports/memory",
    "sign-out": "/sign-out",
}


@pytest.fixture
def foreign_import(accounts: dict[str, User]) -> Import:
    """An import of the other committee's clerk, and what it remembered."""
    of_stranger: dict[str, Any] = {"organisation_id": "C9", "remembered_by": accounts["stranger"]}
    of_stranger["remembered_at"] = clock.now()
    RememberedColumn.objects.create(kind="members", heading="外列", field="name", **of_stranger)
    RememberedName.objects.create(name="外名", **of_stranger)
    Interpretation.objects.create(
        organisation_id="C9", matter="c05", reading="外列", reason="外列", decided_by="外列",
        since=clock.today(),
    )  # fmt: skip
    Waiver.objects.create(
        directive=DIRECTIVE, rule="F-GROUP", subject="B9", since=clock.today(), reason="外列",
        approved_by="外列",
    )  # fmt: skip
    DraftDirective.objects.create(
        owner_id="C9", directive="外列", title="外列", content={}, changed_at=clock.now(), changed_by="外列"
    )
    Mark.objects.create(
        organisation_id="B9", directive=DIRECTIVE, card="GROUPS", item="PRAISE", points="3",
        period_start=clock.today().replace(month=1, day=1), evidence="外列", entered_by="外列",
        entered_on=clock.today(),
    )  # fmt: skip
    for area in foreign.areas():
        area.make(accounts)
    Feed.objects.create(
        secret_digest="x", user=accounts["stranger"], organisation_id="C9", opened_on=clock.today()
    )
    return Import.objects.create(
        organisation_id="C9",
        made_by=accounts["stranger"],
        made_at=clock.now(),
        day=clock.today(),
    )


def test_every_address_is_tried(foreign_import: Import) -> None:
    known = set(addresses()) | set(WITHOUT_OBJECT) | OPEN

    named = {pattern.name for pattern in patterns(get_resolver().url_patterns)}
    assert named - known == set(), "add it to this file"


@pytest.mark.parametrize("role", INSIDE)
def test_a_foreign_object_is_not_found(
    role: str, client_of: Callable[[str], Client], foreign_import: Import
) -> None:
    client = client_of(role)
    seen = []
    for name, paths in addresses().items():
        for path in paths:
            for answer in (client.get(path), client.post(path)):
                if answer.status_code not in (403, 404, 405):
                    seen.append((name, path, answer.status_code))

    assert seen == []


def test_its_own_clerk_does_see_it(
    client_of: Callable[[str], Client], foreign_import: Import
) -> None:
    client = client_of("stranger")
    plain = (
        "organisation",
        "organisation-roster",
        "member",
        "grid",
        "verdict-list",
        "adoption-retire",
    )
    answers = {name: client.get(addresses()[name][0]).status_code for name in plain}

    assert answers == dict.fromkeys(plain, 200)


@pytest.mark.parametrize("role", INSIDE)
def test_pages_without_an_object_show_nothing_foreign(
    role: str, client_of: Callable[[str], Client], foreign_import: Import
) -> None:
    client = client_of(role)
    told = []
    for name, path in WITHOUT_OBJECT.items():
        text = client.get(path, follow=True).content.decode(errors="replace")  # a paper is no text
        told += [(name, word) for word in FOREIGN_WORDS if word in text]

    assert told == []


def test_nobody_is_sent_to_sign_in(foreign_import: Import, client: Client) -> None:
    paths = [path for paths in addresses().values() for path in paths] + list(
        WITHOUT_OBJECT.values()
    )
    answers = {path: client.get(path) for path in paths}

    let_in = {path: a.status_code for path, a in answers.items() if a.status_code != 302}
    assert let_in == {}
    assert all(a["Location"].startswith("/sign-in") for a in answers.values())


def test_putting_in_force_elsewhere_is_refused(client_of: Callable[[str], Client]) -> None:
    data = {"organisation": "B9", "since": "2024-01-01", "confirm": "1"}
    for role in INSIDE:
        client_of(role).post(f"/directives/{DIRECTIVE}/activate", data)

    assert Adoption.objects.filter(organisation="B9").count() == 0
