"""Programs that tests start, kill and let compete. What forks runs in a program of its own: pytest may have threads."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def run_program(program: str, *arguments: object, seconds: float = 3600) -> str:
    """Run Python source in an interpreter of its own, with `support` at hand, and return what it printed.

    Raises AssertionError with its traceback where it fails.
    """
    path = os.pathsep.join(filter(None, [str(TESTS), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-c", textwrap.dedent(program), *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": path}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=seconds)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def fork(work: Callable[[], None]) -> int:
    """Start `work` in a process of its own and return its id. It ends with 0, or with 70 and a traceback."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def join(*children: int) -> None:
    """Wait for processes to end. Raises AssertionError where one of them failed."""
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert not any(codes), codes


def kill_at_random(work: Callable[[], None], *, times: int, longest: float) -> Iterator[int]:
    """Start `work`, which repeats itself, and kill it at some instant of its first `longest` seconds; again and again.

    Yields the number of each kill, so that the caller may look at what is left. The instants are the same in every run.
    """
    chance = random.Random(longest)  # instants, not secrets
    for number in range(times):
        child = fork(work)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code == -signal.SIGKILL, code
        yield number
