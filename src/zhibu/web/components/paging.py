"""Long lists in pages; lists that may be very long are counted up to a bound only."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

MOST = 2_000  # rows counted: who wants more says what he looks for


def page_of(request: HttpRequest, found: Any, size: int) -> Page[Any]:
    """The page that the address asks for; the nearest where there is none such."""
    return Paginator(found, size).get_page(request.GET.get("page"))


def count_up_to(found: QuerySet[Any], most: int) -> int:
    """How many there are, counted no further than one beyond `most`."""
    return found.order_by()[: most + 1].count()


class Capped(Paginator):
    """Pages of a list that is counted up to a bound only."""

    @cached_property
    def count(self) -> int:
        """At most `MOST`."""
        return min(self.counted, MOST)

    @cached_property
    def counted(self) -> int:
        """One more than `MOST` where there are more."""
        return count_up_to(self.object_list, MOST)  # type: ignore[arg-type]  # a query set here

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are counted."""
        return self.counted > MOST


def capped_page_of(request: HttpRequest, found: QuerySet[Any], size: int) -> Page[Any]:
    """The same of a list that may be very long."""
    return Capped(found, size).get_page(request.GET.get("page"))
