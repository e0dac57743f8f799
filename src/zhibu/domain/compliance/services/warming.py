"""Rules that changed are compiled by the worker, before somebody's write has to wait for it.

What is compiled lies in a folder that all processes read (`ZHIBU_CACHE`). Nothing is stored in the database.
"""

from __future__ import annotations

import logging

from django.db import connection

from zhibu.domain.compliance.sources import database_source
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.domain.rulebook.models import Adoption
from zhibu.engine import Rulebook, Window, judge
from zhibu.engine.packs.compilable import require_compilable
from zhibu.kernel import clock
from zhibu.kernel.errors import InputError

log = logging.getLogger(__name__)
_seen: list[Rulebook] = []


def rules_compile() -> int:
    """Compile the adopted rules where packs, own values or local directives changed; how many rules there were."""
    book = rulebook.rulebook()
    if _seen and _seen[0] is book:
        return 0
    _seen[:] = [book]
    adopted = Adoption.objects.order_by().values_list("directive", "organisation__path")
    paths = {path for directive, path in adopted if directive in book.directives}
    rules = book.rules({directive for directive, _ in adopted} & set(book.directives))
    try:
        require_compilable(rules, {"postgres" if connection.vendor == "postgresql" else "sqlite"})
    except InputError as error:
        log.error("a rule cannot be compiled:\n%s", error)
    for path in sorted(paths):  # the tables that rules share are made from the facts that are there
        one = Organisation.objects.filter(path__under=path, kind="branch", dissolved=None).order_by("path").first()
        if one is not None:
            today = clock.today()
            judge(book, database_source(today), Window.until(today), scope={one.pk})
            break
    return len(rules)
