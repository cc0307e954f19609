"""Whatever is asked, in whatever header, the answer is no server error and does not take long. I18N_SITE_LONG=1 asks
100,000 times.

The requests go to the WSGI application as a server hands them over: any byte in any place, as Latin-1.
"""

from __future__ import annotations

import io
import os
import random
import time
from collections import Counter
from urllib.parse import unquote_to_bytes

import pytest

from i18n_site.web import create_app
from support.releases import content, write_site

REQUESTS = 100_000 if os.environ.get("I18N_SITE_LONG") else 1_500
SEED = int(os.environ.get("I18N_SITE_SEED", "1"))

PIECES = [
    *["", "en", "fr", "FR", "pt-BR", "pt_br", "zh-Hant", "xx", "ar", "iw", "news", "actualites", "athenes", "أثينا", "letter"],
    *["static", "files", "site.css", "report.pdf", "report.fr.pdf", "healthz", "robots.txt", "favicon.ico", "language"],
    *["search", "feed.atom", "sitemap.xml", "sitemap-fr.xml", "tags", "status", "-", "changes", "side-by-side", "members"],
    *["..", ".", "%2e%2e", "%2f", "%5c", "\\", "//", ":", "@", "%00", "%0d%0a", "%ff%fe", "%c0%ae", "%ed%a0%80", "\0", "\x7f"],
    *["é", "e\u0301", "家", "\u202e", "a" * 300, "x" * 5000, "<script>", "'", '"', ";", "*", "site.0123456789abcdef.css"],
    *["page", "1", "-1", "9" * 20, "evil.example", "http:", "{{7*7}}", "%(x)s", "${x}"],
]
HOSTS = [
    *["localhost", "localhost:80", "127.0.0.1:8000", "[::1]", "cicopa.example", "CICOPA.EXAMPLE", "cicopa.example.", "[::1"],
    *["evil.example", "", " ", "[", "a:b:c", "localhost:99999", "localhost:-1", "xn--a", "é", "a" * 300, "@", "%", "\\"],
]
VALUES = [
    *["", "*", "fr", "fr;q=0.5, en", "fr;q=", "*;q=0", ",,,;;;", "fr-CA,en;q=0.5", "x" * 600, "gzip, br", "identity;q=0"],
    *["br;q=2", '"x"', 'W/"x"', '"', "bytes=0-3", "bytes=9-1", "bytes=-", "Mon, 01 Jan 2024 00:00:00 GMT", "text/html"],
    *["language=fr", "language=../../x", "=;=", 'a="', "\x80\xff", "1", "-1", "x", "chunked", "multipart/form-data"],
    *["application/x-www-form-urlencoded", "http://evil.example", "null", "None", "%", "\t"],
]
HEADERS = [
    *["ACCEPT_LANGUAGE", "ACCEPT_ENCODING", "IF_NONE_MATCH", "IF_MODIFIED_SINCE", "RANGE", "IF_RANGE", "COOKIE", "ACCEPT"],
    *["X_FORWARDED_HOST", "X_FORWARDED_PROTO", "X_FORWARDED_FOR", "FORWARDED", "USER_AGENT", "AUTHORIZATION", "ORIGIN"],
    *["SEC_FETCH_SITE", "X_HTTP_METHOD_OVERRIDE", "EXPECT", "UPGRADE", "TE", "IF_MATCH", "IF_UNMODIFIED_SINCE", "REFERER"],
]
QUERIES = ["page=2", "page=", "q=%ff", "q=a*", "section=news", "utm=1", "=", "page=1&page=2", *PIECES]
METHODS = ["GET"] * 12 + ["HEAD", "POST", "PUT", "OPTIONS", "TRACE", "get", "X"]
REAL = [f"/{page.locale}/{page.path}/" for page in content().pages if page.path]
"""Addresses that are pages, percent-encoded nowhere."""


def make_request(chance: random.Random) -> dict[str, object]:
    """An environment as PEP 3333 has it, of pieces that are likely to break things."""
    path = "/" + "/".join(chance.choices(PIECES, k=chance.randrange(5))) if chance.random() < 0.7 else chance.choice(REAL)
    if chance.random() < 0.1:
        at = chance.randrange(len(path) + 1)
        path = path[:at] + chance.choice(PIECES) + path[at:]
    body = chance.choice([b"", b"", b"language=fr&page=pages%2Fhome", b"password=x", b"\xff" * 50, b"--x\r\n\r\n"])
    query = "&".join(chance.choices(QUERIES, k=chance.randrange(4)))
    environ: dict[str, object] = {
        "REQUEST_METHOD": chance.choice(METHODS),
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path.encode("utf-8", "surrogatepass")).decode("latin-1"),
        "QUERY_STRING": query.encode("utf-8", "surrogatepass").decode("latin-1"),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": chance.choice(VALUES),
        "CONTENT_LENGTH": chance.choice([str(len(body)), str(len(body)), "", "x", "-1"]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": chance.choice(["http", "https"]),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if chance.random() < 0.98:
        environ["HTTP_HOST"] = chance.choice(HOSTS) if chance.random() < 0.4 else "localhost"
    for name in chance.choices(HEADERS, k=chance.randrange(5)):
        environ[f"HTTP_{name}"] = chance.choice(VALUES) if chance.random() < 0.8 else ",".join(chance.choices(VALUES, k=20))
    if chance.random() < 0.05:
        environ["HTTP_IF_NONE_MATCH"] = "*"
    return environ


def ask(app, environ: dict[str, object]) -> tuple[str, list[tuple[str, str]], bytes]:
    """The answer, read to its end as a server reads it."""
    answers = []
    parts = app(environ, lambda status, headers, error=None: answers.append((status, headers)))
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return (*answers[-1], body)


@pytest.fixture
def app(tmp_path):
    app = create_app(write_site(tmp_path / "site"), page_cache=0.2)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def test_no_request_gets_a_server_error_or_takes_a_second_and_no_answer_splits_its_headers(app):
    chance = random.Random(SEED)
    seen: Counter[str] = Counter()
    for number in range(REQUESTS):
        environ = make_request(chance)
        asked = {name: value for name, value in environ.items() if isinstance(value, str)}
        begun = time.thread_time()  # not the clock of a busy machine
        status, headers, body = ask(app, environ)
        assert time.thread_time() - begun < 1, (number, asked)
        assert status < "500", (number, status, asked)
        for name, value in headers:
            assert not set(f"{name}{value}") & set("\r\n\0"), (number, name, value, asked)
        location = dict(headers).get("Location", "/")
        assert location.startswith("/"), (number, location, asked)
        assert not location.startswith(("//", "/\\")), (number, location, asked)
        if environ["REQUEST_METHOD"] == "HEAD":
            assert body == b"", (number, asked)
        seen[status[:3]] += 1
    assert {"200", "301", "302", "304", "400", "404", "405"} <= seen.keys(), seen
