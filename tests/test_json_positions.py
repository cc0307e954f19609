"""Laws and cases of reading JSON with places, and of writing strings back; the standard library is the oracle."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_yaml_positions import NASTY

from i18n_site.errors import JsonError
from i18n_site.formats.frames import encode
from i18n_site.json_positions import read_json
from i18n_site.nodes import MAX_BYTES, Node

texts = st.one_of(st.sampled_from(NASTY), st.text(st.sampled_from(list('ab"\\/\n\t\x00é👩\u2028\x7f')), max_size=12))
trees = st.recursive(
    st.one_of(texts, texts, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=8,
)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """JSON as programs write it: in ASCII or not, on one line or on many, indented with blanks or tabs."""
    indent = draw(st.sampled_from([None, 2, "\t"]))
    text = json.dumps(draw(trees), ensure_ascii=draw(st.booleans()), indent=indent)
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))).encode()


class _Number(str):
    """How a number is written."""


def _read(data: bytes) -> Any:
    """What the standard library reads; an exception for what it refuses, and for what it takes and other programs do not."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(found)) < len(found):
            raise ValueError("a key stands twice")
        return dict(found)

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        value = json.loads(data.decode(), object_pairs_hook=pairs, parse_constant=refuse, parse_int=_Number, parse_float=_Number)
        json.dumps(value, ensure_ascii=False).encode()
    except ValueError as error:
        return error
    return value


def _agrees(node: Node, value: Any) -> bool:
    if isinstance(value, dict):
        return [key.value for key, _ in node.items] == list(value) and all(
            _agrees(child, value[key.value]) for key, child in node.items
        )
    if isinstance(value, list):
        return node.kind == "list" and len(node.children) == len(value) and all(map(_agrees, node.children, value))
    if value is None:
        return node.kind == "null"
    if isinstance(value, bool):
        return node.frame is None and node.value == ("true" if value else "false")
    return node.value == value and (node.frame is None) == isinstance(value, _Number)


def _strings(node: Node, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Node]]:
    found = [(path, node)] if node.frame else []
    for key, value in node.items:
        found += _strings(value, (*path, key.value or ""))
    for number, child in enumerate(node.children):
        found += _strings(child, (*path, number))
    return found


def assert_agreement(data: bytes) -> None:
    expected = _read(data)
    if isinstance(expected, Exception):
        with pytest.raises(JsonError, match=";"):
            read_json(data, path="x.md")
        return
    root = read_json(data, path="x.md")
    assert _agrees(root, expected), (root.plain(), expected)
    for _, node in _strings(root):
        assert json.loads(data[node.span.start : node.span.end]) == node.value
        assert node.line == data.count(b"\n", 0, node.span.start) + 1


@given(documents())
@settings(max_examples=300, deadline=None)
def test_any_json_is_read_as_the_standard_library_reads_it(data):
    assert_agreement(data)


@given(st.text(st.sampled_from(list('ab{}[]",:\\/u0d8 \n\t\r1-.eNtru#é')), max_size=25))
@example('{"a": "\\ud83d\\ude00 \\/"}')
@example('{"a": "\\ud83d"}')
@example('{"a": 1, "a": 2}')
@example('{"a": NaN}')
@example("[1.]")
@example('{"a": 1,}')
@example('{"a" 1}')
@example("1" * 5000)
@example('"\t"')
@settings(max_examples=500, deadline=None)
def test_whatever_looks_like_json_is_read_alike_or_refused_by_both(text):
    assert_agreement(text.encode())


@given(documents(), texts, st.data())
@settings(max_examples=300, deadline=None)
def test_a_spliced_text_is_read_again_exactly_and_nothing_else_changes(data, text, choice):
    found = _strings(read_json(data, path="x.md"))
    if not found:
        return
    path, node = choice.draw(st.sampled_from(found))
    assert node.frame is not None
    written = encode(node.frame, text)
    after = data[: node.span.start] + written + data[node.span.end :]
    expected: Any = [json.loads(data)]
    holder: Any = expected
    for part in (0, *path)[:-1]:
        holder = holder[part]
    holder[(0, *path)[-1]] = text
    assert json.loads(after) == expected[0]
    assert not any(character in written.decode() for character in "\n\r\u2028\u2029\x85\ufeff")


def test_places_are_those_of_the_whole_file():
    data = '{\n\t"é": {"title": "Ää"},\n\t"tags": [1, "b"]\n}'
    root = read_json(data.encode(), path="x.md", offset=3, first_line=1)
    found = {path: (node.line, node.column, node.value) for path, node in root.walk()}
    assert found == {"é.title": (2, 17, "Ää"), "tags.0": (3, 11, "1"), "tags.1": (3, 14, "b")}

    node = root.at("é.title")
    assert node is not None
    assert (b"---" + data.encode())[slice(*node.span)].decode() == '"Ää"'


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('{\n "a": One\n}', "x.md:4:7", "a text needs double quotes"),
        ('{\n "a": "x"\n "b": 1}', "x.md:5:2", "put a comma after each value"),
        ('{\n "a": "x",\n}', "x.md:5:1", "no comma stands before"),
        ('{\n // a comment\n "a": 1}', "x.md:4:2", "no comment anywhere"),
        ('{\n "a": "C:\\x"}', "x.md:4", "write a backslash as"),
        ('{\n "a": "b\nc"}', "x.md:4", "a text is one line"),
        ('{\n "a": "b}', "x.md:4:7", "close the quotes"),
        ('{"a": 1,\n "a": 2}', "x.md:4:2", "'a' stands twice, first in line 3; remove one"),
        ('{"a": "\\udc00"}', "x.md:3:7", "half of a surrogate pair"),
        ('{"a": Infinity}', "x.md:3", "Infinity is no number"),
        ('{"a": ' + "[" * 70 + "]" * 70 + "}", "x.md:3:70", "deeper than 64 levels"),
    ],
)
def test_a_fault_names_its_line_in_the_file_and_what_to_do(text, place, said):
    with pytest.raises(JsonError) as caught:
        read_json(text.encode(), path="x.md", offset=30, first_line=3)
    assert str(caught.value).startswith(f"{place}:")
    assert said in str(caught.value)


def test_too_much_is_refused_and_what_is_made_to_be_slow_takes_linear_time():
    with pytest.raises(JsonError, match="larger than 16 MiB"):
        read_json(b" " * (MAX_BYTES + 1), path="x.md")
    with pytest.raises(JsonError, match="UTF-8"):
        read_json(b'{"a": "\xff"}', path="x.md")
    for text in ('{"a": ' * 50_000, '"' + "\\" * 200_001, "[" * 100_000):
        began = time.process_time()
        with pytest.raises(JsonError):
            read_json(text.encode(), path="x.md")
        assert time.process_time() - began < 5
