"""Long work told line by line on the page that asked for it: a page in pieces, without any script.

The work runs in a thread of its own; work that uses the database of the application closes its connection.
What it gives back is put on the page by the one who asked, in the thread of the request.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Generator, Iterator
from typing import Any

from django.utils.html import format_html

from zhibu.kernel.errors import Refused, ZhibuError
from zhibu.kernel.telling import Tell

log = logging.getLogger(__name__)
SPLIT = "<!-- progress -->"
MOST_AT_ONCE = 2  # each holds a copy of the facts, and all verdicts before and after
_slots = threading.BoundedSemaphore(MOST_AT_ONCE)
QUIET_SECONDS = 10  # after which a blank is sent, so that nothing between takes the page for dead
Work = Callable[[Tell], Any]
BROKEN = "系统出错了，原因记在日志里。没有写入任何数据，可以再试一次。"


def told(
    page: str, begin: Callable[[], Work], shown: Callable[[Any], str], first: str = "取出要算的数据",
    *, limited: bool = True,
) -> Iterator[str]:
    """A rendered page with a list at `SPLIT`, in pieces: a line of the list for each thing told, then the result.

    `begin` prepares the work, in this thread; `shown` makes HTML of what the work found. What the user did
    wrong stands on the page as a message; anything else is logged. `limited`: it may be asked for again and
    again, goes on when the page is left, and is refused while as many others as the machine bears go on.
    """
    head, _, foot = page.partition(SPLIT)
    yield head
    yield _line(first)
    try:
        found = yield from listened(_one_of_few(begin) if limited else begin())
        result = f"{_line('算好了')}</ul>{shown(found)}<ul hidden>"
    except ZhibuError as error:
        result = _failed(str(error))
    except Exception:
        log.exception("long work was not done")
        result = _failed(BROKEN)
    yield result
    yield foot


def listened(work: Work) -> Generator[str, None, Any]:
    """A line of the list for each thing that work in a thread of its own tells; its result or its error at the end.

    The work goes on even if nobody listens any more.
    """
    lines: queue.Queue[tuple[str, Any]] = queue.Queue()
    threading.Thread(target=_worked, args=(work, lines), daemon=True).start()
    while True:
        try:
            what, found = lines.get(timeout=QUIET_SECONDS)
        except queue.Empty:
            yield " \n"
            continue
        if what == "failed":
            raise found
        if what == "done":
            return found
        yield _line(found)


def _one_of_few(begin: Callable[[], Work]) -> Work:
    """The work, counted until it ends; Refused where there are as many as the machine bears."""
    if not _slots.acquire(blocking=False):
        raise Refused(f"现在已经有 {MOST_AT_ONCE} 项在算，再算就都慢了。等它们算完，再点一次。")
    try:
        work = begin()
    except BaseException:
        _slots.release()
        raise

    def counted(tell: Tell) -> Any:
        try:
            return work(tell)
        finally:
            _slots.release()

    return counted


def _worked(work: Work, lines: queue.Queue[tuple[str, Any]]) -> None:
    try:
        lines.put(("done", work(lambda text: lines.put(("line", text)))))
    except Exception as error:
        lines.put(("failed", error))


def _line(text: str) -> str:
    return format_html("<li>{}</li>\n", text)


def _failed(reason: str) -> str:
    lines = [format_html("<p>{}</p>", line) for line in reason.splitlines()]
    return ('</ul><div class="note note--stop" role="alert"><div><strong>没有算成。</strong>'
            f'{"".join(lines)}</div></div><ul hidden>')
