"""Front matter: where it begins and ends, what its keys are worth, which of its texts are segments."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_site.errors import YamlError
from i18n_site.formats.frames import encode
from i18n_site.formats.front_matter import field_segments, split
from i18n_site.formats.pieces import splice
from i18n_site.model import Encoder, Kind, Segment
from i18n_site.publish.written_slugs import set_slug
from i18n_site.yaml_positions import encode_scalar

FIELDS = ("title", "summary", "image.alt", "tags", "event.place")

ARTICLE = """\
---
# The headline stands on the home page.
# NOTE: keep it short
title: "Séminaire: Athènes"
summary: >-
  Bruno Roelants explained
  the law.   # no comment inside a block
slug: athens
date: 2017-09-23
draft: no
tags: [Grèce, "law # and order"]  # NOTE: tags
image: {src: athens.svg, alt: A chart}
event:
  start: 2017-09-23T09:30
  place: Athens
---
# Heading
"""


def _segments(text: str, fields: tuple[str, ...] = FIELDS) -> tuple[Segment, ...]:
    return field_segments(split(text.encode(), path="content/news/athens.md"), path="content/news/athens.md", fields=fields)


def test_translatable_fields_become_segments_in_the_order_of_the_file():
    found = [(segment.field, segment.kind, segment.key.msgid, segment.reference.line) for segment in _segments(ARTICLE)]
    assert found == [
        ("title", Kind.TITLE, "Séminaire: Athènes", 4),
        ("summary", Kind.FIELD, "Bruno Roelants explained the law.   # no comment inside a block", 5),
        ("tags.0", Kind.TAG, "Grèce", 11),
        ("tags.1", Kind.TAG, "law # and order", 11),
        ("image.alt", Kind.FIELD, "A chart", 12),
        ("event.place", Kind.FIELD, "Athens", 15),
    ]


def test_a_segment_says_where_it_stands_and_what_the_author_notes():
    front = split(ARTICLE.encode(), path="x.md")
    comments = {
        segment.field: segment.comment
        for segment in field_segments(front, path="x.md", fields=FIELDS, comment=["/en/news/athens/"])
    }
    assert comments["title"] == ("title", "/en/news/athens/", "keep it short")
    assert comments["summary"] == ("field · summary", "/en/news/athens/")
    assert comments["tags.0"] == ("tag", "/en/news/athens/", "tags")
    assert all("" not in comment for comment in comments.values())


def test_the_span_of_a_segment_is_the_scalar_with_its_quotes_and_its_frame_writes_it():
    data = ARTICLE.encode()
    segments = _segments(ARTICLE)
    first = segments[0]
    assert first.span is not None
    assert data[slice(*first.span)].decode() == '"Séminaire: Athènes"'
    assert first.frame.encoder is Encoder.YAML_DOUBLE
    out, at = b"", 0
    for segment in segments:
        assert segment.span is not None
        out += data[at : segment.span.start] + encode_scalar(segment.key.msgid.upper() + ": #1", segment.frame)
        at = segment.span.end
    localised = (out + data[at:]).decode()
    again = _segments(localised)
    assert [segment.key.msgid for segment in again] == [segment.key.msgid.upper() + ": #1" for segment in segments]
    assert "# The headline stands on the home page.\n" in localised
    assert "date: 2017-09-23\ndraft: no\n" in localised
    assert localised.endswith("---\n# Heading\n")


def test_fields_are_what_the_author_wrote_and_flags_are_flags():
    front = split(ARTICLE.encode(), path="x.md")
    assert front.problems == ()
    assert front.fields["date"] == "2017-09-23"
    assert front.fields["draft"] is False
    assert front.fields["tags"] == ["Grèce", "law # and order"]
    assert front.fields["image"] == {"src": "athens.svg", "alt": "A chart"}
    assert ARTICLE.encode()[front.body :] == b"# Heading\n"


def test_a_tag_that_is_no_text_keeps_its_place_so_that_the_others_keep_their_translations():
    front = split(b"---\ntags: [[a], ~, b]\n---\n", path="x.md")
    assert front.fields["tags"] == ["", "", "b"]
    assert [segment.field for segment in field_segments(front, path="x.md", fields=("tags",))] == ["tags.2"]


def test_languages_and_versions_stay_texts():
    front = split(b"---\ntitle: no\nsummary: 1.10\nslug: 2017-09-23\nupdated: 2017-09-23\n---\n", path="x.md")
    assert front.problems == ()
    assert front.fields == {"title": "no", "summary": "1.10", "slug": "2017-09-23", "updated": "2017-09-23"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "---\n",
        "---\n\n",
        "---\n\nAfter a rule.\n\n---\n\nAnd another: one.\n",
        "---\n# A heading\n\nText\n\n---\n",
        "---\n- a list\n---\n",
        "---\n> quoted: text\n---\n",
        "----\ntitle: x\n---\n",
        " ---\ntitle: x\n---\n",
        "***\ntitle: x\n---\n",
        "Text\n\n---\ntitle: x\n---\n",
        "--- title\nx: y\n---\n",
        "---\nhttp://example.org/\n---\n",
        "---\n1: x\n---\n",
    ],
)
def test_a_document_that_opens_with_a_rule_or_a_text_has_no_front_matter(text):
    for bom in (b"", b"\xef\xbb\xbf"):
        for newline in ("\n", "\r\n"):
            data = bom + text.replace("\n", newline).encode()
            front = split(data, path="x.md")
            assert (front.node, front.body, front.problems, front.fields) == (None, len(bom), (), {})
            assert field_segments(front, path="x.md", fields=FIELDS) == ()


@pytest.mark.parametrize("text", ["---\n---\nBody", "---\n\n---\nBody", "---\n# nothing yet\n---\nBody", "--- \n---\t\nBody"])
def test_front_matter_may_be_empty(text):
    front = split(text.encode(), path="x.md")
    assert front.node is None
    assert text.encode()[front.body :] == b"Body"


def test_crlf_and_a_byte_order_mark_shift_no_offset():
    data = b"\xef\xbb\xbf" + ARTICLE.replace("\n", "\r\n").encode()
    front = split(data, path="x.md")
    assert data[front.body :] == b"# Heading\r\n"
    for segment, plain in zip(field_segments(front, path="x.md", fields=FIELDS), _segments(ARTICLE), strict=True):
        assert (segment.key, segment.reference.line) == (plain.key, plain.reference.line)
        assert segment.span is not None
        raw = data[slice(*segment.span)].decode()
        assert segment.key.msgid[:5] in raw
        assert not raw.endswith(("\r", "\n"))


def test_front_matter_that_is_never_closed_is_a_finding_and_the_file_is_all_body():
    front = split(b"---\ntitle: x\n\nText\n", path="content/x.md")
    assert (front.node, front.body) == (None, 0)
    assert [str(finding) for finding in front.problems] == [
        "content/x.md:1: error front-matter the front matter is not closed; end it with a line `---`"
    ]


def test_front_matter_may_end_with_the_file():
    data = b"---\ntitle: x\n---"
    front = split(data, path="x.md")
    assert front.fields == {"title": "x"}
    assert front.body == len(data)


@pytest.mark.parametrize(
    ("yaml", "finding"),
    [
        ("titel: x", "2:1: warning front-matter unknown key 'titel'; did you mean title?"),
        (
            "title: x\nauthor: y",
            "3:1: warning front-matter unknown key 'author'; "
            "remove it, or name it in front_matter.translate or front_matter.known",
        ),
        ("image: {source: x}", "2:9: warning front-matter unknown key 'image.source'; did you mean image.src?"),
        ("date: 23/9/2017", "2:7: warning front-matter date must be a date like 2017-09-23 or 2017-09-23T18:30"),
        ("date: 2017-02-30", "2:7: warning front-matter date must be a date like 2017-09-23 or 2017-09-23T18:30"),
        ("draft: maybe", "2:8: warning front-matter draft must be true or false"),
        ("image: a.png", "2:8: warning front-matter image must be a mapping of keys to values"),
        ("tags: {a: b}", "2:7: warning front-matter tags must be a list of texts"),
        ("tags: [[a]]", "2:7: warning front-matter tags must be a list of texts"),
        ("title: [a]", "2:8: warning front-matter title must be a text"),
        ("i18n: {publish_at: 80}", "2:20: warning front-matter i18n.publish_at must be a share between 0 and 1, like 0.8"),
    ],
)
def test_a_key_that_means_nothing_or_a_wrong_value_is_a_warning_with_its_line(yaml, finding):
    front = split(f"---\n{yaml}\n---\n".encode(), path="x.md")
    assert [str(problem) for problem in front.problems] == [f"x.md:{finding}"]


@pytest.mark.parametrize(
    "yaml",
    [
        "date: 2017-09-23 18:30",
        "updated: 2017-09-23T18:30:00+02:00",
        "draft: yes",
        "tags: one",
        "title:",
        "i18n: {publish_at: 0.5, skip: on}",
    ],
)
def test_what_is_right_is_no_finding(yaml):
    assert split(f"---\n{yaml}\n---\n".encode(), path="x.md").problems == ()


def test_declared_fields_are_known():
    data = b"---\nsubtitle: x\nhero: {caption: y}\nlead: z\ni18n: {fields: [lead]}\n---\n"
    front = split(data, path="x.md", fields=["subtitle", "hero.caption"])
    assert front.problems == ()


def test_the_documents_own_list_of_fields_replaces_the_sites():
    segments = _segments("---\ntitle: x\nlead: y\nwords: [a, b]\ni18n: {fields: [lead, words]}\n---\n")
    assert [(segment.field, segment.kind) for segment in segments] == [
        *(("lead", Kind.FIELD), ("words.0", Kind.FIELD), ("words.1", Kind.FIELD))
    ]


@pytest.mark.parametrize("word", ["true", "yes", "on", "True"])
def test_a_skipped_document_has_no_segments(word):
    assert _segments(f"---\ntitle: x\ni18n: {{skip: {word}}}\n---\n") == ()
    assert split(f"---\ni18n: {{skip: {word}}}\n---\n".encode(), path="x.md").fields == {"i18n": {"skip": True}}


def test_what_is_empty_null_or_no_text_makes_no_segment():
    text = "---\ntitle: ''\nsummary:\ntags: [~, '', ' ', [a], {b: c}, d]\nimage: {alt: null}\nevent: {place: [x, {y: z}]}\n---\n"
    assert [(segment.field, segment.key.msgid) for segment in _segments(text)] == [("tags.5", "d"), ("event.place.0", "x")]


def test_one_tag_alone_counts_as_a_list():
    front = split(b"---\ntags: news\n---\n", path="x.md")
    assert front.fields == {"tags": ["news"]}
    assert [segment.field for segment in field_segments(front, path="x.md", fields=FIELDS)] == ["tags.0"]


def test_a_field_that_is_declared_twice_is_one_segment():
    assert len(_segments("---\ntitle: x\n---\n", ("title", "title"))) == 1


@pytest.mark.parametrize(
    ("yaml", "line"),
    [("title: a: b", 2), ("title: x\ntitle: y", 3), ("title: x\nsummary: &a b", 3), ("title: x\nsummary: 'y", 3)],
)
def test_yaml_that_cannot_be_read_says_the_line_of_the_file(yaml, line):
    with pytest.raises(YamlError) as caught:
        split(f"---\n{yaml}\n---\nText\n".encode(), path="content/x.md")
    assert (caught.value.path, caught.value.line) == ("content/x.md", line)


@given(st.text(st.sampled_from(list("ab:-#\n\r '\"é|>[]{}\ufeff")), max_size=60))
@settings(deadline=None)
def test_any_document_is_split_at_a_line_or_refused(text):
    data = ("---\n" + text).encode()
    try:
        front = split(data, path="x.md")
    except YamlError:
        return
    assert 0 <= front.body <= len(data)
    assert front.body in (0, len(data)) or data[: front.body].endswith(b"\n")


def test_a_long_document_that_opens_with_a_rule_is_read_in_linear_time():
    data = b"---\n" + b"# x\n" * 200_000 + b"text\n"
    assert split(data, path="x.md").node is None


NESTED = b"""---
steps:
  - title: One  # the first
    note: |
      Two
      lines

  - {title: "Thr\xc3\xa9e", deep: {more: [Four, 'Five']}}
  - plain
matrix: [[Six, Seven], [Eight]]
deep: {er: {est: folded}}
i18n: {fields: [steps.title, steps.note, steps.deep.more, steps.0.title, matrix, deep.er.est, none.such, steps.title.x]}
---
"""


def test_fields_within_lists_of_mappings_are_messages_each_with_its_place():
    front = split(NESTED, path="a.md")
    found = field_segments(front, path="a.md", fields=())
    assert [(segment.field, segment.key.msgid) for segment in found] == [
        ("steps.0.title", "One"),
        ("steps.0.note", "Two\nlines\n"),
        ("steps.1.title", "Thrée"),
        ("steps.1.deep.more.0", "Four"),
        ("steps.1.deep.more.1", "Five"),
        ("deep.er.est", "folded"),
    ]
    assert [finding.message for finding in front.problems if "steps" in finding.message or "deep" in finding.message] == []
    replacements = [(segment.span, encode(segment.frame, f"T {segment.key.msgid}")) for segment in found]
    again = field_segments(split(splice(NESTED, replacements), path="a.md"), path="a.md", fields=())
    assert [segment.key.msgid for segment in again] == [f"T {segment.key.msgid}" for segment in found]


def test_front_matter_may_end_as_a_document_of_yaml_ends():
    text = "---\ntitle: One\n...\n\n# Two\n\n---\n"
    assert [segment.key.msgid for segment in _segments(text)] == ["One"]
    assert text[split(text.encode(), path="x.md").body :] == "\n# Two\n\n---\n"
    assert set_slug(text.encode(), "un", path="x.md") == b"---\ntitle: One\nslug: un\n...\n\n# Two\n\n---\n"
