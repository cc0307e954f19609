"""Codings, entity tags and conditional requests (rule 5, RFC 9110)."""

from __future__ import annotations

import gzip
import hashlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.web.representations import CODINGS, SMALLEST, Representations, choose_coding, is_known

BODY = "<p>Coopératives de travail, sociales et de production.</p>".encode() * 40
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Language", "fr"), ("Cache-Control", "public"), ("X-Own", "1")]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=.5", "identity"),  # no weight of RFC 9110's grammar: the item is dropped
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("identity", "identity"),
        ("identity;q=1, br;q=0.5", "identity"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("identity;q=0", "identity"),  # a page that can be read is better than 406
        ("deflate, zstd", "identity"),
        ("gzip;q=0.0", "identity"),
        ("gzip;level=9, br;q=nonsense, ,;", "identity"),
        ("gzip ; q=1", "gzip"),
    ],
)
def test_rule_5_the_coding_with_the_highest_weight_is_sent(accepted, coding):
    assert choose_coding(accepted) == coding


@given(st.one_of(st.text(), st.lists(st.sampled_from(["br", "gzip", ";", "q=", "0", ".5", ",", "*", "identity"])).map("".join)))
def test_rule_5_any_header_gets_a_coding(accepted):
    assert choose_coding(accepted) in CODINGS


def test_rule_5_every_coding_has_its_own_strong_tag_and_gives_back_the_body():
    page = Representations(HEADERS, BODY)
    answers = {coding: page.answer(coding, None) for coding in CODINGS}
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}
    tags = set()
    for coding, (status, headers, body) in answers.items():
        said = dict(headers)
        assert (status, decode[coding](body), said["Content-Length"]) == ("200 OK", BODY, str(len(body)))
        assert said.get("Content-Encoding", "identity") == coding
        assert said["Vary"] == "Accept-Encoding"
        assert said["ETag"].startswith('"')
        assert set(HEADERS) <= set(headers)
        tags.add(said["ETag"])
    assert len(tags) == 3


def test_rule_5_the_same_body_has_the_same_tag_and_another_body_another():
    pages = [Representations(HEADERS, body) for body in (BODY, BODY, BODY + b"x")]
    first, again, other = (dict(page.answer("br", None)[1])["ETag"] for page in pages)
    assert first == again != other


def test_a_body_is_compressed_once():
    page = Representations(HEADERS, BODY)
    assert page.answer("br", None)[2] is page.answer("br, gzip", None)[2]


def test_a_short_body_and_one_that_does_not_shrink_are_sent_as_they_are():
    noise = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(30))
    for body in (b"x" * (SMALLEST - 1), noise):
        page = Representations(HEADERS, body)
        status, headers, sent = page.answer("gzip", None)
        assert (status, sent, dict(headers).get("Content-Encoding")) == ("200 OK", body, None)
        assert dict(headers)["ETag"] == dict(page.answer("", None)[1])["ETag"]


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ('"a"', True),
        ('W/"a"', True),
        ('"b", W/"c", "a"', True),
        ("*", True),
        (" * ", True),
        ('"b"', False),
        ('"a-br"', False),
        ("a", False),
        ("", False),
        ('"b", a', False),
        ('W/"b","aa"', False),
    ],
)
def test_rule_5_tags_are_compared_weakly(header, known):
    assert is_known('"a"', header) is known


def test_rule_5_not_modified_says_what_a_200_would_say_but_nothing_of_the_body():
    page = Representations(HEADERS, BODY)
    tag = dict(page.answer("gzip", None)[1])["ETag"]
    status, headers, body = page.answer("gzip", f"W/{tag}")
    assert (status, body) == ("304 NOT MODIFIED", b"")
    assert dict(headers) == {"Cache-Control": "public", "X-Own": "1", "Vary": "Accept-Encoding", "ETag": tag}
    assert page.answer("br", tag)[0] == "200 OK", "the tag of another coding is another representation's"


def test_whoever_changes_the_headers_of_an_answer_changes_no_other():
    page = Representations(HEADERS, BODY)
    page.answer("br", None)[1].append(("Set-Cookie", "a=b"))
    assert "Set-Cookie" not in dict(page.answer("br", None)[1])
