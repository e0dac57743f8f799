"""The cells of a group filing: manners, vacancies, spans, lists."""

from __future__ import annotations

import pytest

from zhibu.rosters.kinds.group_filing_words import (
    is_elsewhere,
    is_former,
    is_vacant,
    manner_of,
    span_in,
)


@pytest.mark.parametrize(
    ("cell", "manner", "named"),
    [
        ("党员推荐", "recommended", ["recommended"]),
        ("推选", "recommended", ["recommended"]),
        ("党员选举产生", "elected", ["elected"]),
        ("民主选举", "elected", ["elected"]),
        ("支委会任命", "designated", ["designated"]),
        ("民主推荐，支委会研究确定", "", ["recommended", "designated"]),
        ("协商", "", []),
        ("", "", []),
    ],
)
def test_manners(cell: str, manner: str, named: list[str]) -> None:
    assert manner_of(cell) == (manner, named)


@pytest.mark.parametrize(
    ("cell", "span"),
    [
        ("2019.04-2022.01", ("2019.04", "2022.01")),
        ("2019年4月至2022年1月", ("2019年4月", "2022年1月")),
        ("2019-04-2022-08", ("2019-04", "2022-08")),
        ("2019.04.01—2022.08.30", ("2019.04.01", "2022.08.30")),
        ("2019.04至今", ("2019.04", "")),
        ("2022-1-30", None),
        ("2022.1.30", None),
        ("2023-09", None),
    ],
)
def test_spans(cell: str, span: tuple[str, str] | None) -> None:
    assert span_in(cell) == span


def test_words() -> None:
    assert all(is_vacant(cell) for cell in ("（待选）", "空缺", "暂缺", "—", "无", ""))
    assert not is_vacant("钱一")
    assert is_former("前任，已免")
    assert not is_former("兼职")
    assert is_elsewhere("见花名册")
