"""Processes change how long work takes, and nothing else. Each test runs in a program of its own: pytest may have threads."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from support.processes import run_program

SITE = "title: Many\nlanguages: {en: {}, fr: {}, de: {}}\n"


def test_results_come_in_the_order_of_what_was_given_whoever_worked():
    program = """
        import os
        from i18n_site import workers

        def work(state, item):
            return item * state, os.getpid()

        os.environ["I18N_SITE_WORKERS"] = "3"
        found = list(workers.spread(work, 2, list(range(100)), [workers.ENOUGH] * 100))
        print([number for number, _ in found] == list(range(0, 200, 2)), os.getpid() in {process for _, process in found})
        os.environ["I18N_SITE_WORKERS"] = "1"
        print({process for _, process in workers.spread(work, 2, list(range(100)), [workers.ENOUGH] * 100)} == {os.getpid()})
        os.environ["I18N_SITE_WORKERS"] = "3"
        print({process for _, process in workers.spread(work, 2, list(range(100)), [10] * 100)} == {os.getpid()})
    """
    assert run_program(program).split() == ["True", "False", "True", "True"]


def test_a_fault_is_told_as_one_process_would_tell_it():
    program = """
        import os
        from i18n_site.errors import DocumentError
        from i18n_site import workers

        def work(state, item):
            if item in (7, 90):
                raise DocumentError("broken", path=f"{item}.md", line=3, advice="mend it")
            return item

        for count in ("1", "4"):
            os.environ["I18N_SITE_WORKERS"] = count
            seen = []
            try:
                for result in workers.spread(work, None, list(range(100)), [workers.ENOUGH] * 100):
                    seen.append(result)
            except DocumentError as error:
                print(seen == list(range(7)), error)
    """
    assert run_program(program).splitlines() == ["True 7.md:3: broken; mend it"] * 2


def test_every_command_writes_the_same_bytes_whatever_the_number_of_workers(tmp_path):
    trees = [_run_all(tmp_path / name, workers) for name, workers in (("one", "1"), ("two", "2"), ("five", "5"))]
    assert trees[0] == trees[1] == trees[2]
    assert len(trees[0]) > 300


def _run_all(root, workers):
    """Everything that extract, update, localise and compile write about a site that is large enough for processes."""
    content = root / "content" / "news"
    content.mkdir(parents=True)
    (root / "content" / "site.yaml").write_text(SITE)
    for number in range(100):
        passages = (f"Passage {line} of the document {number}, with *emphasis* and [a link](a.md).\n" for line in range(150))
        (content / f"{number:03}.md").write_text(f"# Document {number}\n\n" + "\n".join(passages))
    env = os.environ | {"I18N_SITE_WORKERS": workers, "SOURCE_DATE_EPOCH": "0"}
    for words in (
        ["extract"],
        ["update"],
        ["localise", str(root / "out"), "-L", "en-XA", "-L", "fr", "-L", "de", "--keep-below"],
        ["compile"],
    ):
        done = subprocess.run([sys.executable, "-m", "i18n_site", "--site", str(root), *words], capture_output=True, env=env)
        assert done.returncode == 0, done.stderr
    found = {
        path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file() and "build" not in path.parts
    }
    with sqlite3.connect(root / "build" / "site.sqlite3") as release:
        # it names what every table holds
        found["release"] = release.execute("SELECT id FROM release").fetchone()[0].encode()
    release.close()
    # the date of a template is the one thing that differs between two runs
    return {
        path: b"\n".join(line for line in data.split(b"\n") if not line.startswith(b'"POT-Creation-Date'))
        for path, data in found.items()
    }


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")
def test_only_whoever_waits_for_the_workers_hears_an_interrupt():
    """One that died of it while it held a lock of their queue would leave all others waiting."""
    program = """
        import os, signal
        from i18n_site import workers

        def deaf(state, item):
            return os.getpid(), signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])

        os.environ["I18N_SITE_WORKERS"] = "3"
        found = set(workers.spread(deaf, None, list(range(100)), [workers.ENOUGH] * 100))
        print(os.getpid() in dict(found), {blocked for _, blocked in found}, deaf(None, 0)[1])
    """
    assert run_program(program) == "False {True} False\n"


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")
@pytest.mark.parametrize("wait", [0.05, 0.3])
def test_an_interrupt_of_all_processes_ends_them_all(wait):
    busy = (
        "from i18n_site.workers import spread\n"
        "print('begun', flush=True)\n"
        "list(spread(pow, 3, [100_000] * 4000, [10_000_000] * 4000))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", busy],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | {"I18N_SITE_WORKERS": "2"},
    ) as process:
        try:
            assert process.stdout.readline() == b"begun\n"
            time.sleep(wait)
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(timeout=100) != 0
            with pytest.raises(ProcessLookupError):
                os.killpg(process.pid, 0)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
