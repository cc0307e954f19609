"""Drawings of a site in the languages of its visitors: made, served, linked; and what of a translation is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from i18n_site.catalogue.po import read_po
from i18n_site.config import load_site
from i18n_site.formats.svg import read_svg
from i18n_site.model import Finding, Reference, Segment, State
from i18n_site.publish.drawings import localise_drawing, make_drawings
from i18n_site.publish.localise import Translation
from i18n_site.publish.release import open_release
from i18n_site.web.app import create_app
from i18n_site.workflow.compile import compile_site
from i18n_site.workflow.sync import sync

CHART = '<svg width="30" height="20"><title>One &amp; two</title><text><tspan x="1">Three</tspan></text></svg>'


def find_in(shelves: Mapping[str, Mapping[str, str]]):
    def find(locale: str, segment: Segment) -> Translation | None:
        msgstr = shelves.get(locale, {}).get(segment.key.msgid)
        return Translation(msgstr, State.TRANSLATED, Reference(f"{locale}.po", 7)) if msgstr else None

    return find


def drawn(shelves: Mapping[str, Mapping[str, str]]) -> tuple[str | None, list[Finding]]:
    findings: dict[Finding, None] = {}
    drawing = read_svg(CHART.encode(), path="content/files/chart.svg")
    data = localise_drawing(drawing, "pt-BR", ("es", "en"), find_in(shelves), findings)
    return data and data.decode(), list(findings)


def test_each_text_of_a_drawing_falls_along_the_chain_by_itself():
    spanish = {'<tspan x="1">Three</tspan>': '<tspan x="1">Tres</tspan>'}
    data, findings = drawn({"pt-BR": {"One &amp; two": "Um & dois"}, "es": spanish})
    assert findings == []
    assert data == (
        '<svg xml:lang="pt-BR" width="30" height="20"><title>Um &amp; dois</title>'
        '<text xml:lang="es"><tspan x="1">Tres</tspan></text></svg>'
    )


def test_a_language_that_has_no_text_of_a_drawing_has_no_drawing():
    assert drawn({"es": {"One &amp; two": "Uno"}}) == (None, [])


@pytest.mark.parametrize(
    ("msgstr", "check"),
    [
        ("Três", "html"),
        ('<tspan x="1" onclick="a">Três</tspan>', "html"),
        ('<tspan x="1">Três', "html"),
        ('<script>a</script><tspan x="1">Três</tspan>', "html"),
        ('<tspan x="1">Três<!-- a --></tspan>', "html"),
        ('</text><text><tspan x="1">Três</tspan>', "html"),
        ('<tspan x="1">Três \u202e</tspan>', "control"),
        (f'<tspan x="1">{"a" * 2000}</tspan>', "length"),
    ],
)
def test_a_translation_that_would_change_a_drawing_falls_back_alone(msgstr, check):
    data, findings = drawn({"pt-BR": {'<tspan x="1">Three</tspan>': msgstr, "One &amp; two": "Um"}})
    assert '<title>Um</title><text xml:lang="en"><tspan x="1">Three</tspan></text>' in (data or "")
    assert [(finding.check, finding.path, finding.line) for finding in findings] == [(check, "pt-BR.po", 7)]
    assert "content/files/chart.svg:1" in findings[0].message


def test_a_drawing_that_somebody_drew_is_left_to_them():
    drawing = read_svg(CHART.encode(), path="content/files/chart.svg")
    find = find_in({"pt-BR": {"One &amp; two": "Um"}, "fr": {"One &amp; two": "Un"}})
    chains = {"en": (), "pt-BR": ("en",), "fr": ("en",)}
    made, _ = make_drawings([drawing], chains, find, {"files/chart.svg", "files/chart.pt_BR.svg"})
    assert [one.file.path for one in made] == ["files/chart.fr.svg"]


def site_with_a_chart(root: Path) -> None:
    files = {
        "content/site.yaml": "languages: {en: {}, fr: {}, es: {}}\n",
        "content/index.md": "# Home\n\n![A chart](files/chart.svg)\n",
        "content/files/chart.svg": CHART,
        "content/files/chart.es.svg": "<svg><title>Uno</title></svg>",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for locale in ("fr", "es"):
        (root / "translations" / locale / "LC_MESSAGES").mkdir(parents=True)


def test_a_site_serves_each_visitor_the_drawing_in_their_language(tmp_path):
    site_with_a_chart(tmp_path)
    site = load_site(tmp_path)
    (tmp_path / "translations/fr/LC_MESSAGES/data.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "One &amp; two"\nmsgstr "Un & deux"\n',
        encoding="utf-8",
    )
    sync(site)
    template = {message.key.msgid for message in read_po(site.translations / "data.pot").messages}
    assert template == {"One &amp; two", '<tspan x="1">Three</tspan>'}
    assert compile_site(site).errors == ()
    with open_release(site.release_path) as release:
        assert '<img src="/files/chart.fr.svg" alt="A chart" width="30" height="20"' in release.page("fr", "pages/").html
        assert '<img src="/files/chart.es.svg"' in release.page("es", "pages/").html
        assert [file.path for file in release.files_of("files/chart.svg")] == [
            "files/chart.svg",
            "files/chart.es.svg",
            "files/chart.fr.svg",
        ]
    client = create_app(tmp_path).test_client()
    answer = client.get("/files/chart.fr.svg", buffered=True)
    assert (answer.status_code, answer.mimetype, answer.headers["Content-Language"]) == (200, "image/svg+xml", "fr")
    assert "<title>Un &amp; deux</title>" in answer.text
    assert client.get("/files/chart.fr.svg", headers={"If-None-Match": answer.headers["ETag"]}, buffered=True).status_code == 304
    assert "Uno" in client.get("/files/chart.es.svg", buffered=True).text
    assert not (tmp_path / "content/files/chart.fr.svg").exists()
