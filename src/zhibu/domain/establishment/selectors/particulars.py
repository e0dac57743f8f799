"""The ten items that the national system collects of an organisation, on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation, Unit


@dataclass(frozen=True, slots=True)
class Collected:
    """What is collected; `secretary` is empty where the post is vacant."""

    organisation: Organisation
    secretary: str
    units: list[Unit]
    on: dt.date

    @property
    def missing(self) -> list[str]:
        """What is not filled in yet, by name."""
        one = self.organisation
        wanted = {"联系人": one.contact, "联系电话": one.phone, "单位情况": one.unit_situation}
        if one.unit_situation != "as_superior":
            wanted["单位"] = "x" if self.units else ""
            wanted["统一社会信用代码"] = "x" if self.units and all(u.credit_code for u in self.units) else ""
        return [name for name, value in wanted.items() if not value]


def collected(organisation: Organisation, on: dt.date) -> Collected:
    """The items of one organisation; the caller has asked the scope."""
    open_span = Q(until__isnull=True) | Q(until__gt=on)
    post = Post.objects.filter(open_span, organisation=organisation, post="secretary", since__lte=on).first()
    name = Member.objects.filter(pk=post.member).values_list("name", flat=True).first() if post else ""
    units = list(organisation.units.filter(open_span, since__lte=on))
    return Collected(organisation, name or (post.member if post else ""), units, on)
