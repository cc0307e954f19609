"""Views beside a page: both languages side by side, what the original has changed since, the same for programs.

Knows Flask, the release and the templates. A protected document has none of them, and neither has the source language.
"""

from __future__ import annotations

from collections import Counter

from flask import Response, jsonify

from i18n_site.model import State
from i18n_site.publish.release import PassageView, Release, VersionView
from i18n_site.publish.slugs import VIEW_MARK
from i18n_site.web.addresses import Nowhere, ViewAt, public_languages
from i18n_site.web.diffs import compare_words
from i18n_site.web.errors import answer_nowhere
from i18n_site.web.layout import cacheable, page_response
from i18n_site.web.navigation import Subject
from i18n_site.web.visit import speak


def show_side_by_side(release: Release, place: ViewAt) -> Response:
    """Source and translation of every passage, and where a passage is not translated, why."""
    version = release.version(place.locale, place.page.document)
    if version is None:
        return _answer_none(release, place)
    return _show(release, place, "side_by_side.html", version, changed=any(passage.previous for passage in version.passages))


def show_changes(release: Release, place: ViewAt) -> Response:
    """Every passage whose source has changed since it was translated: the source then and now, and the translation."""
    version = release.version(place.locale, place.page.document)
    if version is None:
        return _answer_none(release, place)
    changed = [
        (passage, compare_words(passage.previous, passage.source)) for passage in version.passages if passage.previous is not None
    ]
    return _show(release, place, "changes.html", version, changed=changed)


def show_status(release: Release, place: ViewAt) -> Response:
    """How far the document is translated, for programs: JSON."""
    version = release.version(place.locale, place.page.document)
    if version is None:
        return _answer_none(release, place)
    speak(place.locale)
    response = jsonify(_described(release, place, version))
    response.headers["X-Robots-Tag"] = "noindex"
    return cacheable(response)


def _answer_none(release: Release, place: ViewAt) -> Response:
    return answer_nowhere(release, Nowhere(place.locale, (place.page.path,)))


def _show(release: Release, place: ViewAt, template: str, version: VersionView, *, changed: object) -> Response:
    speak(place.locale)
    source = release.site.source_language
    others = [tag for tag in public_languages(release) if tag != source]
    subject = Subject(document=place.page.document, below=f"{VIEW_MARK}/{place.name}")
    return page_response(
        template,
        subject,
        (),
        switch_to=others,
        indexed=False,
        page=place.page,
        source=source,
        version=version,
        changed=changed,
        view_url=lambda name: Subject(document=place.page.document, below=f"{VIEW_MARK}/{name}").url(release, place.locale),
    )


def _described(release: Release, place: ViewAt, version: VersionView) -> dict[str, object]:
    states = Counter(passage.state for passage in version.passages)
    base = release.site.base_url
    return {
        "document": version.document,
        "language": version.locale,
        "shown": place.page.shown,
        "url": base + place.page.url,
        "source": {"language": release.site.source_language, "path": version.source_path, "revision": version.revision},
        "published": version.published,
        "coverage": round(version.coverage, 4),
        "words": version.words,
        "segments": {
            "total": len(version.passages),
            **{str(state): states[state] for state in (State.TRANSLATED, State.STALE, State.FALLBACK)},
            "each": [_passage(passage) for passage in version.passages],
        },
    }


def _passage(passage: PassageView) -> dict[str, object]:
    found: dict[str, object] = {
        "kind": passage.kind,
        "line": passage.line,
        "state": str(passage.state),
        "language": passage.locale,
        "source": passage.source,
        "text": passage.text,
    }
    if passage.previous is not None:
        found["previous"] = passage.previous
    if passage.lacks:
        found["why"] = [{"language": lack.language, "reason": str(lack.reason)} for lack in passage.lacks]
    return found
