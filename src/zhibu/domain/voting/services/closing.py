"""Close the box: two tellers agree, nothing more is taken, what lies in it is rewritten in the order of tokens."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from zhibu.ballots.disclosure import warned_at_closing
from zhibu.ballots.keys import poll_keys_destroy, poll_keys_left
from zhibu.domain.voting import policies
from zhibu.domain.voting.choices import Means, State, Taken
from zhibu.domain.voting.models import Poll, Reading, Slot, Teller
from zhibu.domain.voting.services.readings import hands_agree
from zhibu.domain.voting.services.recording import account_of, held, recorded
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

log = logging.getLogger(__name__)


@transaction.atomic
def poll_close(*, actor: Actor, poll: Poll, teller: Teller, present: int) -> Poll:
    """One teller agrees to close, having counted who is present; with the second it is closed for good.

    Refused where both agree from one account, where they counted differently (by hands also the hands:
    closing is final), or where closing would show how somebody voted.
    """
    locked = held(poll, State.OPEN, doing="封箱")
    policies.poll_read(actor, locked, teller)
    account = account_of(actor)
    others = [one for one in locked.tellers.all() if one.closed_by and one.pk != teller.pk]
    if any(one.closed_by == account for one in others):
        raise Refused("另一位是用这个账号同意封箱的。换一个账号，要两个人都同意。")
    _check_present(locked, present)
    if others and others[0].present != present:
        before = others[0]
        raise Refused(f"到会人数两个人数的不一样：{before.member} {before.present} 人，"
                      f"{teller.member} {present} 人。一起再数一遍。")
    if locked.means == Means.HANDS:
        _check_hands(locked, teller, present, last=bool(others))
    if others:
        _check_slips(locked)
    Teller.objects.filter(pk=teller.pk).update(closed_by=account, present=present)
    recorded(actor, "poll.close", locked, teller=teller.member_id, present=present, closed=bool(others))
    if others:
        locked.state, locked.closed_at, locked.present = State.CLOSED, clock.now(), present
        locked.save(update_fields=["state", "closed_at", "present"])
        _rewrite(locked)
        transaction.on_commit(box_scrub)
    return locked


def _check_present(poll: Poll, present: int) -> None:
    voters = poll.voters.filter(entitled=True)
    entitled = voters.count()
    taken = voters.filter(taken__in=[Taken.PAPER, Taken.ELECTRONIC]).count()
    if not taken <= present <= entitled:
        raise Refused(
            f"到会人数读到 {present}，应在领了票的 {taken} 人到有表决权的 {entitled} 人之间。"
        )


def _check_hands(poll: Poll, teller: Teller, present: int, *, last: bool) -> None:
    """A teller enters what he counted before he agrees; with the last one both must have counted the same."""
    row = teller.readings.filter(slip=0).first()
    if row is None:
        raise Refused(f"{teller.member}先填举手的人数，再同意结束。")
    if row.marks.get("present") != present:
        raise Refused(f"到会人数读到 {present}，{teller.member}数举手时填的是 {row.marks.get('present')}，应一样。")
    if last:
        hands_agree(poll, present)


def _check_slips(poll: Poll) -> None:
    """Closing is final: whatever would make the count tell too much is said before."""
    cast = poll.slots.filter(token__isnull=False).count()
    paper = poll.voters.filter(taken=Taken.PAPER).count()
    for warned in warned_at_closing(poll.means if poll.secret else Means.HANDS, cast, paper):
        if warned.refused:
            raise Refused(warned.text)


def _rewrite(poll: Poll) -> None:
    """The same slips in rows of the order of their tokens: no row's number tells when one came."""
    rows = list(Slot.objects.filter(poll=poll, token__isnull=False).order_by("token"))
    overwrite_what_is_deleted()
    Slot.objects.filter(poll=poll).delete()
    for row in rows:
        row.pk = None
    Slot.objects.bulk_create(rows)


def poll_wipe(*, poll: Poll) -> None:
    """After counting (inside its transaction): nothing sealed is left, and nothing opens what a copy holds."""
    overwrite_what_is_deleted()
    Slot.objects.filter(poll=poll).delete()
    if poll.means == Means.MIXED:  # all less those on paper would be the electronic ones
        poll.readings.all().delete()
    poll.voters.update(blinded="", signature="")
    pk = poll.pk
    transaction.on_commit(lambda: _burn(pk))


def overwrite_what_is_deleted() -> None:
    """SQLite leaves deleted rows readable in its file unless it is told to overwrite them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def _burn(pk: str) -> None:
    poll_keys_destroy(settings.ZHIBU_KEYS, pk)
    box_scrub()


def keys_left_burn() -> int:
    """Keys that a crash between counting and destroying left behind are destroyed; how many."""
    over = (State.COUNTED, State.CONFIRMED, State.ABANDONED)
    left = Poll.objects.filter(pk__in=poll_keys_left(settings.ZHIBU_KEYS), state__in=over)
    burnt = sum(poll_keys_destroy(settings.ZHIBU_KEYS, poll.pk) for poll in left)
    box_scrub()
    return burnt


def box_scrub() -> None:
    """Let the database forget what it wrote before the box was rewritten: journal, dead rows, free pages."""
    if connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                if cursor.fetchone()[0]:  # somebody reads in it just now
                    log.warning("the box was not scrubbed: the journal is in use; tonight it is tried again")
            else:
                for table in (Slot, Reading):
                    cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table._meta.db_table)}")
    except DatabaseError as error:  # the box is closed all the same; the next closing tries again
        log.warning("the box was not scrubbed: %s", type(error).__name__)
