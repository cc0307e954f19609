"""A large site under the server: how soon it answers, what memory it takes, and how long the first visitor of a page waits.

10,000 documents in five languages, written straight into a release; one granian worker. Each page is asked for once, so that
none comes from the cache.
"""

from __future__ import annotations

import http.client
import os
import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from documents import WORDS
from servers import children, granian_server, processor, running

from i18n_site.locales import direction, endonym, plural_forms
from i18n_site.model import LocalisedText, State
from i18n_site.publish.release import (
    DocumentContent,
    HomeView,
    LanguageView,
    PageContent,
    ReleaseContent,
    SectionPath,
    SectionView,
    SiteView,
    write_release,
)

LANGUAGES = ("en", "fr", "es", "ar", "ja")
ASKED = 1000
"""Pages that are asked for, each once."""


def measure(folder: Path, *, documents: int) -> None:
    """Print start, memory and first requests; a sentence instead where granian is missing."""
    root = folder / "large"
    server = granian_server("i18n_site.web:create_app", "--factory", I18N_SITE=str(root))
    if server is None:
        print("large site: left out; it needs granian (pip install 'i18n-site[server]')", flush=True)
        return
    release = root / "build" / "site.sqlite3"
    begun = time.perf_counter()
    write_release(release, make_content(documents))
    took = time.perf_counter() - begun
    size = sum(file.stat().st_size for file in release.parent.iterdir()) / 1e6
    print(f"{documents:,} documents x {len(LANGUAGES)} languages: {size:,.0f} MB, written in {took:.0f} s", flush=True)
    begun = time.perf_counter()
    with running(server, "/healthz") as found:
        started = time.perf_counter() - begun
        paths = list(islice(_paths(documents), ASKED))
        before = processor(found.pid)
        waited = sorted(_ask(found.port, path) for path in paths)
        used = (processor(found.pid) - before) / len(paths) * 1000
        lists = {path: _ask(found.port, path) for tag in LANGUAGES for path in (f"/{tag}/", f"/{tag}/news/")}
        print(f"    the server answers after   {started:7.2f} s")
        p50, p99 = waited[len(waited) // 2], waited[len(waited) * 99 // 100]
        print(f"    first request of a page    p50 {p50:.1f} ms, p99 {p99:.1f} ms, the longest {waited[-1]:.1f} ms;", end=" ")
        print(f"{used:.1f} ms of processor each")
        print(f"    home pages and lists       the longest {max(lists.values()):.1f} ms ({max(lists, key=lists.__getitem__)})")
        memory = [_resident(pid) for pid in (found.pid, *children(found.pid))]
        print(f"    resident memory            {' + '.join(f'{one:.0f}' for one in memory)} MB, manager and worker", flush=True)


def _paths(documents: int) -> Iterator[str]:
    """Addresses of documents in all languages, in no order."""
    numbers = random.Random(1)
    seen = set()
    while True:
        path = f"/{numbers.choice(LANGUAGES)}/news/article-{numbers.randrange(documents)}/"
        if path not in seen:
            seen.add(path)
            yield path


def _ask(port: int, path: str) -> float:
    """Milliseconds that a visitor waits for a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    response = connection.getresponse()
    response.read()
    waited = (time.perf_counter() - begun) * 1000
    connection.close()
    if response.status != 200:
        raise SystemExit(f"{path}: {response.status}")
    return waited


def _resident(pid: int) -> float:
    """Megabytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _day(number: int) -> str:
    return f"20{number % 25:02}-0{number % 9 + 1}-1{number % 10}"


def make_content(documents: int) -> ReleaseContent:
    """A release of so many articles of some 4 kB, each in every language."""
    words = random.Random(0)
    ids = [f"news/article-{number}" for number in range(documents)]
    bodies = ["".join(f"<p>{' '.join(words.choices(WORDS, k=60)).capitalize()}.</p>\n" for _ in range(10)) for _ in range(200)]

    def text(said: str, tag: str) -> LocalisedText:
        return LocalisedText(said, tag, State.SOURCE if tag == "en" else State.TRANSLATED)

    def page(number: int, tag: str) -> PageContent:
        title = text(f"Article {number} {tag}: {' '.join(WORDS[number % 9 : number % 9 + 5])}", tag)
        summary = text(" ".join(WORDS), tag)
        body = f"<h2>{number}</h2>\n{bodies[number % len(bodies)]}"
        return PageContent(ids[number], tag, f"news/article-{number}", title, body, tag, True, summary=summary)

    return ReleaseContent(
        SiteView(
            "A large site",
            "https://large.example",
            "en",
            tuple(LanguageView(tag, endonym(tag), direction(tag), True) for tag in LANGUAGES),
            HomeView(None, 4, (), ()),
            {},
            (SectionView("news", True),),
        ),
        texts={tag: {"title": text("A large site", tag), "sections.news.title": text("News", tag)} for tag in LANGUAGES},
        documents=tuple(
            DocumentContent(name, "news", f"content/{name}.md", _day(number), languages=LANGUAGES)
            for number, name in enumerate(ids)
        ),
        pages=tuple(page(number, tag) for number in range(documents) for tag in LANGUAGES),
        sections=tuple(SectionPath(tag, "news", "news") for tag in LANGUAGES),
        plural_forms={tag: plural_forms(tag) for tag in LANGUAGES},
    )
