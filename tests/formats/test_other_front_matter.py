"""Front matter of TOML and JSON, as Hugo and Zola have it, is worth what YAML's is: segments, findings, notes, slugs."""

from __future__ import annotations

import contextlib
import json
import time
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_site.errors import DocumentError, JsonError, TomlError
from i18n_site.formats.frames import encode
from i18n_site.formats.front_blocks import find_block
from i18n_site.formats.front_matter import field_segments, split
from i18n_site.formats.pieces import splice
from i18n_site.model import Kind, Segment, Severity
from i18n_site.publish.written_slugs import set_slug

FIELDS = ("title", "summary", "image.alt", "tags", "event.place", "params.subtitle", "steps.title")

TOML = """\
+++
# The headline stands on the home page.
# NOTE: keep it short
title = "Séminaire: Athènes" # seen in lists
summary = '''
Bruno Roelants explained
the law.'''
slug = 'athens'
date = 2017-09-23
draft = false
tags = [
  "Grèce", # NOTE: the country
  'law # and order',
]
image = {src = "athens.svg", alt = "A chart"}
event.start = 2017-09-23T09:30:00Z
event.place = "Athens"
weight = 10

[params]
subtitle = "Two days"

[[steps]]
title = "One"
[[steps]]
title = "Two"
+++
# Heading
"""

JSON = """\
{
\t"title": "S\\u00e9minaire: \\ud83d\\ude00",
\t"slug": "athens", "date": "2017-09-23",
\t"draft": true,
\t"tags": ["Gr\\u00e8ce", "law"],
\t"image": {"src": "athens.svg", "alt": "A chart"},
\t"weight": 10,
\t"params": {"subtitle": "Two days"},
\t"steps": [{"title": "One"}, {"title": "Two"}]
}

# Heading
"""


def _segments(text: str, fields: tuple[str, ...] = FIELDS) -> tuple[Segment, ...]:
    return field_segments(split(text.encode(), path="x.md", fields=fields), path="x.md", fields=fields)


def _front(text: str) -> dict[str, object]:
    block = find_block(text.encode())
    assert block is not None
    front = text.encode()[slice(*block.text)].decode()
    return tomllib.loads(front) if block.language == "TOML" else json.loads(front)


def test_the_texts_of_toml_become_segments_with_their_kinds_lines_and_notes():
    found = [(segment.field, segment.kind, segment.key.msgid, segment.reference.line) for segment in _segments(TOML)]
    assert found == [
        ("title", Kind.TITLE, "Séminaire: Athènes", 4),
        ("summary", Kind.FIELD, "Bruno Roelants explained\nthe law.", 5),
        ("tags.0", Kind.TAG, "Grèce", 12),
        ("tags.1", Kind.TAG, "law # and order", 13),
        ("image.alt", Kind.FIELD, "A chart", 15),
        ("event.place", Kind.FIELD, "Athens", 17),
        ("params.subtitle", Kind.FIELD, "Two days", 21),
        ("steps.0.title", Kind.FIELD, "One", 24),
        ("steps.1.title", Kind.FIELD, "Two", 26),
    ]
    comments = {segment.field: segment.comment for segment in _segments(TOML)}
    assert comments["title"] == ("title", "keep it short")
    assert comments["tags.0"] == ("tag", "the country")
    assert comments["steps.0.title"] == ("field · steps.0.title",)


def test_the_texts_of_json_become_segments_with_their_kinds_and_lines():
    found = [(segment.field, segment.kind, segment.key.msgid, segment.reference.line) for segment in _segments(JSON)]
    assert found == [
        ("title", Kind.TITLE, "Séminaire: 😀", 2),
        ("tags.0", Kind.TAG, "Grèce", 5),
        ("tags.1", Kind.TAG, "law", 5),
        ("image.alt", Kind.FIELD, "A chart", 6),
        ("params.subtitle", Kind.FIELD, "Two days", 8),
        ("steps.0.title", Kind.FIELD, "One", 9),
        ("steps.1.title", Kind.FIELD, "Two", 9),
    ]


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("source", [TOML, JSON])
def test_only_the_translated_texts_change_and_are_read_again_as_they_are(source, newline, start):
    data = (start + source.replace("\n", newline)).encode()
    segments = field_segments(split(data, path="x.md"), path="x.md", fields=FIELDS)
    assert len(segments) >= 7
    texts = [f'«"{segment.key.msgid}"\\ it\'s» # no' for segment in segments]
    pieces = [(one.span, encode(one.frame, text)) for one, text in zip(segments, texts, strict=True) if one.span]
    after = splice(data, pieces)
    again = field_segments(split(after, path="x.md"), path="x.md", fields=FIELDS)
    assert [segment.key.msgid for segment in again] == texts
    assert after.endswith(data[split(data, path="x.md").body :])
    rest = splice(data, [(span, b"") for span, _ in pieces])
    assert splice(after, [(segment.span, b"") for segment in again if segment.span]) == rest


def test_fields_are_what_yaml_would_give():
    toml, of_json = split(TOML.encode(), path="x.md").fields, split(JSON.encode(), path="x.md").fields
    assert toml["draft"] is False
    assert of_json["draft"] is True
    assert toml["date"] == of_json["date"] == "2017-09-23"
    assert toml["event"] == {"start": "2017-09-23T09:30:00Z", "place": "Athens"}
    assert toml["tags"] == ["Grèce", "law # and order"]
    assert toml["params"] == of_json["params"] == {"subtitle": "Two days"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ('+++\ntitle = "A"\nsumary = "B"\ndate = 07:32:00\n\n[image]\nalt = [1]\n+++\n', [(3, 1), (4, 8), (7, 7)]),
        ('{\n  "title": "A",\n  "sumary": "B",\n  "date": 7,\n  "image": {"alt": [1]}}\n', [(3, 3), (4, 11), (5, 20)]),
    ],
)
def test_unknown_keys_and_values_of_the_wrong_type_are_findings_with_their_place(text, places):
    problems = split(text.encode(), path="x.md", fields=FIELDS).problems
    assert [(problem.line, problem.column) for problem in problems] == places
    assert [problem.message.partition(";")[0] for problem in problems] == [
        "unknown key 'sumary'",
        "date must be a date like 2017-09-23 or 2017-09-23T18:30",
        "image.alt must be a text",
    ]


@pytest.mark.parametrize(
    ("settings_", "expected"),
    [
        ("+++\ntitle = 'A'\nsubtitle = 'B'\ni18n.skip = true\n+++\n", []),
        ("+++\ntitle = 'A'\nsubtitle = 'B'\n[i18n]\nfields = ['subtitle']\n+++\n", ["subtitle"]),
        ('{"title": "A", "subtitle": "B", "i18n": {"skip": true}}\n', []),
        ('{"title": "A", "subtitle": "B", "i18n": {"fields": ["subtitle"]}}\n', ["subtitle"]),
    ],
)
def test_a_document_says_itself_what_of_it_is_translated(settings_, expected):
    assert [segment.field for segment in _segments(settings_)] == expected
    front = split(settings_.encode(), path="x.md", fields=FIELDS)
    assert front.problems == () or "subtitle" in front.problems[0].message


def test_what_is_no_text_is_no_message_even_where_it_is_declared():
    fields = ("title", "weight", "date", "flag")
    assert [one.field for one in _segments("+++\ntitle = 1984\nweight = 1\ndate = 2017-09-23\nflag = true\n+++\n", fields)] == []
    assert [one.field for one in _segments('{"title": 1984, "weight": 1, "flag": null}\n', fields)] == []


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("+++\nslug = 'a' # b\n[c]\n+++\n", "+++\nslug = 'un' # b\n[c]\n+++\n"),
        ("+++\n[menu]\nmain = 1\n+++\n", '+++\nslug = "un"\n[menu]\nmain = 1\n+++\n'),
        ("+++\r\n# a\r\ntitle = 'A'\r\n+++\r\n", "+++\r\nslug = \"un\"\r\n# a\r\ntitle = 'A'\r\n+++\r\n"),
        ("+++\n+++\n", '+++\nslug = "un"\n+++\n'),
        ("+++\nslug = 2017\n+++\n", '+++\nslug = "un"\n+++\n'),
        ('{"slug": "a"}\n', '{"slug": "un"}\n'),
        ('{\n\t"title": "A"\n}\n', '{\n\t"slug": "un",\n\t"title": "A"\n}\n'),
        ('{"title": "A"}\n', '{"slug": "un", "title": "A"}\n'),
        ('{"slug": 1, "title": "A"}\n', '{"slug": "un", "title": "A"}\n'),
        ("---\n{title: A}\n---\n", "---\n{slug: un, title: A}\n---\n"),
    ],
)
def test_a_slug_is_set_where_it_is_a_field_of_the_document(front, expected, start):
    data = f"{start}{front}# Two\n".encode()
    after = set_slug(data, "un", path="a.md")
    assert after == f"{start}{expected}# Two\n".encode()
    assert split(after, path="a.md").fields["slug"] == "un"


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("+++\na = {{ .Date }}\n+++\n", TomlError, "x.md:2"),
        ("+++\na = 'b'\na = 'c'\n+++\n# D\n", TomlError, "x.md:3"),
        ('+++\na = "b\n+++\n', TomlError, "x.md:2:7"),
        ('{\n  "a": "b",\n}\n# C\n', JsonError, "x.md:3:1"),
        ('{"a": b}\n', JsonError, "x.md:1:7"),
        ("{\n  // c\n  \"a\": 'b'\n}\n", JsonError, "x.md:2:3"),
        ('{\n  "a": "b"\n', JsonError, "x.md:3"),
    ],
)
def test_front_matter_that_cannot_be_read_is_an_error_with_its_line_and_what_to_do(text, error, said):
    with pytest.raises(error) as caught:
        split(text.encode(), path="x.md")
    assert str(caught.value).startswith(said)
    assert caught.value.advice


def test_front_matter_that_is_never_closed_is_a_finding():
    front = split(b"+++\ntitle = 'A'\n\n# B\n", path="x.md")
    assert (front.node, front.body) == (None, 0)
    assert [(one.severity, one.line, one.message) for one in front.problems] == [
        (Severity.ERROR, 1, "the front matter is not closed; end it with a line `+++`")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "+++\nOne\n\n+++\n",
        "+++ a\n",
        "+++\n",
        "+++\n\nOne\n",
        "{{ one }}\n",
        "{ one\n",
        '{"a": 1} one\n',
        '{"a": ',
        "{}\n",
        "{\n",
    ],
)
def test_what_merely_begins_like_front_matter_is_markdown(text):
    found = split(text.encode(), path="a.md")
    assert (found.node, found.body, found.problems) == (None, 0, ())


@given(st.text(st.sampled_from(list("+-{}\"'=:[]#a \n\r\\,1")), max_size=30))
@settings(max_examples=400, deadline=None)
def test_any_beginning_is_split_or_refused_with_a_line(text):
    for opening in ("+++\n", "{", ""):
        data = (opening + text).encode()
        lines = []
        try:
            assert 0 <= split(data, path="x.md").body <= len(data)
        except DocumentError as error:
            lines.append(error.line)
        assert None not in lines


def test_front_matter_made_to_be_slow_is_answered_in_linear_time():
    for text in (
        "+++\n" + "\n" * 200_000,
        "+++\na = b\n" + "+++ \n+" * 100_000,
        "+++\n" + "# \n" * 100_000,
        "+++\n" + "a" * 100_000,
        "+++\n" + "a " * 100_000,
        "+++\n[" + "a." * 100_000,
        '{"a": ' * 50_000,
        "{\n" + '"a": {\n' * 50_000,
        "{\n" * 100_000,
        "{" + '"' * 100_000,
    ):
        began = time.process_time()
        with contextlib.suppress(DocumentError):
            split(text.encode(), path="a.md")
        assert time.process_time() - began < 5
