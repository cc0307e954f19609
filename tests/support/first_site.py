"""The repository's own site, compiled and served, and an address of every template in a language."""

from __future__ import annotations

from pathlib import Path

from i18n_site.config import load_site
from i18n_site.publish.release import Release, open_release
from i18n_site.web.addresses import url_of
from i18n_site.workflow.compile import compile_for_editing
from support.corpora import ROOT


def compile_first_site(path: Path) -> Path:
    """The site's release, at the path."""
    compile_for_editing(load_site(ROOT), path)
    return path


def template_addresses(path: Path, language: str) -> dict[str, str]:
    """One address of each template and kind of page, by name."""
    with open_release(path) as release:
        article = release.page(language, "news/athens-seminar").url
        return {
            "home": f"/{language}/",
            "section": _section(release, language),
            "second page of a section": f"{_section(release, language)}?page=2",
            "article and event": article,
            "report": release.page(language, "news/second-global-report-employment").url,
            "page": release.page(language, "pages/privacy-policy").url,
            "protected post": release.page(language, "news/note-to-members").url,
            "members": release.page(language, "pages/members").url,
            "board": release.page(language, "pages/board").url,
            "downloads": release.page(language, "pages/founding-documents").url,
            "figures": release.page(language, "pages/figures").url,
            "topics": f"/{language}/tags/",
            "topic": f"/{language}/tags/reports/",
            "search": f"/{language}/search/?q=social",
            "search without hits": f"/{language}/search/?q=zzqq",
            "status": f"/{language}/status/",
            "side by side": f"{release.page('fr' if language == 'en' else language, 'news/athens-seminar').url}-/side-by-side/",
            "changes": f"{release.page('fr' if language == 'en' else language, 'news/athens-seminar').url}-/changes/",
            "not found": f"/{language}/nowhere/",
        }


def _section(release: Release, language: str) -> str:
    return url_of(language, release.section_path(language, "news"))
