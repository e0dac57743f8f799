"""Members entered twice: pairs that are, or may be, one person, and how the two differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, Q

from zhibu.domain.accounts import scope
from zhibu.domain.members.items import ITEMS, masked, text_of
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.registry.models import Distinct
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

MOST = 200  # pairs listed at once
NAMESAKES = 3  # told to whoever enters one more
MOST_WITHOUT = 3000  # members without an ID number who are held against others at once
BY_NUMBER, BY_BIRTH, BY_BRANCH = "身份号码相同", "姓名和出生日期相同", "姓名、入党日期和支部相同"
Grounds = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows and what speaks for one person, strongest ground first."""

    first: Member
    second: Member
    ground: str
    places: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Difference:
    """An item side by side, sensitive values masked; `same`: both say so in full."""

    name: str
    label: str
    first: str
    second: str
    same: bool


def doubles(actor: Actor) -> list[Pair]:
    """Pairs in the actor's scope: the same ID number; the same name and birth; name, joining and branch.

    Left out are pairs that somebody has called distinct, two different ID numbers, and somebody who
    left before the other joined (admitted again).
    """
    grounds = _by_number(actor) | _by_name(actor)
    known = Member.objects.in_bulk({key for pair in grounds for key in pair})
    distinct = set(Distinct.objects.values_list("first", "second"))
    places = _places(known)
    found = []
    for (low, high), ground in grounds.items():
        one, other = known[low], known[high]
        if (low, high) in distinct or _are_two(one, other):
            continue
        if ground == BY_BRANCH and not places[low] & places[high]:
            continue
        told = "、".join(sorted(places[low])), "、".join(sorted(places[high]))
        found.append(Pair(one, other, ground, told))
    return found[:MOST]


def namesakes_told(actor: Actor, name: str, without: str = "") -> str:
    """A sentence on members in scope who bear the name already, to be read by whoever entered it; "" where none does."""
    found = list(scope.members(actor).filter(name=name.strip()).exclude(pk=without).order_by("pk")[:NAMESAKES])
    if not found:
        return ""
    places = _places([one.pk for one in found])
    told = "；".join(f"{'、'.join(sorted(places[one.pk])) or '没有支部'}，{one.joined.year}年入党" for one in found)
    return f"已经登记过同名的党员（{told}）；是同一个人的，到“重复的党员”里合并。"


def _by_number(actor: Actor) -> Grounds:
    """The same ID number: the index of the marks alone says which occur twice, then who bears them."""
    all_of = Member.objects.all() if scope.is_wide(actor) else scope.members(actor)
    rows = all_of.exclude(id_number_index="").order_by().values("id_number_index")
    marks = [r["id_number_index"] for r in rows.annotate(n=Count("id_number_index")).filter(n__gt=1)[:MOST]]
    bearers: dict[str, list[str]] = defaultdict(list)
    there = scope.members(actor).filter(id_number_index__in=marks).values_list("id_number_index", "pk")
    for mark, key in there:
        bearers[mark].append(key)
    return {pair: BY_NUMBER for keys in bearers.values() for pair in combinations(sorted(keys), 2)}


def _by_name(actor: Actor) -> Grounds:
    """The same name and birth or day of joining: one of the two has no ID number, else that has the say."""
    seen = scope.members(actor).order_by()
    asked = ("pk", "name", "birth", "joined")
    without = list(seen.filter(id_number_index="").values_list(*asked)[:MOST_WITHOUT])
    alike: dict[str, list[tuple[str, object, object]]] = defaultdict(list)
    names = {name for _, name, _, _ in without}
    days = Q(birth__in={b for _, _, b, _ in without if b}) | Q(joined__in={j for *_, j in without})
    for key, name, birth, joined in seen.filter(days, name__in=names).values_list(*asked):
        alike[name].append((key, birth, joined))
    found: Grounds = {}
    for key, name, birth, joined in without:
        for other, born, entered in alike[name]:
            if other == key:
                continue
            pair = (min(key, other), max(key, other))
            if birth and birth == born:
                found[pair] = BY_BIRTH
            elif joined == entered:
                found.setdefault(pair, BY_BRANCH)
    return found


def pair_get(actor: Actor, first: str, second: str) -> tuple[Member, Member]:
    """Two members in scope; NotFound where one is not, or both are one row."""
    if first == second:
        raise NotFound("要合并的是两个党员，读到同一个。")
    return scope.member_get(actor, first), scope.member_get(actor, second)


def differences(first: Member, second: Member) -> list[Difference]:
    """All items side by side."""
    rows = []
    for name, item in ITEMS.items():
        one, other = text_of(first, name), text_of(second, name)
        rows.append(Difference(name, item.label, masked(name, one), masked(name, other), one == other))
    return rows


def spans_told(member: Member) -> list[str]:
    """Where he belonged, in words, for two to be held side by side."""
    rows = Membership.objects.filter(member=member).select_related("organisation").order_by("since")
    return [f"{row.organisation}，{row.since} 起" + (f"，到 {row.until}" if row.until else "") for row in rows]


def _are_two(one: Member, other: Member) -> bool:
    """Whether what is recorded says that they are two persons, or one who came back."""
    if one.id_number_index and other.id_number_index and one.id_number_index != other.id_number_index:
        return True
    again = (one.left and other.joined >= one.left) or (other.left and one.joined >= other.left)
    return bool(again)


def _places(keys: Iterable[str]) -> dict[str, set[str]]:
    """The branches in which each ever was."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = Membership.objects.filter(
        member__in=list(keys), organisation__kind=OrganisationKind.BRANCH
    ).select_related("organisation")
    for row in rows:
        found[row.member_id].add(str(row.organisation))
    return found
