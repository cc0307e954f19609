"""What holds for every test: generated cases are judged by what they show, not by the time that a busy machine takes.

In CI they are the same in every run, so that it judges the change and not its luck; at a desk they are new each time.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from support.rules import rules_of

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=os.environ.get("CI") == "true"
)
settings.load_profile("house")

# As a server in production has it; the tests of its absence take it away.
os.environ.setdefault("I18N_SECRET_KEY", "a key for tests, which no server uses")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what tests a rule of docs/visitors.md: `pytest -m rule` runs them all, `pytest -k rule_16` those of one."""
    for item in items:
        for number in rules_of(item.name):
            item.add_marker(pytest.mark.rule(number))
