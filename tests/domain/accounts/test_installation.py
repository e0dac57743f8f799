"""An empty installation gets its first account; accounts are reset and closed by the keeper only."""

from __future__ import annotations

import pytest

from zhibu.domain.accounts import selectors, services
from zhibu.domain.accounts.models import User
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
KEEPER = Actor.system("test")
WORD = "kq7m-2xwz-h9pd"


def begin() -> Organisation:
    return services.installation_begin(
        actor=KEEPER, organisation="甲县直属机关工委", username="clerk", password=WORD
    )


def test_installation_begin_lets_somebody_sign_in_who_sees_everything_below() -> None:
    body = begin()

    user = User.objects.get(username="clerk")
    assert user.check_password(WORD)
    actor = selectors.actor_of(user=user, door="test")
    assert actor.reaches(body.path, "clerk")


def test_installation_begin_is_refused_where_work_is_there() -> None:
    begin()

    with pytest.raises(Refused, match="zhibu accounts open"):
        begin()
    assert User.objects.count() == 1


def test_password_reset_and_user_close_need_the_keeper() -> None:
    begin()
    user = User.objects.get()
    clerk = selectors.actor_of(user=user, door="test")

    with pytest.raises(NotAllowed):
        services.password_reset(actor=clerk, user=user, password="other-9pd-word")
    with pytest.raises(NotFound):
        selectors.user_get(actor=clerk, username="clerk")
    services.password_reset(actor=KEEPER, user=user, password="other-9pd-word")
    services.user_close(actor=KEEPER, user=user)

    user.refresh_from_db()
    assert user.check_password("other-9pd-word")
    assert not user.is_active
    assert selectors.accounts_with_roles(actor=clerk) == []
