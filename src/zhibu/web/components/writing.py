"""A page that is shown while something long is written: it grows line by line, without any script, then leads on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.utils.html import format_html

from zhibu.kernel.errors import ZhibuError
from zhibu.kernel.telling import Tell
from zhibu.web.components.told import BROKEN, SPLIT, Work, listened

log = logging.getLogger(__name__)


def written(page: str, work: Work, *, to: Callable[[Any], str], look: str, back: Callable[[], str]) -> Iterator[str]:
    """A rendered page with a list at `SPLIT`, in pieces: what the work tells, then the way on or back.

    The work runs in a thread of its own and goes on when the page is left. `to`: the address for what it made;
    `look`: the words of the link there. `back`: HTML of the way back, nothing being written.
    """
    head, _, foot = page.partition(SPLIT)
    yield head
    try:
        made = yield from listened(_closing(work))
    except ZhibuError as error:
        yield _failed(str(error), back())
    except Exception:  # told to the log where it happened, whether or not somebody is still here
        yield _failed(BROKEN, back())
    else:
        yield _done(to(made), look)
    yield foot


def _closing(work: Work) -> Work:
    """The work with its connection closed and its fault logged in the thread in which it is done."""

    def closing(tell: Tell) -> Any:
        try:
            return work(tell)
        except ZhibuError:
            raise
        except Exception:
            log.exception("long work was not written")
            raise
        finally:
            connection.close()

    return closing


def _failed(reason: str, back: str) -> str:
    return format_html(
        '</ul><div class="note note--stop" role="alert"><p><strong>没有写成，什么都没有改。</strong>{}</p></div>', reason
    ) + f"{back}<ul hidden>"


def _done(address: str, look: str) -> str:
    return format_html(
        '<li><b>写好了</b></li></ul><meta http-equiv="refresh" content="0;url={}">'
        '<p class="btn-row"><a class="btn btn--go" href="{}">{}</a></p><ul hidden>',
        address, address, look,
    )  # fmt: skip
