"""What came of a command. Types only: the command line, which makes them, must start in no time."""

from __future__ import annotations

from typing import NamedTuple


class Outcome(NamedTuple):
    """What a command says, and its exit code."""

    lines: tuple[tuple[bool, str], ...]
    """Whether it goes to standard error, and the line."""
    code: int = 0


class Run(NamedTuple):
    """What came of a run."""

    outcome: Outcome
    again: Outcome
    """What a run says that finds everything as this one left it."""
    made: tuple[str, ...] = ()
    """Files beside those of the scope that must still be as they are now."""
