"""Structured data: records, columns and figures, their segments, and faults that cost one record only."""

from __future__ import annotations

from decimal import Decimal

import pytest

from i18n_site.errors import DocumentError, YamlError
from i18n_site.formats.data import Column, read_data, read_figures
from i18n_site.model import Encoder, Kind
from i18n_site.yaml_positions import encode_scalar, read_yaml

BOARD = """\
page: pages/board
caption: "Members of the board"
translate: [role, note, languages]
columns:
  # NOTE: a heading of the table
  - {field: name}
  - {field: country, label: Pays, as: territory}
  - {field: role, label: Role}
records:
# NOTE: keep it short
- name: Jané Doe
  country: FR
  role: President  # NOTE: a woman
  note: |
    Two
    lines
- {name: X, role: President, languages: [French, Italian]}
- name: Y
  role: ''
"""


def test_texts_become_segments_in_order_with_field_and_record():
    file = read_data(BOARD.encode(), path="content/data/board.yaml", address="/en/board/")
    found = [(segment.field, segment.key.msgid, segment.reference.line, segment.comment) for segment in file.document.segments]
    assert found == [
        ("caption", "Members of the board", 2, ("caption", "/en/board/")),
        ("columns.1.label", "Pays", 7, ("column · country", "/en/board/")),
        ("columns.2.label", "Role", 8, ("column · role", "/en/board/")),
        ("records.0.role", "President", 13, ("role · Jané Doe", "/en/board/", "keep it short", "a woman")),
        ("records.0.note", "Two\nlines\n", 14, ("note · Jané Doe", "/en/board/", "keep it short")),
        ("records.1.role", "President", 17, ("role · X", "/en/board/")),
        ("records.1.languages.0", "French", 17, ("languages.0 · X", "/en/board/")),
        ("records.1.languages.1", "Italian", 17, ("languages.1 · X", "/en/board/")),
    ]
    assert {segment.kind for segment in file.document.segments} == {Kind.FIELD}
    assert {segment.key.msgctxt for segment in file.document.segments} == {None}


def test_a_file_is_a_document_of_the_section_data():
    file = read_data(BOARD.encode(), path="content/data/board.yaml")
    assert (file.name, file.page, file.caption) == ("board", "pages/board", "Members of the board")
    assert (file.document.id, file.document.text, file.document.problems) == ("data/board", BOARD.encode(), ())
    assert file.document.fields["translate"] == ["role", "note", "languages"]


def test_records_and_columns_are_as_the_file_orders_them():
    file = read_data(BOARD.encode(), path="content/data/board.yaml")
    assert file.columns == (
        Column("name", "Name"),
        Column("country", "Pays", "territory", "columns.1.label"),
        Column("role", "Role", "text", "columns.2.label"),
    )
    assert [(record.id, record.path, record.line) for record in file.records] == [
        *(("0", "records.0", 11), ("1", "records.1", 17), ("2", "records.2", 18))
    ]
    assert file.records[1].fields == {"name": "X", "role": "President", "languages": ["French", "Italian"]}


def test_without_columns_every_field_is_one():
    file = read_data(b"records:\n- {name: a, job_title: b}\n- {name: c, e-mail: d}\n", path="content/data/x.yaml")
    assert file.columns == (Column("name", "Name"), Column("job_title", "Job title"), Column("e-mail", "E mail"))


def test_every_segment_can_be_spliced():
    data = BOARD.encode()
    file = read_data(data, path="content/data/board.yaml")
    out, at = b"", 0
    for segment in file.document.segments:
        assert segment.span is not None
        assert segment.frame.encoder in set(Encoder)
        out += data[at : segment.span.start] + encode_scalar(f"<{segment.key.msgid}>: ", segment.frame)
        at = segment.span.end
    again = read_data(out + data[at:], path="content/data/board.yaml")
    assert [segment.key.msgid for segment in again.document.segments] == [
        f"<{segment.key.msgid}>: " for segment in file.document.segments
    ]
    assert [record.fields["name"] for record in again.records] == ["Jané Doe", "X", "Y"]


def test_a_mapping_of_records_names_them():
    file = read_data(
        b"translate: [label]\nrecords:\n  members: {value: 52, label: member organisations}\n", path="content/data/figures.yaml"
    )
    (segment,) = file.document.segments
    assert (segment.field, segment.comment) == ("records.members.label", ("label · members",))


def test_a_record_without_a_text_is_known_by_its_number():
    file = read_data(b"translate: [a.b]\nrecords:\n- {a: {b: x}}\n", path="content/data/x.yaml")
    assert [segment.comment for segment in file.document.segments] == [("a.b · 1",)]


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("recods: []", ["1:1: warning data unknown key 'recods'; did you mean records?"]),
        ("records: none", ["1:10: error data records must be a list, or a mapping of names to records"]),
        ("records:\n- a\n- {b: c}", ["2:3: error data the record 0 must be a mapping of fields to values"]),
        ("records: {a: 5}", ["1:14: error data the record a must be a mapping of fields to values"]),
        ("translate: role\nrecords: []", ["1:12: error data translate must be a list of fields, like [role, note]"]),
        (
            "translate: [rôle]\nrecords: [{role: x}]",
            ["1:12: warning data no record has the field 'rôle'; correct it or remove it"],
        ),
        ("columns: {a: b}", ["1:10: error data columns must be a list, like [{field: country, label: Country}]"]),
        ("columns: [name]", ["1:11: error data a column needs a field, like {field: country, label: Country}"]),
        ("columns: [{label: x}]", ["1:11: error data a column needs a field, like {field: country, label: Country}"]),
        (
            "columns: [{field: a, as: flag}]\nrecords: [{b: c}]",
            [
                "1:19: warning data no record has the field 'a'; correct it or remove the column",
                "1:26: error data a column cannot be shown as 'flag'; "
                "write one of text, territory, email, url, number, date, file",
            ],
        ),
        ("columns: [{field: a, lable: b}]", ["1:22: warning data unknown key 'columns.0.lable'; did you mean label?"]),
        ("page: [x]", ["1:7: error data page must be a text"]),
        ("", []),
        ("# nothing yet\n", []),
        ("page:\ncaption:\ntranslate:\ncolumns:\nrecords:\n", []),
    ],
)
def test_a_fault_is_a_finding_with_its_place_and_the_rest_is_read(text, findings):
    file = read_data(text.encode(), path="x.yaml")
    assert [str(problem) for problem in file.document.problems] == [f"x.yaml:{finding}" for finding in findings]


def test_what_is_no_mapping_or_no_yaml_is_refused_with_its_line():
    with pytest.raises(DocumentError, match="a data file is a mapping"):
        read_data(b"- a\n", path="x.yaml")
    with pytest.raises(YamlError) as caught:
        read_data(b"records:\n- {a: b\n- c", path="x.yaml")
    assert caught.value.path == "x.yaml"


def test_figures_keep_their_decimals_and_a_bad_one_costs_itself_only():
    text = """\
translate: [label]
records:
  members: {value: 52, label: member organisations, date: 2017}
  share: {value: 9.460, format: percent}
  jobs: {value: 279.4, format: decimal}
  motto: {value: one member, format: text}
  a b: {value: 1}
  none: {label: x}
  words: {value: many}
  comma: {value: "65,000"}
  huge: {value: 1e999999}
  nan: {value: nan}
  odd: {value: 1, format: roman}
  vast: {value: 1e28}
"""
    figures, findings = read_figures(read_data(text.encode(), path="content/data/figures.yaml"))
    assert [(figure.id, figure.value, figure.format) for figure in figures] == [
        ("members", Decimal(52), "decimal"),
        ("share", Decimal("9.460"), "percent"),
        ("jobs", Decimal("279.4"), "decimal"),
        ("motto", "one member", "text"),
    ]
    assert str(figures[1].value) == "9.460"
    assert figures[0].record.fields["date"] == "2017"
    assert [(finding.line, finding.message.partition(":")[0]) for finding in findings] == [
        (7, "the figure 'a b'"),
        (8, "the figure 'none'"),
        (9, "the figure 'words'"),
        (10, "the figure 'comma'"),
        (11, "the figure 'huge'"),
        (12, "the figure 'nan'"),
        (13, "the figure 'odd'"),
        (14, "the figure 'vast'"),
    ]


def test_places_are_right_behind_multibyte_text_and_crlf():
    data = BOARD.replace("\n", "\r\n").encode()
    file = read_data(b"\xef\xbb\xbf" + data, path="content/data/board.yaml")
    plain = read_data(BOARD.encode(), path="content/data/board.yaml")
    for segment, other in zip(file.document.segments, plain.document.segments, strict=True):
        assert (segment.key, segment.reference, segment.comment) == (other.key, other.reference, other.comment)
    assert read_yaml(data, path="x").plain() == read_yaml(BOARD.encode(), path="x").plain()
