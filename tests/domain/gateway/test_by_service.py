"""Actions that hand on what they are given: each service knows every name, and gets all that it needs."""

from __future__ import annotations

import inspect

from zhibu.domain.gateway.registry import registry
from zhibu.kernel.actions import ByService


def test_each_service_takes_what_its_action_is_given() -> None:
    found = {name: one for name, one in registry().actions.items() if isinstance(one.do, ByService)}
    assert "case.close" in found
    for name, one in found.items():
        assert isinstance(one.do, ByService)
        names = {one.do.name(field): None for field in one.given.model_fields}
        try:
            inspect.signature(one.do.service).bind(actor=None, **names)
        except TypeError as error:
            raise AssertionError(f"{name}: {error}") from error
        assert one.do.row in one.do.finds, f"{name}: what finds the row?"
