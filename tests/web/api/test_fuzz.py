"""Every operation of the JSON door is called with what its description allows, and with what it does not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

EXAMPLES = int(os.environ.get("ZHIBU_FUZZ", "4"))
# What a description allows reaches the database, and PostgreSQL is the stricter one; what it does not allow is turned
# away before. So each is tried where it says more; `ZHIBU_FUZZ` tries both on either.
ALLOWED, ODD = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
MODES = (ALLOWED, ODD) if "ZHIBU_FUZZ" in os.environ else (ALLOWED,) if connection.vendor == "postgresql" else (ODD,)

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
OPERATIONS = {found.ok().label: found.ok() for found in schema.get_all_operations()}
TRIED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


@pytest.fixture
def key(secret_of: Callable[[str], str]) -> Iterator[dict[str, str]]:
    """A key of the clerk of C1; all calls stay in the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield {"Authorization": f"Bearer {secret_of('clerk')}"}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_no_call_breaks_the_door(key: dict[str, str]) -> None:
    """All operations in one test: the cast is made once, and what one call wrote the next may meet."""
    broken = []
    for label, operation in sorted(OPERATIONS.items()):
        for mode in MODES:
            try:
                _call(operation, mode, key)
            except (FailureGroup, Exception) as error:  # every operation is tried, and all that fail are told
                broken.append(f"{label} {mode.value}: {error}")

    assert not broken, "\n\n".join(broken)[:200_000]


def _call(operation: schemathesis.schemas.APIOperation, mode: GenerationMode, key: dict[str, str]) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @TRIED
    def run(case: schemathesis.Case) -> None:
        # what a schema allows may still be refused: an id that is none, a day that lies ahead
        case.call_and_validate(headers=key, excluded_checks=[positive_data_acceptance])

    run()
