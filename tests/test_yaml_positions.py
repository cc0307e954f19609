"""Laws and cases of reading YAML with places, and of writing scalars back in their own style."""

from __future__ import annotations

import time
from itertools import product

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from i18n_site.errors import YamlError
from i18n_site.model import Encoder, Value
from i18n_site.notes import read_notes
from i18n_site.yaml_positions import Node, encode_scalar, frame_of, read_flag, read_yaml

NASTY = [
    *(
        "",
        " ",
        "  ",
        "null",
        "~",
        "Null",
        "no",
        "Yes",
        "true",
        "1.10",
        "2017-09-23",
        "0x1F",
        "1:30",
        "<<",
        "=",
        "y",
        "NaN",
        ".inf",
    ),
    *("a: b", "a:", ":a", ": ", "a #b", "#a", "a# b", "- a", "-a", "-", "--- a", "---", "...", "? a", "?a", "@a", "`a`", "%a"),
    *(
        "&a",
        "*a",
        "!a",
        "|",
        ">-",
        "[a]",
        "{a}",
        "a, b",
        "a]",
        "a}",
        ",",
        "'",
        '"',
        "it's",
        'say "x"',
        "\\",
        "a\\nb",
        "'a'",
        '"a"',
    ),
    *(
        " a",
        "a ",
        "\ta",
        "a\t",
        "a\tb",
        "\n",
        "\n\n",
        "a\n",
        "a\n\n",
        "\na",
        "\n a",
        "a\nb",
        "a\n\nb",
        "a\n b\nc",
        " a\nb",
        "\ta\nb",
    ),
    *(
        "a\n  ",
        "a\n  \n",
        "  \na",
        "a\n\tb\n",
        "a \nb",
        "a\n\n\n  b\n\n c\nd\n",
        "# a\n# b",
        "---\na",
        "a\r\nb",
        "a\rb",
        "a\n---\nb\n",
    ),
    *(
        "\u2028",
        "a\u2028b",
        "a\u2029b\nc",
        "a\u0085b",
        "\ufeffa",
        "a\ufeff",
        "\x00",
        "a\x0bb",
        "a\x0cb",
        "\x1b[1m",
        "\x7f",
        "\x9f",
    ),
    *(
        "é",
        "日本語",
        "👩‍👩‍👧 family",
        "e\u0301",
        "\u202eabc",
        "a\u200bb",
        "\uffff",
        "\U0010ffff",
        "\ud7ff",
        "x" * 2000,
        "word " * 400,
    ),
]
texts = st.one_of(
    st.sampled_from(NASTY), st.text(st.sampled_from(list("ab -:#'\"\n\t,[]{}|>é👩\u2028\\%")), max_size=12), st.text(max_size=20)
)
names = st.text(st.sampled_from(list("abcdéz_ :#'-")), min_size=1, max_size=5)


def _scalar(text: str, style: str | None) -> yaml.Node:
    tag = yaml.SafeDumper("").resolve(yaml.ScalarNode, text, (style is None, style is not None))
    return yaml.ScalarNode(tag, text, style=style)


def _map(pairs: dict[str, yaml.Node], flow: bool) -> yaml.Node:
    return yaml.MappingNode(
        "tag:yaml.org,2002:map", [(_scalar(key, '"'), value) for key, value in pairs.items()], flow_style=flow
    )


def _list(children: list[yaml.Node], flow: bool) -> yaml.Node:
    return yaml.SequenceNode("tag:yaml.org,2002:seq", children, flow_style=flow)


scalars = st.builds(_scalar, texts, st.sampled_from([None, "'", '"', "|", ">"]))
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.builds(_map, st.dictionaries(names, inner, min_size=1, max_size=4), st.booleans()),
        st.builds(_list, st.lists(inner, min_size=1, max_size=4), st.booleans()),
    ),
    max_leaves=8,
)
roots = st.builds(_map, st.dictionaries(names, trees, min_size=1, max_size=4), st.booleans())


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """YAML of every style, as PyYAML writes it."""
    text = yaml.serialize(
        draw(roots),
        Dumper=yaml.SafeDumper,
        allow_unicode=draw(st.booleans()),
        indent=draw(st.sampled_from([2, 4])),
        width=draw(st.sampled_from([20, 80])),
    )
    assume("!!" not in text)  # a null in quotes gets a tag
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))).encode()


def _expected(data: bytes) -> Value:
    """PyYAML's own reading with every scalar a text."""

    def plain(node: yaml.Node | None) -> Value:
        if isinstance(node, yaml.MappingNode):
            return {key.value: plain(value) for key, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [plain(child) for child in node.value]
        if node is None or (not node.style and node.value in ("", "~", "null", "Null", "NULL")):
            return None
        return node.value

    return plain(yaml.compose(data.decode(), Loader=yaml.CSafeLoader))


def _replaced(value: Value, path: list[int], text: str) -> Value:
    """The value with the scalar at a path of positions replaced."""
    if not path:
        return text
    first, *rest = path
    if isinstance(value, dict):
        return {key: _replaced(child, rest, text) if n == first else child for n, (key, child) in enumerate(value.items())}
    assert isinstance(value, list)
    return [_replaced(child, rest, text) if n == first else child for n, child in enumerate(value)]


def _scalars(node: Node, path: tuple[int, ...] = ()) -> list[tuple[list[int], Node]]:
    found = [(list(path), node)] if node.kind == "scalar" else []
    for number, child in enumerate([*node.children, *(value for _, value in node.items)]):
        found += _scalars(child, (*path, number))
    return found


def _splice(data: bytes, node: Node, text: str) -> bytes:
    return data[: node.span.start] + encode_scalar(text, frame_of(node)) + data[node.span.end :]


@given(documents())
@settings(max_examples=200, deadline=None)
def test_reading_agrees_with_pyyaml_and_spans_hold_each_scalar_alone(data):
    root = read_yaml(data, path="x.yaml")
    assert root.plain() == _expected(data)
    last = 0
    for _, node in _scalars(root):
        assert last <= node.span.start <= node.span.end
        last = node.span.end
        assert node.line == data.count(b"\n", 0, node.span.start) + 1
        raw = data[node.span.start : node.span.end].decode()
        assert not raw.endswith("\n") or node.indent
        if node.style in ("single", "double") and not node.indent:
            assert raw[0] == raw[-1]
            assert _expected(raw.encode()) == node.value


@given(documents(), texts, st.data())
@settings(max_examples=500, deadline=None)
def test_a_spliced_text_is_read_again_exactly_and_nothing_else_changes(data, text, choice):
    root = read_yaml(data, path="x.yaml")
    found = _scalars(root)
    if not found:
        return
    path, node = choice.draw(st.sampled_from(found))
    after = _splice(data, node, text)
    assert read_yaml(after, path="x.yaml").plain() == _replaced(root.plain(), path, text)
    assert after[: node.span.start] == data[: node.span.start]
    assert after.endswith(data[node.span.end :])


HEADERS = [style + chomp + indent for style, chomp, indent in product("|>", ("", "-", "+"), ("", "2"))]
BODIES = ["  a", "  a\n\n\n  b\n   c\n  d", "\n  a", "  a\n\n\n", "  é 日本\n  👩‍👩‍👧\n \n", "", "\n\n"]
HOLDERS = [
    "k: {}\nz: end\n",
    "k:\n- {}\n- end\n",
    "o:\n  k: {}\n  z: end\n",
    "- k: {}\n  z: end\n",
    "k: {}\n\n\nz: end\n",
    "k: {}\n",
    "k: {}",
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("header", HEADERS)
def test_blocks_of_every_header_hold_every_text_where_they_stand(header, newline):
    for body, holder, comment in product(BODIES, HOLDERS, ("", "  # NOTE: é")):
        indent = {"o": "  ", "-": "  "}.get(holder[0], "")
        lines = "\n".join(indent + line if line.strip() else line for line in body.split("\n"))
        data = holder.format(f"{header}{comment}\n{lines}").replace("\n", newline).encode()
        root = read_yaml(data, path="x.yaml")
        assert root.plain() == _expected(data)
        path, node = _scalars(root)[0]
        for text in NASTY[:: 1 if newline == "\n" else 7]:
            after = _splice(data, node, text)
            assert read_yaml(after, path="x.yaml").plain() == _replaced(root.plain(), path, text), (data, text, after)
            assert comment.encode() in after


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("t: a", "b c", "t: b c"),
        ("t: a", "Athènes, Grèce", "t: Athènes, Grèce"),
        ("t: [a, c]", "Athènes, Grèce", 't: ["Athènes, Grèce", c]'),
        ("t: a # c", "b: c", 't: "b: c" # c'),
        ("t: a", "no", 't: "no"'),
        ("t: a", "1.10", 't: "1.10"'),
        ("t: a", "-5", 't: "-5"'),
        ("t: a", "-x", "t: -x"),
        ("t: 'a'", "it's", "t: 'it''s'"),
        ("t: 'a'", "a\nb", 't: "a\\nb"'),
        ('t: "a"', 'say "x" \\', 't: "say \\"x\\" \\\\"'),
        ('t: "a"', "a\u2028b\u0085c\x0b", 't: "a\\u2028b\\x85c\\x0B"'),
        ("t: |\n  a\nz: b", "c\nd\n", "t: |\n  c\n  d\nz: b"),
        ("t: |\n  a\nz: b", "c", "t: |-\n  c\nz: b"),
        ("t: |-\n    a\nz: b", "c\n\n d", "t: |-\n    c\n\n     d\nz: b"),
        ("t: |\n  a\nz: b", "\tc\n", "t: |2\n  \tc\nz: b"),
        ("t: |+ # keep\n  a\n\n\nz: b", "c\n\n", "t: |+ # keep\n  c\n\nz: b"),
        ("t: |\n  a\nz: b", "c\n\n", 't: "c\\n\\n"\nz: b'),
        ("t: >-\n  a\n  b\nz: b", "one\ntwo", "t: >-\n  one\n\n  two\nz: b"),
        ("t: |-\r\n  a\r\nz: b", "c\nd", "t: |-\r\n  c\r\n  d\r\nz: b"),
        ("t: |- # c\n  a\nz: b", "", 't: "" # c\nz: b'),
    ],
)
def test_a_text_keeps_the_style_of_its_place_where_that_can_hold_it(source, text, expected):
    node = read_yaml(source.encode(), path="x.yaml").at("t.0") or read_yaml(source.encode(), path="x.yaml").at("t")
    assert node is not None
    assert _splice(source.encode(), node, text).decode() == expected


def test_scalars_are_the_text_that_was_written_and_only_null_is_none():
    data = b"a: no\nb: 1.10\nc: 2017-09-23\nd: true\ne: ~\nf: null\ng:\nh: 'null'\ni: 0x1F\nj: !\n"
    with pytest.raises(YamlError, match="tag"):
        read_yaml(data, path="x.yaml")
    plain = read_yaml(data.replace(b"j: !\n", b""), path="x.yaml").plain()
    expected = {"a": "no", "b": "1.10", "c": "2017-09-23", "d": "true", "e": None, "f": None, "g": None, "h": "null", "i": "0x1F"}
    assert plain == expected


def test_places_are_bytes_and_lines_of_the_whole_file():
    before = b"---\n"
    data = '\ufefftitre: 日本 👩‍👧\r\nété: "à"\r\n'.encode()
    root = read_yaml(data, path="x.yaml", offset=len(before), first_line=2)
    whole = before + data
    first, second = root.at("titre"), root.at("été")
    assert first is not None
    assert second is not None
    assert whole[first.span.start : first.span.end].decode() == "日本 👩‍👧"
    assert whole[second.span.start : second.span.end].decode() == '"à"'
    assert (first.line, second.line, second.column) == (2, 3, 6)


def test_a_dotted_path_finds_its_node_and_a_walk_names_every_scalar():
    root = read_yaml(b"image: {src: a, alt: b}\ntags: [x, y]\nevent:\n  place: z\nnothing:\n", path="x.yaml")
    assert [(path, node.value) for path, node in root.walk()] == [
        *(("image.src", "a"), ("image.alt", "b"), ("tags.0", "x"), ("tags.1", "y"), ("event.place", "z"))
    ]
    assert root.at("") is root
    assert [root.at(path) for path in ("tags.2", "tags.-1", "tags.x", "image.alt.z", "tags.99999999999", "no.no")] == [None] * 6
    assert root.at("nothing").kind == "null"


def test_a_key_that_holds_dots_is_found_by_the_path_that_the_walk_names():
    root = read_yaml(b'"a.b": {"c.": x, c: y}\na: {b: z}\n.: v\n', path="x.yaml")
    for path, node in root.walk():
        if path != "a.b":
            assert root.at(path) is node


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands twice, first in line 1"),
        (b"a: {b: 1, b: 2}", 1, "stands twice, first in line 1"),
        (b"x: y\na: &b c\n", 2, "the anchor &b"),
        (b"x: y\na: *b\n", 2, "an alias"),
        (b"a: !!python/object:os.system x", 1, "the tag"),
        (b"a: b\n---\nc: d\n", 2, "second document"),
        (b"a: b\n? [x]\n: c\n", 2, "a key must be a text"),
        (b"a: b\n~: c\n", 2, "a key must be a text"),
        (b"a: b\n'': c\n", 2, "a key must be a text"),
        (b"a: b\nb: c: d\n", 2, "quotes"),
        (b"a: b\nb: @x\n", 2, "quotes"),
        (b"a: b\nc: 'b\n\n", 2, "close the quotes"),
        (b"a: b\nc: \xff\n", 2, "not UTF-8"),
        (b"a: b\nc: x\x0by\n", 2, "U+000B"),
        (b"\xff\xfea\x00", 1, "not UTF-8"),
        (b"a: b\n\tc: d\n", 2, "indent with spaces"),
        (b"[" * 100_000, 1, "nesting"),
        (b"- " * 5_000 + b"x", 1, "nesting"),
        (b"a:\n- " + b"[[" * 60, 2, "nesting"),
    ],
)
def test_what_is_refused_is_refused_with_its_line(data, line, message):
    with pytest.raises(YamlError) as caught:
        read_yaml(data, path="content/x.md")
    assert message in str(caught.value)
    assert (caught.value.path, caught.value.line) == ("content/x.md", line)
    assert caught.value.advice


def test_too_many_values_and_too_many_bytes_are_refused():
    with pytest.raises(YamlError, match="500000 values"):
        read_yaml(b"[" + b"a," * 600_000 + b"]", path="x.yaml")
    with pytest.raises(YamlError, match="16 MiB"):
        read_yaml(b"#" * (16 * 1024 * 1024 + 1), path="x.yaml")


@given(st.binary(max_size=60))
@example(b"\xef\xbb\xbf")
@settings(deadline=None)
def test_reading_anything_gives_a_tree_or_a_yaml_error(data):
    try:
        read_yaml(data, path="x.yaml")
    except YamlError as error:
        said = str(error)
        if not said.startswith("x.yaml"):
            pytest.fail(said)


@given(st.text(st.sampled_from(list("ab:-#?!&*|>'\"{}[], \n\té\u2028%@")), max_size=40))
@settings(max_examples=500, deadline=None)
def test_reading_anything_that_looks_like_yaml_agrees_with_pyyaml_or_refuses(text):
    data = text.encode()
    try:
        plain = read_yaml(data, path="x.yaml").plain()
    except YamlError:
        return
    assert plain == _expected(data)


@pytest.mark.parametrize("end", ["", "\n", "\u2028", "\u2029", "\u0085", "\u2028...\n", "\u2028z: end\n"])
def test_a_block_at_the_end_of_a_file_or_before_an_exotic_line_break_holds_every_text(end):
    data = f"k: |+  # NOTE: é\n  a{end}".encode()
    root = read_yaml(data, path="x.yaml")
    assert root.plain() == _expected(data)
    for text in NASTY:
        after = read_yaml(_splice(data, root.at("k"), text), path="x.yaml")
        assert after.plain() == _replaced(root.plain(), [0], text)


def test_an_empty_document_is_null_at_its_place():
    for data in (b"", b"\n# only a comment\n", b"\xef\xbb\xbf", b"~"):
        root = read_yaml(data, path="x.yaml", offset=4, first_line=2)
        assert root.kind == "null"
        assert root.plain() is None


def test_a_frame_belongs_to_scalars_only():
    root = read_yaml(b"a: b", path="x.yaml")
    with pytest.raises(ValueError, match="map"):
        frame_of(root)
    assert frame_of(root.at("a")).encoder is Encoder.YAML_PLAIN
    assert root.at("a").style == "plain"
    assert root.style == ""


def test_flags_are_yamls_words_in_any_case():
    assert [read_flag(word) for word in ("true", "Yes", "ON", "false", "No", "off", "maybe", None, ["true"])] == [
        *(True, True, True, False, False, False, None, None, None)
    ]


def test_notes_stand_above_or_behind_their_value():
    data = """\
# not a note
title: A  # NOTE: of the title
# NOTE: above,
# and on
summary: "x # NOTE: no"
plain: y
# NOTE: lost

image:  # NOTE: the image
  alt: z
text: |  # NOTE: é
  # NOTE: part of the text
folded: 'a
  b' # NOTE: behind the last line
tags: [a, "b # c"]  # NOTE: each tag
# NOTE: the record
- x
""".removesuffix("# NOTE: the record\n- x\n").encode()
    assert read_notes(data, read_yaml(data, path="x.yaml")) == {
        "title": ("of the title",),
        "summary": ("above,", "and on"),
        "image": ("the image",),
        "text": ("é",),
        "folded": ("behind the last line",),
        "tags": ("each tag",),
        "tags.0": ("each tag",),
        "tags.1": ("each tag",),
    }


def test_a_note_above_a_record_is_the_records():
    data = b"---\nrecords:\n# NOTE: short\n- name: X\n  role: Y\n"
    root = read_yaml(data[4:], path="x.yaml", offset=4, first_line=2)
    assert read_notes(data, root) == {"records.0": ("short",), "records.0.name": ("short",)}


def test_reading_and_noting_take_linear_time():
    def seconds(count: int) -> float:
        data = b"a: [" + b'"x # NOTE: y", ' * count + b"]\n" + "é: 日本\n".encode() + b"b: 'x'\n"
        start = time.process_time()
        read_notes(data, read_yaml(data, path="x.yaml"))
        return time.process_time() - start

    assert seconds(8_000) < 40 * max(seconds(1_000), 0.002)
