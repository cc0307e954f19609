"""Data files -> the tables and figures that pages show. Opens no files; texts in a language are asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from i18n_site.collation import sort_key
from i18n_site.formats.data import Chart, DataFile
from i18n_site.locales import territory_name
from i18n_site.model import LocalisedText, Segment, Value
from i18n_site.publish.charts import Bar, bar_chart
from i18n_site.publish.figures import Figures
from i18n_site.publish.release_content import ChartContent, FigureContent
from i18n_site.publish.sources import plain_segment, texts_by_field
from i18n_site.publish.views import Cell, ChartView, ColumnView, FigureView, TableView

Translate = Callable[[Segment], LocalisedText]
"""The text of a segment in the language of the page, or along its chain."""


def table_of(file: DataFile, locale: str, translate: Translate) -> TableView:
    """A data file as a table in one language, sorted in that language's alphabet where the file wishes so."""
    segments = texts_by_field(file.document.segments)

    def text(path: str | None, source: str) -> LocalisedText:
        return translate(segments.get(path or "") or plain_segment(source, file.document.path))

    def cell(path: str, value: Value) -> Cell:
        segment = segments.get(path)
        if segment is not None:
            return translate(segment)
        return value if isinstance(value, str) and value else None

    rows = [
        tuple(cell(f"{record.path}.{column.field}", _value_at(record.fields, column.field)) for column in file.columns)
        for record in file.records
    ]
    places = {column.field: place for place, column in enumerate(file.columns)}
    wanted = [places[field] for field in dict.fromkeys((*filter(None, [file.group]), *file.sort))]
    if wanted:
        # Sorting is stable: what is alike in all of them keeps the order of the file.
        rows.sort(key=lambda row: [_sort_value(row[place], file.columns[place].kind, locale) for place in wanted])
    return TableView(
        name=file.name,
        caption=text("caption", file.caption) if file.caption else None,
        columns=tuple(ColumnView(column.field, text(column.path, column.label), column.kind) for column in file.columns),
        rows=tuple(rows),
        group=places[file.group] if file.group else None,
    )


def _sort_value(cell: Cell, kind: str, locale: str) -> tuple[object, ...]:
    """What a cell is sorted by: as its column shows it, numbers by their value; empty ones last."""
    text = cell.text if isinstance(cell, LocalisedText) else cell
    if text is None:
        return (2,)
    if kind == "number":
        try:
            return 0, Decimal(text)
        except InvalidOperation:
            return 1, sort_key(text, locale)
    return 0, sort_key(territory_name(text, locale) if kind == "territory" else text, locale)


def _value_at(fields: Mapping[str, Value], path: str) -> Value:
    """The value at a dotted path; None where there is none."""
    found: Value = dict(fields)
    for part in path.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def figures_of(
    file: DataFile, figures: Figures, locale: str, translate: Translate, documents: Collection[str]
) -> Iterator[FigureContent]:
    """Every figure of figures.yaml in one language. `documents`: the ids that a figure may link to."""
    segments = texts_by_field(file.document.segments)
    for position, figure in enumerate(figures.figures.values()):
        fields, path = figure.record.fields, figure.record.path
        label = segments.get(f"{path}.label") or plain_segment(figure.id.replace("_", " "), file.document.path)
        source, date, link = segments.get(f"{path}.source"), fields.get("date"), fields.get("link")
        view = FigureView(
            id=figure.id,
            text=figures.text(figure.id, locale) or "",
            label=translate(label),
            source=translate(source) if source else None,
            date=date if isinstance(date, str) else None,
        )
        yield FigureContent(locale, view, link if isinstance(link, str) and link in documents else None, position)


def charts_of(file: DataFile, figures: Figures, locale: str, translate: Translate) -> Iterator[ChartContent]:
    """The charts of figures.yaml in one language: of figures that are numbers of one format."""
    segments = texts_by_field(file.document.segments)
    for position, chart in enumerate(file.charts):
        drawn = [figures.figures[name] for name in chart.figures if name in figures.figures]
        if not drawn or fault_of(chart, figures):
            continue
        bars = []
        for figure in drawn:
            label = segments.get(f"{figure.record.path}.label") or plain_segment(figure.id.replace("_", " "), file.document.path)
            if isinstance(figure.value, Decimal):
                bars.append(Bar(translate(label), figure.value, figures.text(figure.id, locale) or ""))
        title = translate(segments.get(chart.path) or plain_segment(chart.title, file.document.path))
        whole = Decimal(100) if drawn[0].format == "percent" else None
        svg = bar_chart(f"chart-{position + 1}", title, bars, locale, whole=whole)
        yield ChartContent(locale, position, ChartView(title, svg))


def fault_of(chart: Chart, figures: Figures) -> str | None:
    """Why a chart cannot be drawn; None where it can."""
    formats = {figures.figures[name].format for name in chart.figures if name in figures.figures}
    if "text" in formats:
        return "a chart draws numbers; leave out figures of the format text"
    return "a chart compares figures of one format: decimal or percent" if len(formats) > 1 else None
