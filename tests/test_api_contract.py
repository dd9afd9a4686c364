"""The service does what its own OpenAPI document says, whatever is asked of it within it."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from served import served

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


NEVER = {"listen_to_song", "export_gallery", "import_gallery"}
"""Streams, which other tests are about."""


def hold_to(url: str, examples: int) -> int:
    """Ask everything in so many ways; how many kinds of questions there were."""
    document = schemathesis.openapi.from_url(f"{url}/api/openapi.json")
    operations = [each.ok() for each in document.get_all_operations()]
    for operation in operations:
        if operation.definition.raw["operationId"] in NEVER:
            continue

        @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def answered(case):
            case.call_and_validate(checks=CHECKS, timeout=30)

        answered()
    return len(operations)


def test_some_of_what_may_be_asked_is_answered_as_declared(tmp_path):
    with served(tmp_path) as service:
        assert hold_to(service.url, 4) > 20


@pytest.mark.prove
def test_what_may_be_asked_is_answered_as_declared(tmp_path):
    with served(tmp_path) as service:
        hold_to(service.url, 200)
