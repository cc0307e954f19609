"""No word of a protected post is anywhere without its password: every address that there is, in every way of asking (rule 27).

The crawl knows no list of routes. It begins with what the application's own map has and follows every link, so that what is
added later is asked too. Translators' files lie under translations/, which is no address: `protected.po` and `protected.mo` hold
the texts, and are for those who have the repository.

Every way of asking is tried on some addresses, and all of them on the post's own; on every address with I18N_SITE_LONG=1.
"""

from __future__ import annotations

import gzip
import os
import re
import sqlite3
from collections.abc import Iterator
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import pytest

from i18n_site.passwords import check_password
from i18n_site.publish.release import open_release
from i18n_site.web import addresses, create_app
from i18n_site.web.protection import cookie_of
from i18n_site.workflow.compile import compile_for_editing, compile_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.update import update
from support.releases import PASSWORD, PASSWORD_HASH
from support.sites import copy_site, translate_all

LANGUAGES = ("en", "fr", "es", "pt-BR", "ar")
SHOWN = "visibletitle"
"""A word of the title, which lists may show: the crawl has come by."""

SECRET = f"""---
title: {SHOWN} of a post
summary: canarysummary sings
date: 2017-05-05
updated: 2017-05-06
tags: [canarytag]
image: {{src: ../files/canaryimage.svg, alt: canaryalt seen}}
event: {{start: 2031-01-17, end: 2031-01-19, place: canaryplace}}
protected: {PASSWORD_HASH}
---

## canaryheading above

The canarybody sings at midnight, [canarylink](../files/canaryfile.pdf) and `canarycode`; see [about](../pages/about.md).

| canarycell | b |
| --- | --- |
| c | canaryrow |

<div title="canaryattribute">canaryhtml</div>

Note.[^1]

[^1]: canaryfootnote
"""
CANARY = re.compile(rb"canary[a-z]+|2031-01-1[79]|17 January 2031|17 janvier 2031")
WORDS = ("canarysummary", "canarytag", "canaryheading", "canarybody", "canaryalt", "canaryplace", "canaryfootnote")

HEADERS = (
    {},
    {"If-None-Match": "*"},
    {"If-None-Match": 'W/"x"', "If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"},
    {"Range": "bytes=0-99999", "Accept-Encoding": "identity"},
    {"Accept-Encoding": "gzip"},
    {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"},
    {"Accept": "application/atom+xml, application/xml;q=0.9"},
    {"Accept": "text/markdown, text/plain"},
    {"Cookie": f"{cookie_of('news/secret')}=forged; session=forged; language=fr"},
    {"X-Original-URL": "/files/canaryfile.pdf", "X-HTTP-Method-Override": "GET", "X-Forwarded-For": "127.0.0.1"},
)
QUERIES = ("?format=json", "?why", "?page=1", "?page=2", "?plain=1&markdown=1&raw=1&print=1", "?unlocked=1&password=x&preview=1")
METHODS = ("HEAD", "OPTIONS", "POST")
WAYS = (
    *(("GET", "", headers) for headers in HEADERS),
    *(("GET", query, {}) for query in QUERIES),
    *((method, "", {"Origin": "http://localhost"}) for method in METHODS),
)
"""Method, query and headers of every way of asking."""
LONG = bool(os.environ.get("I18N_SITE_LONG"))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = copy_site(tmp_path_factory.mktemp("canary"))
    (site.content / "news" / "secret.md").write_text(SECRET, encoding="utf-8")
    (site.content / "news" / "third.md").unlink()  # its hash opens nothing
    (site.content / "files" / "canaryfile.pdf").write_bytes(b"%PDF-1.7 canarybytes\n")
    (site.content / "files" / "canaryfile.fr.pdf").write_bytes(b"%PDF-1.7 canarybytes fr\n")
    (site.content / "files" / "canaryimage.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><text>canarydrawing</text></svg>'
    )
    extract(site)
    update(site)
    for language in ("fr", "ar"):
        translate_all(site, language)
    report = compile_site(site)
    assert not report.errors
    return site


@pytest.fixture(scope="module")
def app(site):
    app = create_app(site.root)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def seeds(app, site) -> Iterator[str]:
    """The addresses of every route of the application's map, with everything that its variables may stand for."""
    with open_release(site.release_path) as release:
        documents = [release.page(tag, document) for tag in LANGUAGES for document in release.documents()]
        sections = [f"/{tag}/{release.section_path(tag, s.name)}/" for tag in LANGUAGES for s in release.site.sections]
    pages = [page.url for page in documents] + sections + [f"/{tag}/" for tag in LANGUAGES]
    yield from ("/", *pages)
    for page in pages:
        yield from (f"{page}{name}" for name in ("feed.atom", "index.json"))
        if "secret" in page:
            yield from (page.rstrip("/") + ending for ending in (".md", ".json", ".txt", "/index.html", "/index.md", "/print/"))
        yield from (f"{page}{addresses.VIEW_MARK}/{view}/" for view in {*addresses.VIEWS, "changes", "side-by-side", "status"})
    for tag in LANGUAGES:
        for room in {*addresses.ROOMS, "search", "status", "tags"}:
            yield from (f"/{tag}/{room}/", f"/{tag}/{room}/canarytag/", f"/{tag}/{room}/secret/")
    for rule in app.url_map.iter_rules():
        variables = sorted(rule.arguments)
        if not variables:
            yield rule.rule
        for value in (*LANGUAGES, "news", "secret", "canaryfile.pdf", "news/secret", "news/secret.md", "canaryimage.svg"):
            address = rule.rule
            for name in variables:
                address = re.sub(rf"<(?:\w+(?:\([^)]*\))?:)?{name}>", value, address)
            yield address
    for place in (
        "content/news/secret.md",
        "news/secret.md",
        "translations/fr/LC_MESSAGES/protected.po",
        "build/protected.sqlite3",
    ):
        for prefix in ("/", "/files/", "/static/", "/files/../", "/static/../", "/files/..%2f", "/static/..%2f..%2f"):
            yield prefix + place
    yield from (
        "/files/canaryfile.pdf",
        "/files/canaryfile.fr.pdf",
        "/files/canaryimage.svg",
        "/files/canaryimage.fr.svg",
        "/files/files/canaryfile.pdf",
    )


LINK = re.compile(
    r"""\b(?:href|src|action|srcset|data-(?!scheme\b)\w+)\s*=\s*["']([^"']+)|<loc>([^<]+)|<(?:id|uri)>([^<]+)|url\(["']?([^"')]+)"""
)


@pytest.fixture(scope="module")
def answers(app, site) -> dict[str, bytes]:
    """Every address that the site has, the seeds and whatever they lead to, and what it answers to a plain GET."""
    client = app.test_client(use_cookies=False)
    waiting, found = list(seeds(app, site)), {}
    while waiting:
        address = urldefrag(waiting.pop())[0]
        if address in found:
            continue
        with client.get(address) as response:
            assert response.status_code < 500, address
            found[address] = response.data
            links = [response.headers.get("Location", "")]
            if response.mimetype.startswith("text/") or "xml" in response.mimetype or "json" in response.mimetype:
                links += ["".join(groups) for groups in LINK.findall(response.text)]
        for link in links:
            split = urlsplit(urljoin(f"https://mini.example{address}", link))
            if split.scheme in ("http", "https") and split.netloc == "mini.example":
                waiting.append(split.path + (f"?{split.query}" if split.query else ""))
        assert len(found) < 5000, "a link that leads to ever more links"
    return found


@pytest.fixture(scope="module")
def every_address(answers):
    return sorted(answers)


def body_of(response) -> bytes:
    data = response.data
    return gzip.decompress(data) if response.headers.get("Content-Encoding") == "gzip" and data else data


def told(response) -> list[bytes]:
    """The canary words of an answer: its body, its headers. What was asked may come back in it."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers if name != "Location").encode()
    return CANARY.findall(body_of(response) + headers)


def test_the_crawl_finds_what_there_is_and_a_visitor_with_the_password_finds_the_canaries(app, site, answers):
    client = app.test_client()
    with open_release(site.release_path) as release:
        pages = [release.page(tag, "news/secret").url for tag in LANGUAGES]
    assert set(pages) <= set(answers)
    titled = [address for address, data in answers.items() if SHOWN.encode() in data]
    assert len(titled) > 2 * len(LANGUAGES), "lists name it too"
    assert check_password(PASSWORD, PASSWORD_HASH)
    assert client.post(pages[0], data={"password": PASSWORD}, headers={"Origin": "http://localhost"}).status_code == 303
    words = {word for page in pages for word in told(client.get(page))}
    assert {b"canarybody", b"canaryheading", b"canaryplace", b"canaryfootnote", b"canaryhtml"} <= words
    with client.get("/files/canaryimage.fr.svg") as response:
        assert b"[fr] canarydrawing" in response.data, "a drawing that the release itself has made"
    with client.get("/files/canaryfile.pdf") as response:
        assert b"canarybytes" in told(response)


def test_rule_27_no_address_tells_a_word_however_it_is_asked(app, every_address):
    client = app.test_client(use_cookies=False)
    # What an address itself says may come back: a missing page, a search.
    asked = [address for address in every_address if "canary" not in address]
    for number, address in enumerate(asked):
        every = LONG or re.fullmatch(r"/[\w-]+/([\w-]+/)?[\w-]*secret/", address)
        for method, query, headers in WAYS if every else (WAYS[number % len(WAYS)], WAYS[(number * 7 + 3) % len(WAYS)]):
            joined = address + (query if "?" not in address else query.replace("?", "&", 1))
            with client.open(joined, method=method, headers=headers) as response:
                assert response.status_code < 500, (joined, method, headers)
                assert not told(response), (joined, method, headers)


def test_rule_27_an_address_that_names_a_guarded_file_or_a_tag_is_as_if_there_were_none(app, every_address):
    client = app.test_client(use_cookies=False)
    named = [address for address in every_address if "canary" in address]
    assert named
    for address in named:
        for headers in HEADERS if LONG or address.startswith("/files/") else HEADERS[:2]:
            with client.get(address, headers=headers) as response:
                assert response.status_code in (301, 302, 404, 308), address
                assert SHOWN.encode() not in response.data, address


def test_rule_27_no_link_leads_to_a_guarded_file_or_a_secret_tag(site, answers):
    seeded = set(seeds(create_app(site.root), site))
    assert not [address for address in answers if "canary" in address and address not in seeded]


def test_rule_27_a_search_for_a_word_of_the_body_finds_neither_it_nor_the_post(app):
    client = app.test_client(use_cookies=False)
    for language in LANGUAGES:
        for word in (*WORDS, "canary*", "canar", '"sings at midnight"', "midnight", "canarybody OR x"):
            response = client.get(f"/{language}/search/?q={quote(word)}")
            assert SHOWN not in response.text, (language, word)
            others = {found.decode() for found in told(response)} - set(re.findall("canary[a-z]+", word))
            assert not others, (language, word)


@pytest.mark.parametrize("made_by", [compile_site, lambda site: compile_for_editing(site, site.release_path)])
def test_rule_27_the_public_files_of_the_release_hold_no_word(site, made_by):
    made_by(site)
    files = [path for path in site.build.rglob("*") if path.is_file()]
    holding = {path.name for path in files if CANARY.search(path.read_bytes())}
    assert {name.partition(".sqlite3")[0] for name in holding} == {"protected"}
    release = {path.name: path.read_bytes() for path in files if path.name.startswith("site.sqlite3")}
    assert all(PASSWORD_HASH.encode() not in data for data in release.values())
    # compressed, a word would not be seen in the bytes: nothing in the release is
    assert all(b"\x1f\x8b\x08" not in data and b"x\x9c" not in data for data in release.values())


def test_rule_27_a_post_that_was_public_once_leaves_no_word_in_the_release(site, tmp_path):
    """A server keeps the log open while the post comes to be protected."""
    secret = site.content / "news" / "secret.md"
    text = secret.read_text(encoding="utf-8")
    try:
        secret.write_text(text.replace(f"protected: {PASSWORD_HASH}\n", ""), encoding="utf-8")
        compile_site(site)
        assert CANARY.search(site.release_path.read_bytes())
        with open_release(site.release_path) as reader:
            secret.write_text(text, encoding="utf-8")
            compile_site(site)
            assert reader.page("en", "news/secret").html
    finally:
        secret.write_text(text, encoding="utf-8")
    server = sqlite3.connect(site.release_path)  # keeps the log there, as a server does between two requests
    server.execute("SELECT count(*) FROM pages").fetchone()
    (site.content / "news" / "after.md").write_text("Another compile, after the last reader of the old release has gone.\n")
    compile_site(site)
    for path in site.build.glob("site.sqlite3*"):
        assert not CANARY.search(path.read_bytes()), path.name
    server.close()
