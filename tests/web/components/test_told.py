"""Long work told on a page: what fails is told, and no more of it goes on at once than the machine bears."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from zhibu.kernel.errors import Refused
from zhibu.web.components.told import MOST_AT_ONCE, SPLIT, told

PAGE = f"<ul>{SPLIT}</ul>"


def begun(work: Callable[[], Any], **how: bool) -> Any:
    return told(PAGE, lambda: lambda tell: work(), str, **how)


def text(pieces: Any) -> str:
    return "".join(pieces)


def test_more_than_a_few_at_once_are_refused_until_one_ends() -> None:
    go, begun_all = threading.Event(), threading.Barrier(MOST_AT_ONCE + 1, timeout=20)

    def wait() -> str:
        begun_all.wait()
        go.wait(20)
        return "好了"

    running = [begun(wait) for _ in range(MOST_AT_ONCE)]
    ended = [threading.Thread(target=text, args=(one,)) for one in running]
    for thread in ended:
        thread.start()
    begun_all.wait()

    assert "已经有" in text(begun(lambda: "早了"))
    assert "写完了" in text(begun(lambda: "写完了", limited=False))
    go.set()
    for thread in ended:
        thread.join()
    assert "又一次" in text(begun(lambda: "又一次"))


def test_what_fails_leaves_its_place_to_others() -> None:
    def fail() -> None:
        raise Refused("不行")

    def not_begun() -> Any:
        raise Refused("取不出")

    for _ in range(MOST_AT_ONCE + 1):
        assert "不行" in text(begun(fail))
        assert "取不出" in text(told(PAGE, not_begun, str))
    assert "好了" in text(begun(lambda: "好了"))
