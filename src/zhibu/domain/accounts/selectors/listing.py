"""Accounts as a clerk or secretary sees them: those of his scope, what they may do, who has none yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhibu.domain.accounts import policies, scope
from zhibu.domain.accounts.models import Invitation, RoleGrant, User
from zhibu.domain.accounts.rights import ACTING, Right, current, rights_of_many
from zhibu.domain.members.choices import PostKind
from zhibu.domain.members.models import Member, Membership, Post
from zhibu.domain.organisations.grams import reading
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound

KEEPERS = ("clerk", "secretary")
STATES = {"": "全部", "waiting": "还没设密码", "used": "在用", "closed": "已停用"}
UNSET = Q(password__startswith="!")  # how Django marks a password that opens nothing  # noqa: S106 -- no password
LEADING = (
    PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.ORGANISATION_COMMISSIONER,
    PostKind.PUBLICITY_COMMISSIONER, PostKind.DISCIPLINE_COMMISSIONER, PostKind.COMMITTEE_MEMBER,
    PostKind.GROUP_LEADER,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account in the list; `place` is the branch of its member, `invited_until` of an open invitation."""

    user: User
    place: str
    rights: Sequence[Right]
    invited_until: dt.datetime | None
    may_invite: bool
    may_close: bool

    @property
    def state(self) -> str:
        """Its state in a word or two."""
        if not self.user.is_active:
            return "已停用"
        if self.invited_until is not None:
            return "等他设密码"
        return "在用" if self.user.has_usable_password() else "还没设密码"

    @property
    def last_on(self) -> dt.date | None:
        """The day of the last sign-in."""
        at = self.user.last_login
        return at.astimezone(clock.SHANGHAI).date() if at else None


def accounts(actor: Actor, *, find: str = "", state: str = "") -> QuerySet[User]:
    """The accounts that a clerk or secretary keeps, by user name; NotAllowed for anybody else."""
    if not policies.may_invite_anybody(actor):
        raise NotAllowed("账号由党务工作者和支部书记管理。自己的密码在“我的账号”里改。")
    found = User.objects.select_related("member").order_by("username")
    if not actor.everything:
        found = found.filter(_kept(actor))
    words = find.strip()
    if words:
        spelt = Member.objects.filter(name_pinyin__startswith=words.lower()).order_by().values("pk")
        found = found.filter(reading(words, "name") | Q(username__startswith=words.lower()) | Q(member__in=spelt))
    if state == "closed":
        found = found.filter(is_active=False)
    elif state == "waiting":
        found = found.filter(is_active=True).filter(UNSET)
    elif state == "used":
        found = found.filter(is_active=True).exclude(UNSET)
    return found


def _kept(actor: Actor) -> Q:
    reach = scope.reach(actor, "organisation__", roles=KEEPERS)
    granted = RoleGrant.objects.filter(reach)
    if scope.sees_all(actor, *KEEPERS):  # every member is somebody's, also he who has left
        return Q(member__isnull=False) | Q(Exists(granted.filter(user=OuterRef("pk"))))
    here = Membership.objects.filter(reach, current(clock.today()), member__users__isnull=False).order_by().values("member__users")
    # a union, since an OR would look at every account
    return Q(pk__in=granted.order_by().values("user").union(here))


def account_get(actor: Actor, key: str) -> User:
    """One of them; NotFound where it is not there or not his to keep."""
    try:
        found = accounts(actor).filter(pk=key).first()
    except NotAllowed:
        found = None
    if found is None:
        raise NotFound("找不到这个账号，或者它不在你的管理范围里。")
    return found


def account_lines(actor: Actor, users: Sequence[User]) -> list[AccountLine]:
    """A page of accounts with their rights and invitations, in a fixed number of queries."""
    now = clock.now()
    rights = rights_of_many(users, now.date())
    open_ones = Invitation.objects.filter(
        user__in=users, used_at=None, revoked_at=None, expires_at__gt=now
    )
    until = dict(open_ones.values_list("user", "expires_at"))
    homes = _homes([user.member_id for user in users if user.member_id], now.date())
    lines = []
    for user in users:
        held = rights[user.pk]
        keeps = actor.everything or (actor.user != user.pk and policies.answers_for(actor, held))
        may_close = keeps and (actor.everything or actor.holds("clerk"))
        place = homes.get(user.member_id or "", "")
        lines.append(AccountLine(user, place, held, until.get(user.pk), keeps, may_close))
    return lines


def _homes(members: Sequence[str], day: dt.date) -> dict[str, str]:
    """Member -> the name of his branch."""
    rows = Membership.objects.filter(
        current(day), member__in=members, organisation__kind="branch"
    ).select_related("organisation")
    return {row.member_id: str(row.organisation) for row in rows}


@dataclass(frozen=True, slots=True)
class Invitable:
    """A member who has no account in use yet: his branch and the posts he holds."""

    member: Member
    place: str
    posts: str


def invitable(actor: Actor, *, who: str = "leaders", find: str = "") -> QuerySet[Member]:
    """Members in scope without an account: all of them, or those who hold a post in branch or group."""
    if not policies.may_invite_anybody(actor):
        raise NotAllowed("邀请由党务工作者和支部书记来发。")
    day = clock.today()
    reach = scope.reach(actor, "organisation__", roles=KEEPERS)
    there = Membership.objects.filter(reach, current(day), member=OuterRef("pk"))
    found = Member.objects.filter(Exists(there), left=None, users=None)
    if who == "leaders":
        held = Post.objects.filter(current(day), member=OuterRef("pk"), post__in=LEADING)
        found = found.filter(Exists(held.filter(organisation__kind__in=list(ACTING))))
    words = find.strip()
    if words:
        pinyin = Q(name_pinyin__startswith=words.lower()) | Q(name_initials=words.lower())
        found = found.filter(reading(words, "name") | pinyin)
    return found.order_by("name", "pk")


def invitable_lines(members: Sequence[Member]) -> list[Invitable]:
    """A page of them, with branch and posts."""
    day = clock.today()
    keys = [member.pk for member in members]
    homes, posts = _homes(keys, day), dict[str, list[str]]()
    for post in Post.objects.filter(current(day), member__in=keys, post__in=LEADING):
        posts.setdefault(post.member, []).append(PostKind(post.post).label)
    return [Invitable(m, homes.get(m.pk, ""), "、".join(posts.get(m.pk, []))) for m in members]


def grants_of(actor: Actor, user: User) -> list[tuple[RoleGrant, bool]]:
    """The grants of an account in scope, latest first, and whether the actor may end each."""
    rows = RoleGrant.objects.filter(user=user).select_related("organisation").order_by("-since", "-pk")
    day = clock.today()
    return [
        (row, actor.reaches(row.organisation.path, "clerk") and (row.until is None or row.until > day))
        for row in rows
    ]


def grant_get(actor: Actor, user: User, key: int) -> RoleGrant:
    """One grant of an account, at an organisation in scope."""
    found = RoleGrant.objects.filter(pk=key, user=user).select_related("organisation").first()
    if found is None or not actor.reaches(found.organisation.path, "clerk"):
        raise NotFound("没有这个授权，或者它不在你的管理范围里。")
    return found


def invitations_of(user: User) -> list[tuple[Invitation, str]]:
    """The latest invitations of an account, each with what became of it ("" where it still opens)."""
    now = clock.now()
    rows = Invitation.objects.filter(user=user).select_related("made_by")[:10]
    return [(row, _fate(row, now)) for row in rows]


def _fate(row: Invitation, now: dt.datetime) -> str:
    if row.used_at:
        return f"{row.used_at.astimezone(clock.SHANGHAI):%Y-%m-%d} 用过，密码由本人设定"
    if row.revoked_at:
        return "已作废"
    return "过期没用" if row.expires_at <= now else ""
