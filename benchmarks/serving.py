"""Requests a second of one page of 20 kB: ours from the cache, beside nginx with the same file, Flask with the bytes at hand, and
Flask with Flask-Babel and a template. One worker on one core, wrk on another; each has its turn in every round.

Beside requests a second stands the processor time that the server took for one: on a busy machine believe that.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from documents import WORDS
from servers import Running, Server, granian_server, nginx_server, on_core, processor, running
from serving_peers import write_catalogue
from timing import OURS, find_program

from i18n_site.config import load_site
from i18n_site.workflow.compile import compile_site

PATH = "/en/page/"
SIZE = 20_000
CONNECTIONS = 16
SECONDS = 3
NGINX, BARE = "nginx, the same file", "WSGI alone"
FLASK, BABEL = "Flask, the bytes at hand", "Flask-Babel, rendered"
UNCACHED = "i18n-site, cache off"


@dataclass(frozen=True)
class Turn:
    """What one server did in one round."""

    rate: float
    """Requests a second."""
    processor: float
    """Microseconds of the server's processor time for one request."""
    p99: float
    """Milliseconds."""


def measure(folder: Path, *, rounds: int) -> None:
    """Print the medians; a sentence instead where wrk or granian is missing."""
    wrk = find_program("wrk")
    servers = _servers(folder)
    if wrk is None or not servers:
        print("serving: left out; it needs wrk (apt-get install wrk) and granian (pip install 'i18n-site[server]')", flush=True)
        return
    turns: dict[str, list[Turn]] = {name: [] for name in servers}
    for _ in range(rounds):
        for name, server in servers.items():
            with running(server, PATH) as found:
                turns[name].append(_load(wrk, found))
    _print(turns)


def _servers(folder: Path) -> dict[str, Server]:
    """The servers that are installed, each of which answers `PATH` with the same page or its like; none without granian."""
    site = _make_site(folder / "site")
    write_catalogue(folder / "catalogues")
    page = _page_of(site)
    (folder / "page.html").write_bytes(page)
    place = folder / "nginx"
    (place / PATH.strip("/")).mkdir(parents=True)
    (place / PATH.strip("/") / "index.html").write_bytes(page)
    print(f"one page of {len(page):,} bytes, {CONNECTIONS} connections, {SECONDS} s a turn, one worker", flush=True)
    given = {
        "BENCH_PAGE": str(folder / "page.html"),
        "BENCH_CATALOGUES": str(folder / "catalogues"),
        "I18N_SITE": str(site),
        "PYTHONPATH": str(Path(__file__).parent),
    }
    ours = granian_server("i18n_site.web:create_app", "--factory", **given)
    if ours is None:
        return {}
    servers = {
        OURS: ours,
        NGINX: nginx_server(place),
        BARE: granian_server("serving_peers:bare", **given),
        FLASK: granian_server("serving_peers:hello", "--factory", **given),
        BABEL: granian_server("serving_peers:rendering", "--factory", **given),
        UNCACHED: granian_server("i18n_site.web:create_app", "--factory", I18N_PAGE_CACHE="0", **given),
    }
    return {name: server for name, server in servers.items() if server is not None}


def _load(wrk: str, server: Running) -> Turn:
    url = f"http://127.0.0.1:{server.port}{PATH}"
    subprocess.run([wrk, "-t1", "-c2", "-d1s", url], capture_output=True, check=True)  # noqa: S603  # warms it up
    before = processor(server.pid)
    command = [*on_core(1), wrk, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", url]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603
    used = processor(server.pid) - before
    if "Non-2xx" in text:
        raise SystemExit(f"not every answer was a page:\n{text}")
    rate = float(re.findall(r"Requests/sec:\s+([\d.]+)", text)[0])
    count = int(re.findall(r"(\d+) requests in", text)[0])
    return Turn(rate, used / count * 1e6, _milliseconds(*re.findall(r"99%\s+([\d.]+)(us|ms|s)", text)[0]))


def _milliseconds(number: str, unit: str) -> float:
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def _print(turns: Mapping[str, list[Turn]]) -> None:
    """The medians, the least processor time, and behind them ours as a multiple."""
    rate = {name: median(turn.rate for turn in found) for name, found in turns.items()}
    # whatever else runs on the machine adds to it, and never takes away
    used = {name: min(turn.processor for turn in found) for name, found in turns.items()}
    for name, found in turns.items():
        p99 = median(turn.p99 for turn in found)
        line = f"    {name:<28}{rate[name]:9,.0f} requests/s {used[name]:8.1f} us of processor  p99 {p99:7.2f} ms"
        if name != OURS:
            ratio = median(ours.rate / other.rate for ours, other in zip(turns[OURS], found, strict=True))
            line += f"   ours {ratio:6.2f} x, by processor {used[name] / used[OURS]:6.2f} x"
        print(line, flush=True)


def _make_site(root: Path) -> Path:
    """A site whose page at `PATH` has about `SIZE` bytes as HTML."""
    pages = root / "content" / "pages"
    pages.mkdir(parents=True)
    (root / "content" / "site.yaml").write_text(
        "title: Benchmark\nbase_url: https://bench.example\nlanguages:\n"
        + "".join(f"  {tag}: {{}}\n" for tag in ("en", "fr", "es", "it", "pt-BR", "ar", "ja", "pl"))
    )
    sentence = " ".join(WORDS).capitalize()
    (pages / "page.md").write_text("# A page\n\n" + "\n\n".join(f"{sentence} {number}." for number in range(SIZE // 144)))
    compile_site(load_site(root))
    return root


def _page_of(site: Path) -> bytes:
    """The page as it is sent, uncompressed."""
    from i18n_site.web import create_app

    return create_app(site).test_client().get(PATH).data
