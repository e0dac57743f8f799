"""Writes one article, case or scorecard from its form into the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from zhibu.domain.drafting import services
from zhibu.domain.drafting.content import with_item
from zhibu.kernel.errors import InputError, Refused
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.drafting.models import DraftDirective


class ItemOnPage(Protocol):
    """What the forms of items have in common; `place` counts from 0, None for a new one."""

    draft: DraftDirective
    place: int | None
    revision: int

    @property
    def item(self) -> dict[str, Any]:
        """The item as it would be written."""

    @property
    def called(self) -> str:
        """What messages call it."""


def item_saved(request: Request, form: ItemOnPage, name: str) -> list[str]:
    """Write the item into the list of this name; the reasons why that was refused, a line each."""
    what = f"{'加' if form.place is None else '改'}{form.called}"
    try:
        services.draft_change(
            actor=request.actor, draft=form.draft, what=what, expected=form.revision or None,
            content=with_item(form.draft.content, name, form.item, form.place),
        )  # fmt: skip
    except (InputError, Refused) as error:
        return str(error).splitlines()
    return []
