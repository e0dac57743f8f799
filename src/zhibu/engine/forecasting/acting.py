"""Who has to act: the post that the packs name for the activity, paper or kind of rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

from zhibu.engine.forecasting.duties import SELF, Duty
from zhibu.engine.forecasting.tasks import next_step, types_of
from zhibu.engine.language.rulebook import Rulebook
from zhibu.engine.sources.sessions import Source
from zhibu.facts.choices import POSTS
from zhibu.facts.normal import literal, quoted
from zhibu.kernel.dates import day_number


class Acting:
    """The posts held in some organisations on a day, and what the packs say of who sees to what."""

    def __init__(
        self, rulebook: Rulebook, source: Source, today: dt.date, bodies: set[str]
    ) -> None:
        self.rulebook = rulebook
        self.kinds: dict[str, str] = {}
        self.held: dict[str, set[str]] = {}
        if not bodies:
            return
        named = f" IN ({', '.join(map(literal, sorted(bodies)))})" if len(bodies) < 500 else " IS NOT NULL"
        with source.session() as session:
            rows = session.query(
                f"SELECT id, kind FROM {source.name('organisations')} WHERE id{named}")
            self.kinds = dict(rows)
            if "posts" in source.tables:
                until = _open(source, day_number(today))
                rows = session.query(
                    f"SELECT organisation, post FROM {source.name('posts')} WHERE organisation{named} "
                    f"AND {quoted('since')} <= {day_number(today)}{until}")
                for organisation, post in rows:
                    self.held.setdefault(organisation, set()).add(post)

    def of(self, spec: Any, duty: Duty) -> tuple[str, str]:
        """Code of the post (or SELF), and the same in words."""
        if duty.subject_kind == "member":
            return self._with_him(spec, duty)
        if spec.kind == "sequence":
            return "", self._of_step(spec)
        asked = [post for posts in self._named(spec, duty) for post in posts]
        held = self.held.get(duty.organisation, set())
        found = next((post for post in asked if post in held), asked[0] if asked else "secretary")
        return found, POSTS[found]

    def _with_him(self, spec: Any, duty: Duty) -> tuple[str, str]:
        """A member's own duty is his; where another by his post has to be there, it is for that one to begin."""
        wanted = [where.attendee_post for part in spec.parts() if (where := getattr(part, "where", None))]
        posts = next((found for found in wanted if found), ())
        if not posts:
            return SELF, "本人"
        held = self.held.get(duty.organisation, set())
        found = next((post for post in posts if post in held), posts[0])
        return found, f"{POSTS[found]}{'或别的委员' if len(posts) > 1 else ''}同本人"

    def _named(self, spec: Any, duty: Duty) -> list[tuple[str, ...]]:
        """Posts in question, the nearest word first: of a group its leader sees to everything."""
        kind = self.kinds.get(duty.organisation, "")
        found: list[tuple[str, ...]] = []
        for part in spec.parts():
            where = getattr(part, "where", None)
            found += [posts for posts in (where.host_post, where.speaker_post) if posts] if where else []
        for file in reversed(self.rulebook.holders):
            own = [file.kinds.get(spec.kind, ())]
            own += [file.activities.get(name, ()) for name in types_of(spec)]
            own += [file.papers.get(getattr(part, "paper", ""), ()) for part in spec.parts()]
            usual = [file.organisations[kind]] if kind in file.organisations else []
            found += [*usual, *own] if kind == "party_group" else [*own, *usual]
        return found

    def _of_step(self, spec: Any) -> str:
        procedure = self.rulebook.procedures.get(spec.procedure)
        wanted = next_step(spec)
        steps = procedure.steps if procedure is not None else ()
        return next((step.by for step in steps if step.code == wanted and step.by), "支部")


def _open(source: Source, today: int) -> str:
    if "until" not in source.tables["posts"]:
        return ""
    return f" AND ({quoted('until')} IS NULL OR {quoted('until')} > {today})"
