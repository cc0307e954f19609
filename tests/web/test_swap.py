"""Releases change under load: two workers of a real server, while compiles succeed, fail and are killed (deliver 8).

Every text of the site says which release it is of, so that a page made of two would show it. I18N_SITE_LONG=1 compiles 200
times, and wrk asks as fast as it can besides.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

LONG = bool(os.environ.get("I18N_SITE_LONG"))
COMPILES = 200 if LONG else 8
ADDRESSES = ("/en/", "/fr/", "/en/news/", "/fr/news/one/", "/en/about/", "/fr/nowhere/")
VERSION = re.compile(rb"release(\d+)")

CHECK = """
mixed, bad, seen = 0, 0, 0
function response(status, headers, body)
  seen = seen + 1
  if status >= 500 then bad = bad + 1 end
  local first = nil
  for number in body:gmatch("release(%d+)") do
    if first and first ~= number then mixed = mixed + 1 end
    first = first or number
  end
end
local counter = 0
local addresses = { ADDRESSES }
function request()
  counter = counter + 1
  return wrk.format("GET", addresses[counter % #addresses + 1])
end
local threads = {}
function setup(thread) table.insert(threads, thread) end
function done(summary, latency, requests)
  for _, thread in ipairs(threads) do
    io.write(string.format("seen %d mixed %d bad %d\\n", thread:get("seen"), thread:get("mixed"), thread:get("bad")))
  end
end
"""


SITE = """\
title: Site WORD
tagline: Tagline WORD
base_url: http://localhost
languages: {en: {}, fr: {}}
sections: {news: {title: News WORD}}
menus: {main: [{document: pages/about, label: About WORD}]}
"""
FILES = {
    "content/site.yaml": SITE,
    "content/pages/about.md": "# About WORD\n\nText WORD.\n",
    "content/news/one.md": "---\ntitle: One WORD\nsummary: Summary WORD.\n---\n\nText WORD.\n",
    "content/news/two.md": "---\ntitle: Two WORD\nsummary: Summary WORD.\n---\n\nText WORD.\n",
}


def write_version(root: Path, number: int) -> None:
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("WORD", f"release{number}"), encoding="utf-8")


def compile_in(root: Path, *, kill_after: float | None = None) -> int:
    """The exit code of the command, which is killed after so many seconds if it still runs."""
    command = [sys.executable, "-m", "i18n_site", "--site", str(root), "compile"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            return process.wait(kill_after)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


@contextlib.contextmanager
def two_workers(root: Path):
    """The port of granian with two workers."""
    granian = shutil.which("granian", path=str(Path(sys.executable).parent)) or shutil.which("granian")
    if granian is None:
        pytest.skip("granian is missing; pip install -e '.[test]' brings it")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [granian, "--interface", "wsgi", "--factory", "i18n_site.web:create_app", "--workers", "2", "--port", str(port)]
    environment = {**os.environ, "I18N_SITE": str(root)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(600):
                with contextlib.suppress(OSError):
                    ask(port, "/healthz")
                    break
                time.sleep(0.1)
            yield port
        finally:
            server.send_signal(signal.SIGTERM)


def ask(port: int, address: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", address)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@pytest.mark.skipif(os.name == "nt", reason="kills processes as POSIX does")
def test_releases_change_under_load_without_an_error_or_a_page_of_two_releases(tmp_path):
    root, chance = tmp_path / "site", random.Random(1)
    write_version(root, 0)
    begun = time.monotonic()
    assert compile_in(root) == 0
    usual = time.monotonic() - begun
    catalogue = root / "translations" / "fr" / "LC_MESSAGES" / "news.po"
    catalogue.parent.mkdir(parents=True)
    faults: list[str] = []
    statuses: Counter[int] = Counter()
    done = threading.Event()
    least = 0
    """The release that every answer must have reached: that of the last compile that has ended well."""

    def judge(address: str) -> None:
        expected = least
        status, body = ask(port, address)
        found = {int(number) for number in VERSION.findall(body)}
        statuses[status] += 1
        if status != (404 if "nowhere" in address else 200) or len(found) != 1 or min(found) < expected:
            faults.append(f"{address}: {status}, releases {found}, at least {expected} expected")

    def visit() -> None:
        while not done.is_set():
            for address in ADDRESSES:
                judge(address)
                done.wait(0 if LONG else 0.02)  # the processors are the compiler's, too

    with two_workers(root) as port, _wrk(port, tmp_path) as load:
        visitors = [threading.Thread(target=visit) for _ in range(2)]
        for visitor in visitors:
            visitor.start()
        codes: Counter[str] = Counter()
        try:
            for number in range(1, COMPILES + 1):
                kind = ("good", "good", "broken", "killed")[number % 4]
                write_version(root, number)
                catalogue.write_text('msgid "open\n' if kind == "broken" else "", encoding="utf-8")
                code = compile_in(root, kill_after=chance.uniform(0.3, 1) * usual if kind == "killed" else None)
                codes[f"{kind} {code}"] += 1
                if code == 0:
                    least = number
                    for address in ADDRESSES * 2:  # either worker, from the very next request on
                        judge(address)
        finally:
            done.set()
            for visitor in visitors:
                visitor.join()
    assert faults == []
    assert codes["good 0"] >= COMPILES // 2 - 1, codes
    assert codes["broken 2"] >= COMPILES // 4, codes
    sys.stdout.write(f"{dict(codes)}, answers {dict(statuses)}, wrk {load}\n")  # pytest -rP shows it
    for line in load:
        assert re.fullmatch(r"seen [1-9]\d* mixed 0 bad 0", line), load


@contextlib.contextmanager
def _wrk(port: int, folder: Path):
    """wrk, which asks as fast as it can and looks at every answer: the lines that it says in the end, none without it."""
    said: list[str] = []
    program = shutil.which("wrk") if LONG else None
    if program is None:
        yield said
        return
    script = folder / "check.lua"
    script.write_text(CHECK.replace("ADDRESSES", ", ".join(f'"{address}"' for address in ADDRESSES)))
    command = [program, "-t1", "-c4", "-d3600s", "-s", str(script), f"http://127.0.0.1:{port}/"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield said
        finally:
            process.send_signal(signal.SIGINT)
            output = process.communicate(timeout=60)[0]
    said += re.findall(r"^seen.*$", output, re.MULTILINE)
    assert said, output
