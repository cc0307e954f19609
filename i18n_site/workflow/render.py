"""`render`: one document's HTML, or its localised Markdown. Writes nothing."""

from __future__ import annotations

from i18n_site.catalogue.policy import policy_of
from i18n_site.config import Site
from i18n_site.errors import DocumentError
from i18n_site.model import Document, LocalisedDocument
from i18n_site.publish.assemble import assemble
from i18n_site.publish.localise import Localiser
from i18n_site.publish.release import PageContent
from i18n_site.publish.render import render
from i18n_site.publish.sources import Sources, chains_of, domain_of, is_protected
from i18n_site.publish.translations import Translations
from i18n_site.workflow.catalogues import read_catalogue, read_shelves
from i18n_site.workflow.languages import with_language
from i18n_site.workflow.read_sources import read_sources


def localised_document(site: Site, name: str, locale: str) -> LocalisedDocument:
    """A document in a language. `name`: its id, `news/athens`, or its file. Raises DocumentError and LocaleError."""
    site, tag = with_language(site, locale)
    sources = read_sources(site, drafts=True)
    document = _find(sources, name)
    chain = chains_of(site.config)[tag]
    domain = domain_of(document)
    shelves = {
        (language, domain): catalogue
        for language in (tag, *chain)
        if (catalogue := read_catalogue(site, language, domain)) is not None
    }
    source = site.config.source_language
    translations = Translations(
        shelves,
        source=source,
        numbers=sources.figures.numbers,
        policy=policy_of(site.config),
        math=site.config.markdown.math,
        is_mdx=site.config.markdown.is_mdx,
    )
    find = translations.find_in(domain)
    localiser = Localiser(document, source=source, figures=sources.figures.names, policy=site.config.differences)
    return localiser.localise(tag, chain, find)


def _find(sources: Sources, name: str) -> Document:
    wanted = name.strip("/").removeprefix("content/")
    for document in sources.documents:
        if wanted in (document.id.strip("/"), document.path.removeprefix("content/")):
            return document
    advice = "name a document as section/slug, like news/athens, or by its file"
    raise DocumentError(f"there is no document {name!r}", path="content", advice=advice)


def published_html(site: Site, name: str, locale: str) -> str:
    """The body of a document as the release would hold it. Raises DocumentError for one whose body is protected."""
    sources = read_sources(site, drafts=True)
    document = _find(sources, name)
    if is_protected(document):
        raise DocumentError("its body is protected", path=document.path, advice="--plain shows it to those who have the file")
    if document.jsx:
        said = "it is MDX, whose components are another generator's"
        raise DocumentError(said, path=document.path, advice="--markdown shows it as `localise` writes it")
    site, tag = with_language(site, locale)
    content = assemble(site.config, sources, read_shelves(site), {}).content
    page = next(page for page in content.pages if (page.document, page.locale) == (document.id, tag))
    return page.html if isinstance(page, PageContent) else ""


def plain_html(localised: LocalisedDocument) -> str:
    """The body as the Markdown parser itself renders it, without what publishing adds."""
    return render(localised.markdown[localised.body :].decode("utf-8"), math=localised.document.math)
