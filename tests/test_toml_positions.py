"""Laws and cases of reading TOML with places, and of writing strings back in their own kind; tomllib is the oracle."""

from __future__ import annotations

import time
import tomllib
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from test_yaml_positions import NASTY

from i18n_site.errors import TomlError
from i18n_site.formats.frames import encode
from i18n_site.model import Encoder
from i18n_site.nodes import MAX_BYTES, Node
from i18n_site.notes import read_notes
from i18n_site.toml_positions import read_toml

HOSTILE = [
    *NASTY,
    *("'''", '"""', "''''a''''", '""""a""""', '"' * 6, "+++", "a\n+++", "a\n+++ \nb", "+++\n'''", "\\", "a\\\n b", "\n\n"),
]
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.sampled_from(list("ab '\"\\\n\r\t+é👩\u2028\x00\x7f")), max_size=12),
    st.text(max_size=20),
)
bare_names = st.text(st.sampled_from(list("abAZ09_-")), min_size=1, max_size=3)
blanks = st.sampled_from(["", " ", "\t", "  "])
breaks = st.sampled_from(["", " ", "\n", "\n\n", " # é ] } = [\n", "\n  \t"])
BARE = [
    *("true", "false", "0", "-17", "+1_000", "0xDEAD_beef", "0o17", "0b1_0", "1.10", "-0.0", "6.26e-34", "5E+22", "inf", "-nan"),
    *("2017-09-23", "2017-09-23T18:30:00Z", "2017-09-23 18:30:00.123+02:00", "2017-09-23t18:30:00z", "07:32:00", "07:32:00.999"),
]


@st.composite
def strings(draw: st.DrawFn) -> str:
    """A string of any kind with any text, escaped as authors do and as none does."""
    text = draw(texts)
    kind = draw(st.sampled_from(['"', "'", '"""', "'''"]))
    if "'" in kind:
        text = text.replace("'", "").replace("\r", "")
        text = "".join(character for character in text if character in "\t\n" or (ord(character) >= 32 and character != "\x7f"))
        if kind == "'":
            return f"'{text}'".replace("\n", "")
        return kind + draw(st.sampled_from(["", "\n"])) + text + draw(st.sampled_from(["", "'", "''"])) + kind
    escaped = ""
    for character in text:
        plain = character not in '"\\' and (ord(character) >= 32 or character == "\t") and character != "\x7f"
        if (plain and draw(st.integers(0, 4))) or (character == "\n" and len(kind) == 3 and draw(st.booleans())):
            escaped += character
        elif character in '"\\\n\t':
            escaped += {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}[character]
        else:
            escaped += f"\\U{ord(character):08x}" if ord(character) > 0xFFFF else f"\\u{ord(character):04X}"
        if len(kind) == 3 and not draw(st.integers(0, 5)):
            escaped += draw(st.sampled_from(["\\\n", "\\  \n\n  ", "\\\n\t "]))
    if len(kind) == 3:
        escaped = draw(st.sampled_from(["", "\n", '"', '""'])) + escaped + draw(st.sampled_from(["", '\\"', "\\n"]))
    return kind + escaped + kind


keys = st.lists(
    st.one_of(bare_names, bare_names, strings().filter(lambda one: one[:3] not in ('"""', "'''"))), min_size=1, max_size=3
)
dotted = st.builds(lambda parts, blank: f"{blank}.{blank}".join(parts), keys, blanks)


def _array(members: list[str], gaps: list[str], comma: bool) -> str:
    return "[" + ",".join(gaps[0] + member + gaps[1] for member in members) + ("," if comma and members else "") + gaps[2] + "]"


def _inline(pairs: list[tuple[str, str]], blank: str) -> str:
    return "{" + ",".join(f"{blank}{key}{blank}={blank}{value}{blank}" for key, value in pairs) + "}"


values = st.recursive(
    st.one_of(strings(), strings(), st.sampled_from(BARE)),
    lambda inner: st.one_of(
        st.builds(_array, st.lists(inner, max_size=3), st.lists(breaks, min_size=3, max_size=3), st.booleans()),
        st.builds(_inline, st.lists(st.tuples(dotted, inner), max_size=3), blanks),
    ),
    max_leaves=6,
)
statements = st.one_of(
    st.builds("{0}{1}{0}={0}{2}{0}".format, blanks, dotted, values),
    st.builds("{0}{1}{0}={0}{2}{0}# NOTE: é".format, blanks, dotted, values),
    st.builds("{0}[{0}{1}{0}]{0}".format, blanks, dotted),
    st.builds("{0}[[{0}{1}{0}]]{0}#".format, blanks, dotted),
    st.sampled_from(["", "# a = 'b'", "\t"]),
)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """What looks like TOML, and is it unless a name stands twice."""
    text = "\n".join(draw(st.lists(statements, max_size=6))) + draw(st.sampled_from(["", "\n"]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"]))).encode("utf-8", "replace")


@st.composite
def valid_documents(draw: st.DrawFn) -> bytes:
    """TOML: statements that would make it none are left out."""
    kept: list[str] = []
    for statement in draw(st.lists(statements, min_size=1, max_size=7)):
        if isinstance(_read("\n".join([*kept, statement])), dict):
            kept.append(statement)
    return "\n".join(kept).replace("\n", draw(st.sampled_from(["\n", "\r\n"]))).encode()


def _read(text: str) -> Any:
    try:
        return tomllib.loads(text)
    except ValueError as error:
        return error


def _agrees(node: Node, value: Any) -> bool:
    """Whether a tree is what the standard library read: texts are the same, the rest is written so that it reads the same."""
    if isinstance(value, dict):
        return [key.value for key, _ in node.items] == list(value) and all(
            _agrees(child, value[key.value]) for key, child in node.items
        )
    if isinstance(value, list):
        return node.kind == "list" and len(node.children) == len(value) and all(map(_agrees, node.children, value))
    if isinstance(value, str):
        return node.frame is not None and node.value == value
    return node.frame is None and repr(tomllib.loads(f"x = {node.value}")["x"]) == repr(value)


def _strings(node: Node, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Node]]:
    found = [(path, node)] if node.frame else []
    for key, value in node.items:
        found += _strings(value, (*path, key.value or ""))
    for number, child in enumerate(node.children):
        found += _strings(child, (*path, number))
    return found


def _splice(data: bytes, node: Node, text: str) -> bytes:
    assert node.frame is not None
    return data[: node.span.start] + encode(node.frame, text) + data[node.span.end :]


def assert_agreement(data: bytes) -> None:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        with pytest.raises(TomlError, match="UTF-8"):
            read_toml(data, path="x.md")
        return
    expected = _read(text)
    if isinstance(expected, Exception):
        with pytest.raises(TomlError, match=";"):
            read_toml(data, path="x.md")
        return
    root = read_toml(data, path="x.md")
    assert _agrees(root, expected), (root.plain(), expected)
    for _, node in _strings(root):
        raw = data[node.span.start : node.span.end].decode()
        assert tomllib.loads(f"x = {raw}") == {"x": node.value}
        assert node.line == data.count(b"\n", 0, node.span.start) + 1


@given(documents())
@settings(max_examples=250, deadline=None)
def test_any_toml_is_read_as_the_standard_library_reads_it_or_both_refuse(data):
    assert_agreement(data)


@given(st.text(st.sampled_from(list("ab=.[]{}\"'\\,# \n\r\t1-:TZ_e+u0é")), max_size=30))
@example('a = ""\n""')
@example('a = """""')
@example("a.b = 1\n[a]\nc = 2")
@example("[a.b]\n[a]\nb.c = 1")
@example("[[a]]\n[a.b]\n[[a]]\n[a.b]")
@example("a = 1 b = 2")
@example("a = {b = 1,}")
@example("a = {\nb = 1}")
@example('a = "\\e"')
@example("a = 2017-09-23 x")
@example("a = '\r'")
@settings(max_examples=250, deadline=None)
def test_whatever_looks_like_toml_is_read_alike_or_refused_by_both(text):
    assert_agreement(text.encode())


@given(st.binary(max_size=60))
@settings(max_examples=200, deadline=None)
def test_anything_gives_a_tree_or_a_toml_error(data):
    assert_agreement(data)


@given(valid_documents(), texts, st.data())
@settings(max_examples=100, deadline=None)
def test_a_spliced_text_is_read_again_exactly_and_nothing_else_changes(data, text, choice):
    found = _strings(read_toml(data, path="x.md"))
    assume(found)
    try:
        text.encode()
    except UnicodeEncodeError:
        assume(False)
    path, node = choice.draw(st.sampled_from(found))
    after = _splice(data, node, text)
    expected = tomllib.loads(data.decode())
    holder: Any = expected
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = text
    # not-a-numbers are equal to none
    assert repr(tomllib.loads(after.decode())) == repr(expected)
    assert after[: node.span.start] == data[: node.span.start]
    assert after.endswith(data[node.span.end :])
    written = encode(node.frame, text).decode()
    assert not any(line.rstrip("\r\t ") == "+++" for line in written.split("\n")), "it would end the front matter"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("written", ['"x"', "'x'", '"""x"""', "'''x'''", '"""\nx\ny"""', "'''\nx\ny'''", '"""x\\\n  y"""'])
def test_every_kind_of_string_holds_every_text(written, newline):
    data = f"a = 1\nb = {written} # c\nc = 2".replace("\n", newline).encode()
    node = read_toml(data, path="x.md").at("b")
    assert node is not None
    for text in HOSTILE:
        after = _splice(data, node, text)
        assert tomllib.loads(after.decode()) == {"a": 1, "b": text, "c": 2}, after
        assert after.replace(b"\r\n", b"").count(b"\n") == (0 if newline == "\r\n" else after.count(b"\n"))


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ('t = "a"', 'say "x" \\', 't = "say \\"x\\" \\\\"'),
        ('t = "a"', "a\nb\tc\u2028\x00", 't = "a\\nb\tc\\u2028\\u0000"'),
        ("t = 'a' # c", "C:\\x", "t = 'C:\\x' # c"),
        ("t = 'a'", "it's", 't = "it\'s"'),
        ('t = """a"""', "a\nb", 't = """a\nb"""'),
        ('t = """\na"""', 'a ""b"" """ \\', 't = """\na ""b"" \\"\\"" \\\\"""'),
        ('t = """a"""', '"', 't = """\\""""'),
        ('t = """a"""', "\na", 't = """\n\na"""'),
        ('t = """\r\na"""', "a\nb", 't = """\r\na\r\nb"""'),
        ("t = '''a'''", "it's\n\\", "t = '''it's\n\\'''"),
        ("t = '''\na'''", "'''", 't = """\n\'\'\'"""'),
        ("t = '''\na'''", "a\n+++\nb", 't = """\na\n\\u002B++\nb"""'),
    ],
)
def test_a_text_keeps_the_kind_of_its_place_where_that_can_hold_it(source, text, expected):
    node = read_toml(source.encode(), path="x.md").at("t")
    assert node is not None
    assert _splice(source.encode(), node, text).decode() == expected


def test_what_is_no_text_is_what_its_author_wrote_and_has_no_frame():
    root = read_toml(b"a = 1_000\nb = true\nc = 2017-09-23t18:30:00z\nd = 2017-09-23 18:30:00\ne = 'x'\n", path="x.md")
    assert root.plain() == {"a": "1_000", "b": "true", "c": "2017-09-23T18:30:00Z", "d": "2017-09-23 18:30:00", "e": "x"}
    assert [key.value for key, value in root.items if value.frame] == ["e"]


def test_places_are_those_of_the_whole_file_and_paths_lead_through_tables():
    data = 'é = 1\ntitle = "Ää"\nparams.x.title = \'b\'\n[[steps]]\n  title = "c"\n[[steps]]\ntitle = """d"""\n'
    data += '[a.b]\nc = [{d = "e"}]\n'
    root = read_toml(data.split("\n", 1)[1].encode(), path="x.md", offset=7, first_line=2)
    found = {path: (node.line, node.column, data.encode()[slice(*node.span)].decode()) for path, node in root.walk()}
    assert found == {
        "title": (2, 9, '"Ää"'),
        "params.x.title": (3, 18, "'b'"),
        "steps.0.title": (5, 11, '"c"'),
        "steps.1.title": (7, 9, '"""d"""'),
        "a.b.c.0.d": (9, 11, '"e"'),
    }
    assert root.at("params.x.title").value == "b"
    spans = {path: node.span for path, _, node in root.entries()}
    assert data.encode()[slice(*spans["steps"])].decode() == '[[steps]]\n  title = "c"\n[[steps]]\ntitle = """d"""'
    assert data.encode()[slice(*spans["a.b"])].decode() == '[a.b]\nc = [{d = "e"}]'


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('a = 1\ntitle: "x"\n', "x.md:4:6", "Expected '='"),
        ("a = 1\ntitle = One\n", "x.md:4:9", "a text needs quotes"),
        ('a = "x\n', "x.md:3:7", "close the quotes"),
        ("a = 1\na = 2\n", "x.md:4", "the key stands twice"),
        ("[a]\n[a]\n", "x.md:4", "the table stands twice"),
        ("a = [1,\n2\n\n", "x.md:4", "close the bracket"),
        ('a = "C:\\new folder\\x"\n', "x.md:3", "write a backslash as"),
        ("a = {{ .Date }}\n", "x.md:3", "cannot be read"),
        ("a = 2017-02-30\n", "x.md:3", "write it like 2017-09-23"),
        (f"a = {'[' * 70}{']' * 70}\n", "x.md:3:68", "deeper than 64 levels"),
        (f"{'a.' * 70}a = 1\n", "x.md:3", "deeper than 64 levels"),
    ],
)
def test_a_fault_names_its_line_in_the_file_and_what_to_do(text, place, said):
    with pytest.raises(TomlError) as caught:
        read_toml(text.encode(), path="x.md", offset=30, first_line=3)
    assert str(caught.value).startswith(f"{place}:") or str(caught.value).startswith(place)
    assert said in str(caught.value)


def test_notes_stand_above_or_behind_their_value():
    data = b"""\
# NOTE: keep it short
title = "a"
# no note
summary = '# NOTE: text'# NOTE: behind
[params] # NOTE: all of them
# NOTE: two
# lines
name = \"\"\"x
# NOTE: text
y\"\"\" # NOTE: three
[[steps]]
title = "b" # NOTE: step
"""
    assert read_notes(data, read_toml(data, path="x.md")) == {
        "title": ("keep it short",),
        "summary": ("behind",),
        "params": ("all of them",),
        "params.name": ("two", "lines", "three"),
        "steps.0.title": ("step",),
    }


def test_too_many_bytes_are_refused_and_what_is_made_to_be_slow_takes_linear_time():
    with pytest.raises(TomlError, match="larger than 16 MiB"):
        read_toml(b"#" * (MAX_BYTES + 1), path="x.md")
    for text in (
        "a." * 100_000,
        "a = " + "[" * 100_000,
        "a = '''" + "'" * 100_000,
        'a = """' + '"' * 100_000,
        'a = "' + "\\" * 100_000,
    ):
        began = time.process_time()
        with pytest.raises(TomlError):
            read_toml(text.encode(), path="x.md")
        assert time.process_time() - began < 5
    node = read_toml(b'a = """x"""', path="x.md").at("a")
    assert node is not None
    assert node.frame is not None
    assert node.frame.encoder is Encoder.TOML_LINES
    began = time.process_time()
    encode(node.frame, '"' * 200_000 + "x")
    assert time.process_time() - began < 5
