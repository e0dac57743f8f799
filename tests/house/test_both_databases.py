"""Which page tests PostgreSQL runs too (tests/conftest.py): the folders named there stand, the walkers are in them."""

from __future__ import annotations

from tests.conftest import WALKS, WEB

# Every address by every role, the level above, queries by row, every list as a file.
WALKERS = ("test_scope.py", "test_levels.py", "test_query_counts.py", "test_lists_on_paper.py",
           "api/test_foreign.py", "api/test_fuzz.py", "layout/test_odd_addresses.py")  # fmt: skip


def test_the_folders_named_hold_tests() -> None:
    assert [str(folder) for folder in WALKS if not any(folder.glob("test_*.py"))] == []


def test_what_walks_every_address_runs_on_both() -> None:
    assert [name for name in WALKERS if not (WEB / name).exists()] == [], "moved: name its folder in WALKS"
    assert [name for name in WALKERS if (WEB / name).parent not in WALKS] == []


def test_every_room_with_pages_has_tests_below_them() -> None:
    """A page's selectors meet PostgreSQL in tests/domain/<room>: a room without tests would not."""
    rooms = {path.name for path in (WEB.parent / "domain").iterdir() if path.is_dir()}
    services = {path.parent.name for path in (WEB.parents[1] / "src/zhibu/domain").glob("*/selectors*")}
    walked = {folder.name for folder in WALKS}
    left = services - rooms - walked - {"schedule"}  # a timetable without tables
    assert sorted(left) == []
