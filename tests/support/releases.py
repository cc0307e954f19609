"""A small release with one of everything that the web shows, written by the real writer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from i18n_site.locales import direction, endonym, plural_forms
from i18n_site.model import LocalisedText, State
from i18n_site.publish.release import (
    ColumnView,
    DocumentContent,
    EventView,
    FigureContent,
    FigureView,
    FileView,
    FormerSlug,
    HomeView,
    ImageView,
    LanguageView,
    MenuItemView,
    PageContent,
    ProtectedBody,
    ProtectedContent,
    ProtectedPageContent,
    ProtectedView,
    ReleaseContent,
    SectionPath,
    SectionView,
    SiteView,
    TableContent,
    TableView,
    TagView,
    TopicContent,
    VersionContent,
    write_release,
)

PUBLIC = ("en", "fr", "pt-BR", "ar", "ja")
LANGUAGES = (*PUBLIC, "de")
"""German is in preparation."""

SITE = SiteView(
    "CICOPA",
    "https://cicopa.example",
    "en",
    tuple(LanguageView(tag, endonym(tag), direction(tag), tag in PUBLIC) for tag in LANGUAGES),
    HomeView("pages/home", 4, ("news/athens", "pages/members", "pages/join", "pages/members"), ("members", "countries", "share")),
    {
        "main": (
            MenuItemView("menus.main.0.label", document="pages/members"),
            MenuItemView("menus.main.1.label", section="news"),
            MenuItemView("menus.main.2.label", document="pages/join"),
        ),
        "footer": (MenuItemView("menus.footer.0.label", url="https://ica.example/"),),
    },
    (SectionView("news", True), SectionView("pages", False)),
    {"enquiry_email": "info@cicopa.example"},
)

TEXTS = {
    "en": {
        "title": "CICOPA",
        "tagline": "Workers’, social and producers’ cooperatives, represented at world level",
        "description": "The International Organisation of Industrial and Service Cooperatives.",
        "sections.news.title": "News",
        "sections.news.description": "Reports, events and positions.",
        "sections.pages.title": "Pages",
        "menus.main.0.label": "Members",
        "menus.footer.0.label": "International Cooperative Alliance",
    },
    "fr": {
        "tagline": "Les coopératives de travail, sociales et de production, représentées à l’échelle mondiale",
        "sections.news.title": "Actualités",
        "menus.main.0.label": "Membres",
    },
    "ar": {
        "tagline": "تعاونيات العمل والتعاونيات الاجتماعية والإنتاجية ممثَّلة على المستوى العالمي",
        "sections.news.title": "الأخبار",
        "menus.main.0.label": "الأعضاء",
    },
    "ja": {
        "tagline": "労働者協同組合、社会的協同組合、生産者協同組合を、世界で代表する",
        "sections.news.title": "ニュース",
        "menus.main.0.label": "会員",
    },
}

MESSAGES = {
    "fr": {
        (None, "Read more"): ("Lire la suite",),
        (None, "Skip to content"): ("Aller au contenu",),
        (None, "Page not found"): ("Page introuvable",),
        (None, "Latest articles"): ("Derniers articles",),
        (None, "About us"): ("Qui nous sommes",),
        (None, "Languages"): ("Langues",),
        (None, "Language:"): ("Langue :",),
        (None, "Not translated yet:"): ("Pas encore traduit :",),
        (None, "Source: %(title)s"): ("Source : %(title)s",),
        (None, "All articles: %(section)s"): ("Tous les articles : %(section)s",),
        (None, "%(num)s article"): ("%(num)s article", "%(num)s articles"),
        (None, "There is no excerpt because this post is protected."): ("Il n’y a pas d’extrait, car cet article est protégé.",),
        (None, "This page is not yet available in %(language)s."): ("Cette page n’existe pas encore en %(language)s.",),
        (None, "It is shown in %(language)s."): ("Elle est affichée en %(language)s.",),
        (None, "It is available in %(num)s language:"): ("Elle existe en %(num)s langue :", "Elle existe en %(num)s langues :"),
        (None, "This site in %(num)s language"): ("Ce site en %(num)s langue", "Ce site en %(num)s langues"),
        # What a translator may get wrong: a name that the source lacks.
        (None, "In %(language)s"): ("En %(langue)s",),
        ("button", "Menu"): ("Menu",),
    },
    "ar": {
        (None, "Read more"): ("اقرأ المزيد",),
        (None, "Latest articles"): ("أحدث المقالات",),
        (None, "%(num)s article"): ("لا مقالات", "مقال واحد", "مقالان", "%(num)s مقالات", "%(num)s مقالًا", "%(num)s مقال"),
        (None, "This page is not yet available in %(language)s."): ("هذه الصفحة غير متاحة بعد باللغة %(language)s.",),
        (None, "It is shown in %(language)s."): ("وهي معروضة باللغة %(language)s.",),
        (None, "There is no excerpt because this post is protected."): ("لا يوجد مقتطف لأن هذه المقالة محمية.",),
        ("event", "When"): ("متى",),
        ("event", "Where"): ("أين",),
    },
    "ja": {(None, "Read more"): ("続きを読む",), (None, "Latest articles"): ("最新の記事",)},
}

ATHENS_BODY = "<p>Cooperators met in <bdi>Athens</bdi> to discuss the social and solidarity economy.</p>"


PASSWORD = "one member, one vote"
PASSWORD_HASH = "scrypt$16384$8$1$c2FsdCBmb3IgYSB0ZXN0IQ==$SjtgTqGVZiJ5JQa32XqFfoL4jcThcCS3vAHhtblgU3w="
"""Of the letter, at the lowest cost that is taken."""


def own(words: str, locale: str) -> LocalisedText:
    """A text in the language that it is asked in."""
    return LocalisedText(words, locale, State.SOURCE if locale == "en" else State.TRANSLATED)


def borrowed(words: str) -> LocalisedText:
    """An English text in another language's page."""
    return LocalisedText(words, "en", State.FALLBACK)


def content() -> ReleaseContent:
    """The release's content, to be changed with `replace`."""
    documents = (
        DocumentContent("pages/home", "pages", "content/pages/home.md", languages=PUBLIC),
        DocumentContent("pages/members", "pages", "content/pages/members.md", languages=("en", "fr", "ar")),
        DocumentContent("pages/join", "pages", "content/pages/join.md", languages=("en",)),
        DocumentContent(
            "news/athens", "news", "content/news/athens.md", "2017-09-23", "2017-10-02", languages=("en", "fr", "ar", "ja")
        ),
        DocumentContent("news/school", "news", "content/news/school.md", "2017-10-01", languages=("en",)),
        DocumentContent("news/care", "news", "content/news/care.md", languages=("en", "fr")),
        DocumentContent("news/letter", "news", "content/news/letter.md", "2016-02-01", protected=True, languages=("en", "fr")),
    )
    pages = tuple(page for tag in LANGUAGES for page in _pages(tag))
    return ReleaseContent(
        SITE,
        texts={tag: _texts(tag) for tag in LANGUAGES},
        documents=documents,
        pages=pages,
        versions=tuple(
            VersionContent(page.document, page.locale, page.published, page.coverage, ())
            for page in pages
            if page.locale != SITE.source_language and isinstance(page, PageContent)
        ),
        sections=tuple(
            SectionPath(tag, section, path)
            for tag in LANGUAGES
            for section, path in (("news", {"fr": "actualites"}.get(tag, "news")), ("pages", "pages"))
        ),
        former=(FormerSlug("fr", "actualites/athenes-2017", "news/athens"),),
        topics=tuple(
            TopicContent(tag, slug, label, ("news/athens",))
            for tag in LANGUAGES
            for slug, label in (("greece", greece(tag)), ("sse", borrowed("SSE")))
        ),
        tables=tuple(TableContent(tag, "pages/members", _members(tag)) for tag in LANGUAGES),
        figures=tuple(figure for tag in LANGUAGES for figure in _figures(tag)),
        messages={tag: {key: (forms, tag) for key, forms in messages.items()} for tag, messages in MESSAGES.items()},
        plural_forms={tag: plural_forms(tag) for tag in LANGUAGES},
        files=(
            FileView("files/report.pdf", 9, "application/pdf", "0" * 64),
            FileView("files/report.fr.pdf", 1_234_567, "application/pdf", "1" * 64, "fr", "files/report.pdf"),
            FileView("files/letter.pdf", 9, "application/pdf", "2" * 64, protected_by=("news/letter",)),
            FileView("files/chart.svg", 9, "image/svg+xml", "3" * 64),
        ),
        protected=ProtectedContent(
            {"news/letter": PASSWORD_HASH},
            tuple(ProtectedBody("news/letter", tag, _letter(tag)) for tag in LANGUAGES),
        ),
    )


def _letter(tag: str) -> ProtectedView:
    words = {"fr": "Chers membres, ceci reste entre nous."}.get(tag, "Dear members, this is between us.")
    html = f'<p>{words} <a href="/files/letter.pdf">A letter</a></p>'
    return ProtectedView(html, True, EventView("2016-03-01", None, own("Hideout", "en")))


def greece(tag: str) -> LocalisedText:
    """The label of a topic that French alone has translated."""
    return own("Grèce", "fr") if tag == "fr" else borrowed("Greece")


def _texts(tag: str) -> Mapping[str, LocalisedText]:
    mine = TEXTS.get(tag, {})
    return {path: own(mine[path], tag) if path in mine else borrowed(words) for path, words in TEXTS["en"].items()}


def _pages(tag: str) -> list[PageContent | ProtectedPageContent]:
    titles = {"fr": "Séminaire à Athènes", "ar": "ندوة في أثينا", "ja": "アテネでのセミナー"}
    section = {"fr": "actualites"}.get(tag, "news")

    def page(document: str, path: str, title: str, html: str, has: tuple[str, ...], **given: object) -> PageContent:
        shown = tag if tag in has else "en"
        words = own(title, tag) if tag in has else borrowed(title)
        return PageContent(document, tag, path, words, html, shown, tag in has, **given)  # type: ignore[arg-type]

    athens = {"fr": "athenes", "ar": "أثينا"}.get(tag, "athens")
    has_athens = ("en", "fr", "ar", "ja")
    return [
        page("pages/home", "", "Owning together", "<p>CICOPA brings cooperatives together.</p>", PUBLIC),
        page(
            "pages/members",
            {"fr": "membres"}.get(tag, "members"),
            {"fr": "Membres", "ar": "الأعضاء"}.get(tag, "Members"),
            "<p>52 members from 36 countries.</p>",
            ("en", "fr", "ar"),
            summary=own("52 organisations.", tag) if tag in ("en", "fr", "ar") else borrowed("52 organisations."),
        ),
        page("pages/join", "join", "Become a member", "<p>Write to us.</p>", ("en",), summary=borrowed("How to join.")),
        page(
            "news/athens",
            f"{section}/{athens}",
            titles.get(tag, "Seminar in Athens"),
            ATHENS_BODY,
            has_athens,
            summary=own("A seminar.", tag) if tag in has_athens else borrowed("A seminar."),
            tags=(TagView("Greece", greece(tag), "greece"), TagView("SSE", borrowed("SSE"), "sse")),
            event=EventView("2017-09-23", None, borrowed("Athens")),
            image=ImageView("/files/chart.svg", borrowed("A chart")),
        ),
        page(
            "news/school",
            f"{section}/school",
            "Social Cooperatives International School",
            '<p>30 cooperative managers.</p>\n<p lang="en" dir="ltr" class="fallback" data-language="English">In Naples.</p>',
            ("en",),
            summary=borrowed("30 cooperative managers."),
            event=EventView("2017-10-20", "2017-10-23", borrowed("Naples")),
        ),
        page("news/care", f"{section}/care", "Home care in Mar del Plata", "<p>A programme.</p>", ("en", "fr")),
        ProtectedPageContent("news/letter", tag, f"{section}/letter", borrowed("A letter to members"), "en", tag in ("en", "fr")),
    ]


def _members(tag: str) -> TableView:
    def label(words: str) -> LocalisedText:
        return own(words, "en") if tag == "en" else borrowed(words)

    columns = (
        ColumnView("name", label("Organisation")),
        ColumnView("country", label("Country"), "territory"),
        ColumnView("mail", label("Contact"), "email"),
        ColumnView("size", label("Cooperatives"), "number"),
        ColumnView("statutes", label("Statutes"), "file"),
    )
    rows = (
        ("Sample federation", "IT", "sample@federation.example", "12345.67", "files/report.pdf"),
        (label("Sample union"), "JP", None, None, "files/letter.pdf"),
    )
    return TableView("members", label("Sample members"), columns, rows)


def _figures(tag: str) -> list[FigureContent]:
    share = {"fr": "9,46 %", "ar": "9.46٪"}.get(tag, "9.46%")
    known = (
        ("members", "52", "members", None),
        ("countries", "36", "countries", None),
        ("share", share, "of the employed", "news/athens"),
    )
    return [FigureContent(tag, FigureView(name, text, borrowed(words)), link) for name, text, words, link in known]


def write_site(folder: Path, **changes: object) -> Path:
    """A site's folder with the release, some of its fields changed, and the files that it names. Returns the folder."""
    files = folder / "content" / "files"
    files.mkdir(parents=True, exist_ok=True)
    for name in ("report.pdf", "report.fr.pdf", "letter.pdf", "unnamed.pdf"):
        (files / name).write_bytes(b"%PDF-1.7\n")
    (files / "chart.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60"><rect width="240" height="60"/></svg>'
    )
    write_release(folder / "build" / "site.sqlite3", replace(content(), **changes))  # type: ignore[arg-type]
    return folder
