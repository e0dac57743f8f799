"""Numbers of very large bodies: shown at once, counted anew beside the page, first where they are old."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from zhibu.domain.directory import keeping

KEY = ("test", "000001")


class Counting:
    """Gives 1, then 2 ...; tells in which thread."""

    def __init__(self) -> None:
        self.times = 0
        self.threads: list[threading.Thread] = []

    def __call__(self) -> Counter[str]:
        self.times += 1
        self.threads.append(threading.current_thread())
        return Counter({"000001": self.times})


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    keeping._kept.clear()
    yield
    keeping._kept.clear()


def seen(count: Counting) -> int:
    return keeping.kept(KEY, count)["000001"]


def test_a_number_of_the_last_minute_is_shown_again() -> None:
    count = Counting()

    assert [seen(count), seen(count)] == [1, 1]


def test_an_older_number_is_shown_while_it_is_counted_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    count = Counting()
    seen(count)
    monkeypatch.setattr(keeping, "FRESH", 0.0)

    assert seen(count) == 1
    for _ in range(200):
        if keeping._kept[KEY][1]["000001"] == 2:
            break
        time.sleep(0.01)
    monkeypatch.setattr(keeping, "FRESH", 60.0)
    assert seen(count) == 2
    assert count.threads[0] is threading.current_thread() is not count.threads[1]


def test_an_old_number_is_counted_first(monkeypatch: pytest.MonkeyPatch) -> None:
    count = Counting()
    seen(count)
    monkeypatch.setattr(keeping, "SHOWN", 0.0)

    assert seen(count) == 2


def test_what_fails_beside_the_page_leaves_the_old_number_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    keeping.kept(KEY, Counting())
    monkeypatch.setattr(keeping, "FRESH", 0.0)
    tried: list[bool] = []

    def broken() -> Counter[str]:
        tried.append(True)
        raise OSError("the database has gone")

    for number in (1, 2):
        assert keeping.kept(KEY, broken)["000001"] == 1
        for _ in range(200):
            if len(tried) == number and not keeping._under_way:
                break
            time.sleep(0.01)
    assert len(tried) == 2
