"""One page of a listing, and the mark behind which the next one begins.

Rows of a query are cut by the values of its order (keyset), so that the hundredth page costs what the
first does and a row that comes in between moves nothing. Other sequences are cut by number.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet

from zhibu.kernel.errors import InputError, Problem


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page; `after` is "" on the last."""

    rows: Sequence[Any]
    after: str


def cut(found: QuerySet[Any] | Sequence[Any], *, limit: int, after: str) -> Page:
    """At most `limit` rows behind the mark; InputError where the mark is not one of ours."""
    order = _order(found) if isinstance(found, QuerySet) else None
    if order is None or not isinstance(found, QuerySet):
        start = _read_number(after)
        rows = list(found[start : start + limit + 1])
        return Page(rows[:limit], _mark(start + limit) if len(rows) > limit else "")
    names = [name.lstrip("-") for name in order]
    if after:
        found = found.filter(_behind(found.model, order, _read_values(after, names)))
    rows = list(found.order_by(*order)[: limit + 1])
    if len(rows) <= limit:
        return Page(rows, "")
    last = rows[limit - 1]
    return Page(rows[:limit], _mark([attrgetter(name.replace("__", "."))(last) for name in names]))


def _order(found: QuerySet[Any]) -> list[str] | None:
    """The columns of the order, ended by the key; None where a row may have none of a value."""
    if found.query.is_sliced or found.query.combinator:
        return None
    names = [str(name) for name in (found.query.order_by or found.model._meta.ordering)]
    names = [name.replace("pk", found.model._meta.pk.name) for name in names]
    key = found.model._meta.pk.name
    if not any(name.lstrip("-") == key for name in names):
        names.append(key)
    for name in names:
        try:
            column = _column(found.model, name.lstrip("-"))
        except FieldDoesNotExist:
            return None
        if column.null or column.is_relation:
            return None
    return names


def _column(model: type[Model], name: str) -> Any:
    way, _, rest = name.partition("__")
    column = model._meta.get_field(way)
    if rest:
        if getattr(column, "null", True) or not column.related_model:
            raise FieldDoesNotExist(name)
        return _column(column.related_model, rest)
    return column


def _behind(model: type[Model], order: list[str], values: list[Any]) -> Q:
    condition = Q(pk__in=[])
    same = Q()
    for name, raw in zip(order, values, strict=True):
        plain, later = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        try:
            value = _column(model, plain).to_python(raw)
        except (ValidationError, TypeError, ValueError):
            raise _not_ours(str(raw)) from None
        condition |= same & Q(**{f"{plain}__{later}": value})
        same &= Q(**{plain: value})
    return condition


def _mark(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(after: str) -> Any:
    try:
        return json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        raise _not_ours(after) from None


def _read_number(after: str) -> int:
    number = _read(after) if after else 0
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 10**9:
        raise _not_ours(after)
    return number


def _read_values(after: str, names: list[str]) -> list[Any]:
    values = _read(after)
    plain = isinstance(values, list) and len(values) == len(names)
    if not plain or not all(isinstance(value, str | int | float) and "\x00" not in str(value) for value in values):
        raise _not_ours(after)
    return list(values)


def _not_ours(after: str) -> InputError:
    return InputError([Problem("after", after[:60], "上一页答复里的 next")])
