"""Structured data in YAML -> a Document with segments, its records, the columns of its table. Knows nothing of catalogues."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Final

from i18n_site.errors import DocumentError
from i18n_site.formats.front_matter import texts_at
from i18n_site.model import Document, Finding, Kind, MessageKey, Reference, Segment, Severity, Value
from i18n_site.notes import read_notes
from i18n_site.yaml_positions import Node, frame_of, read_yaml

CHECK: Final = "data"
"""The name of this reader's findings."""
SECTION: Final = "data"
"""The section, and the domain, of every data file."""
COLUMN_KINDS: Final = ("text", "territory", "email", "url", "number", "date", "file")
"""What a column may hold; the first is the default."""
FIGURE_FORMATS: Final = ("decimal", "percent", "text")
"""How a figure is written; the first is the default."""

_KEYS: Final = ("page", "caption", "translate", "columns", "sort", "group", "charts", "records")
_COLUMN_KEYS: Final = ("field", "label", "as")
_CHART_KEYS: Final = ("title", "figures")
_LARGEST: Final = 20
"""Powers of ten of a figure; beyond 24 Babel cannot format one."""
_FIGURE_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table that a data file is shown as."""

    field: str
    """Dotted path in a record."""
    label: str
    """In the source language."""
    kind: str = COLUMN_KINDS[0]
    """One of COLUMN_KINDS: the `as` of the file."""
    path: str | None = None
    """Dotted path of the label, where it is a message: `columns.0.label`; None for one made from the field's name."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record."""

    id: str
    """Its key in a mapping, its number from 0 in a list."""
    path: str
    """Dotted: `records.0`, `records.members`. A field's segment is named `<path>.<field>`."""
    fields: Mapping[str, Value]
    """As read, untranslated."""
    line: int
    """1-based."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures that are drawn side by side."""

    title: str
    """In the source language."""
    path: str
    """Dotted path of the title's message: `charts.0.title`."""
    figures: tuple[str, ...]
    """Names of records, in the order of the chart."""
    line: int
    """1-based."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of content/data/, read once."""

    name: str
    document: Document
    page: str | None
    """`section/slug` of the page below whose text the table is shown."""
    caption: str | None
    """Of the table, in the source language; its message is the segment named `caption`."""
    columns: tuple[Column, ...]
    """In the order of the table: the file's own, else one for every field."""
    records: tuple[Record, ...]
    sort: tuple[str, ...] = ()
    """Fields of columns by whose values the table is sorted, in each language by itself; none: in the order of the file."""
    group: str | None = None
    """The field of the column whose values gather the records below a heading each; the table is sorted by it first."""
    charts: tuple[Chart, ...] = ()
    """Of figures.yaml only."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or text that prose names as a placeholder, from content/data/figures.yaml."""

    id: str
    value: Decimal | str
    """A text where the format is `text`. A percentage is per hundred: 9.46 means 9.46 %, its decimals kept."""
    format: str
    """One of FIGURE_FORMATS."""
    record: Record
    """The rest: label, source, date, link."""


def read_data(data: bytes, *, path: str, address: str | None = None) -> DataFile:
    """Read one data file; `address` is where its table is seen, for the translators' comments.

    Raises YamlError, and DocumentError where the file is no mapping. What is wrong inside it is a finding of the document, and
    costs that column or record only.
    """
    root = read_yaml(data, path=path)
    if root.kind not in ("map", "null"):
        raise DocumentError("a data file is a mapping", path=path, line=root.line, advice="begin with `records:`")
    return _Reader(data, root, path, address).read()


def read_figures(file: DataFile) -> tuple[tuple[Figure, ...], tuple[Finding, ...]]:
    """The figures that the records of figures.yaml state, and what is wrong with the others."""
    figures, findings = [], []
    for record in file.records:
        figure = _read_figure(record)
        if isinstance(figure, str):
            said = f"the figure {record.id!r}: {figure}"
            findings.append(Finding(CHECK, Severity.ERROR, said, path=file.document.path, line=record.line))
        else:
            figures.append(figure)
    return tuple(figures), tuple(findings)


def _read_figure(record: Record) -> Figure | str:
    """The figure, or what is wrong with it."""
    raw, format_ = record.fields.get("value"), record.fields.get("format") or FIGURE_FORMATS[0]
    if not _FIGURE_NAME.fullmatch(record.id) or record.id.isdigit():
        return "a name is made of letters, digits, - and _, and begins with a letter"
    if format_ not in FIGURE_FORMATS or not isinstance(format_, str):
        return f"format must be one of {', '.join(FIGURE_FORMATS)}"
    if not isinstance(raw, str) or not raw.strip():
        return "it has no value"
    if format_ == "text":
        return Figure(record.id, raw, format_, record)
    try:
        number = Decimal(raw) if raw.isascii() and "_" not in raw else Decimal("nan")
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST:
        return f"{raw!r} is no number; write digits and a point, like 65000 or 9.46, or set format: text"
    return Figure(record.id, number, format_, record)


class _Reader:
    """The tree of a data file -> DataFile."""

    def __init__(self, data: bytes, root: Node, path: str, address: str | None) -> None:
        self.data = data
        self.root = root
        self.path = path
        self.address = address
        self.notes = read_notes(data, root)
        self.problems: list[Finding] = []

    def read(self) -> DataFile:
        """The whole file."""
        self._known(self.root, _KEYS, "")
        translate = self._translate()
        nodes = tuple(self._records())
        records = tuple(self._record(path, node) for path, node in nodes)
        columns = tuple(self._columns(records))
        for field in translate:
            if records and not any(node.at(field) for _, node in nodes):
                self._find(self.root.at("translate"), f"no record has the field {field!r}; correct it or remove it")
        sort, group = self._order(columns)
        charts = tuple(self._charts({record.id for record in records}))
        segments = [*self._head_segments()]
        for (path, node), record in zip(nodes, records, strict=True):
            segments += self._record_segments(path, node, record, translate)
        fields, page, caption = self.root.plain(), self._text("page"), self._text("caption")
        name = PurePosixPath(self.path).stem
        document = Document(
            path=self.path,
            section=SECTION,
            slug=name,
            fields=fields if isinstance(fields, dict) else {},
            text=self.data,
            segments=tuple(sorted(segments, key=lambda segment: segment.span or (0, 0))),
            body=len(self.data),
            problems=tuple(sorted(self.problems, key=lambda problem: problem.line or 0)),
        )
        return DataFile(name, document, page, caption, columns, records, sort, group, charts)

    def _find(self, node: Node | None, message: str, severity: Severity = Severity.WARNING) -> None:
        node = node or self.root
        self.problems.append(Finding(CHECK, severity, message, path=self.path, line=node.line, column=node.column))

    def _known(self, node: Node, known: tuple[str, ...], where: str) -> None:
        for key, _ in node.items:
            if key.value not in known:
                close = get_close_matches(key.value or "", known, 1)
                hint = f"did you mean {close[0]}?" if close else f"known here: {', '.join(known)}"
                self._find(key, f"unknown key {where + (key.value or '')!r}; {hint}")

    def _text(self, key: str) -> str | None:
        node = self.root.get(key)
        if node is not None and node.kind in ("list", "map"):
            self._find(node, f"{key} must be a text", Severity.ERROR)
        return node.value if node else None

    def _translate(self) -> tuple[str, ...]:
        node = self.root.get("translate")
        if node is None or node.kind == "null":
            return ()
        if node.kind != "list" or any(child.kind != "scalar" for child in node.children):
            self._find(node, "translate must be a list of fields, like [role, note]", Severity.ERROR)
        return tuple(dict.fromkeys(child.value for child in node.children if child.value))

    def _records(self) -> Iterator[tuple[str, Node]]:
        """Dotted path and node of each record that is a mapping."""
        node = self.root.get("records")
        if node is None or node.kind == "null":
            return
        if node.kind == "scalar":
            self._find(node, "records must be a list, or a mapping of names to records", Severity.ERROR)
        children = [(str(number), child) for number, child in enumerate(node.children)]
        children += [(key.value or "", child) for key, child in node.items]
        for name, child in children:
            if child.kind == "map":
                yield f"records.{name}", child
            else:
                self._find(child, f"the record {name} must be a mapping of fields to values", Severity.ERROR)

    def _record(self, path: str, node: Node) -> Record:
        fields = node.plain()
        return Record(path.removeprefix("records."), path, fields if isinstance(fields, dict) else {}, node.line)

    def _columns(self, records: tuple[Record, ...]) -> Iterator[Column]:
        node = self.root.get("columns")
        if node is None or node.kind == "null":
            for name in dict.fromkeys(name for record in records for name in record.fields):
                yield Column(name, _default_label(name))
            return
        if node.kind != "list":
            self._find(node, "columns must be a list, like [{field: country, label: Country}]", Severity.ERROR)
        for number, child in enumerate(node.children):
            field, label, kind = (child.get(key) for key in _COLUMN_KEYS)
            if field is None or not field.value:
                self._find(child, "a column needs a field, like {field: country, label: Country}", Severity.ERROR)
                continue
            self._known(child, _COLUMN_KEYS, f"columns.{number}.")
            if records and not any(_has(record.fields, field.value) for record in records):
                self._find(field, f"no record has the field {field.value!r}; correct it or remove the column")
            as_ = (kind.value if kind else None) or COLUMN_KINDS[0]
            if as_ not in COLUMN_KINDS:
                self._find(kind, f"a column cannot be shown as {as_!r}; write one of {', '.join(COLUMN_KINDS)}", Severity.ERROR)
                as_ = COLUMN_KINDS[0]
            if label is None or not (label.value or "").strip():
                yield Column(field.value, _default_label(field.value), as_)
            else:
                yield Column(field.value, label.value or "", as_, f"columns.{number}.label")

    def _order(self, columns: tuple[Column, ...]) -> tuple[tuple[str, ...], str | None]:
        """What the table is sorted and gathered by; only what is a column."""
        node = self.root.get("sort")
        listed = (node.children if node.kind == "list" else (node,)) if node else ()
        known = {column.field for column in columns}
        for wish in (*listed, *filter(None, [self.root.get("group")])):
            if wish.kind != "scalar" or wish.value not in known:
                said = f"a table is sorted and grouped by its columns: {', '.join(sorted(known)) or 'it has none'}"
                self._find(wish, said, Severity.ERROR)
        group = self._text("group")
        fields = dict.fromkeys(child.value for child in listed if child.value in known)
        return tuple(field for field in fields if field), group if group in known else None

    def _charts(self, known: set[str]) -> Iterator[Chart]:
        """The charts that name figures of this file."""
        node = self.root.get("charts")
        if node is None or node.kind == "null":
            return
        if node.kind != "list":
            self._find(node, "charts must be a list, like [{title: Jobs, figures: [jobs, people]}]", Severity.ERROR)
        for number, child in enumerate(node.children):
            title, figures = (child.get(key) for key in _CHART_KEYS)
            self._known(child, _CHART_KEYS, f"charts.{number}.")
            names = tuple(one.value or "" for one in figures.children) if figures else ()
            if title is None or not (title.value or "").strip() or not names:
                self._find(
                    child, "a chart needs a title and figures, like {title: Jobs, figures: [jobs, people]}", Severity.ERROR
                )
            elif missing := [name for name in names if name not in known]:
                self._find(figures, f"there is no figure {missing[0]!r}; name records of this file", Severity.ERROR)
            else:
                yield Chart(title.value or "", f"charts.{number}.title", names, child.line)

    def _head_segments(self) -> Iterator[Segment]:
        """The caption, the titles of charts and the columns' labels."""
        for path, node in texts_at(self.root, "caption"):
            yield self._segment(path, node, "caption", self.notes.get(path, ()))
        charts = self.root.get("charts")
        for number in range(len(charts.children) if charts else 0):
            path = f"charts.{number}.title"
            for dotted, node in texts_at(self.root, path):
                yield self._segment(dotted, node, "chart", (*self.notes.get(f"charts.{number}", ()), *self.notes.get(path, ())))
        columns = self.root.get("columns")
        for number, column in enumerate(columns.children if columns else ()):
            field = column.get("field")
            path = f"columns.{number}.label"
            notes = (*self.notes.get(f"columns.{number}", ()), *self.notes.get(path, ()))
            for dotted, node in texts_at(self.root, path) if field and field.value else ():
                yield self._segment(dotted, node, f"column · {field.value}" if field else "column", notes)

    def _record_segments(self, path: str, node: Node, record: Record, translate: tuple[str, ...]) -> Iterator[Segment]:
        label = _label(record)
        for field in translate:
            for dotted, child in texts_at(node, field):
                where = f"{path}.{dotted}"
                notes = (*self.notes.get(path, ()), *self.notes.get(f"{path}.{field}", ()), *self.notes.get(where, ()))
                yield self._segment(where, child, f"{dotted} · {label}", notes)

    def _segment(self, path: str, node: Node, said: str, notes: tuple[str, ...]) -> Segment:
        address = (self.address,) if self.address else ()
        return Segment(
            key=MessageKey(node.value or ""),
            kind=Kind.FIELD,
            reference=Reference(self.path, node.line),
            span=node.span,
            frame=frame_of(node),
            # A comment above a record stands above its first field as well.
            comment=(said, *address, *dict.fromkeys(notes)),
            field=path,
        )


def _label(record: Record) -> str:
    """What a translator knows a record by: its name, else its first text, else its key or number."""
    if not record.id.isdigit():
        return record.id
    names = (record.fields.get(name) for name in ("name", "title", "label", *record.fields))
    found = next((name for name in names if isinstance(name, str) and name.strip()), None)
    return " ".join(found.split())[:60] if found else f"{int(record.id) + 1}"


def _has(fields: Mapping[str, Value], path: str) -> bool:
    found: Value = dict(fields)
    for part in path.split("."):
        if not isinstance(found, dict) or part not in found:
            return False
        found = found[part]
    return True


def _default_label(field: str) -> str:
    return re.sub(r"[-_.]+", " ", field).strip().capitalize()
