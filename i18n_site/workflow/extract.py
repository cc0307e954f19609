"""`extract`: content, site texts and interface -> a template for each domain. A template changes only when its messages do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from i18n_site.catalogue.po import read_po, set_header_field
from i18n_site.catalogue.template import CREATED, build_template, same_messages
from i18n_site.config import Site
from i18n_site.model import Catalogue, Finding, Segment
from i18n_site.publish.sources import Sources, domain_of
from i18n_site.workflow.catalogues import edit_template
from i18n_site.workflow.interface_messages import extract_interface
from i18n_site.workflow.read_sources import read_sources

INTERFACE = "messages"
"""The domain of the interface."""


@dataclass(frozen=True, slots=True)
class ExtractReport:
    """What an extraction found and changed."""

    messages: Mapping[str, int]
    """Domain -> number of messages, in the order of the alphabet."""
    changed: tuple[str, ...]
    """Domains whose template was written, or would be."""
    findings: tuple[Finding, ...]

    @property
    def settled(self) -> ExtractReport:
        """The report of an extraction that finds everything as this one left it."""
        return replace(self, changed=())


def collect(site: Site, sources: Sources) -> Mapping[str, list[Segment]]:
    """Every segment of the site by its domain, in the order of the alphabet."""
    domains = collect_content(site, sources) | {INTERFACE: list(extract_interface(site))}
    return {domain: domains[domain] for domain in sorted(domains)}


def collect_content(site: Site, sources: Sources) -> dict[str, list[Segment]]:
    """Every segment of the site's content by its domain: all but the interface's."""
    domains: dict[str, list[Segment]] = {}
    for document in sources.documents:
        domains.setdefault(domain_of(document), []).extend(document.segments)
    for file in sources.data:
        domains.setdefault("data", []).extend(file.document.segments)
    for drawing in sources.drawings:
        domains.setdefault(drawing.section, []).extend(drawing.segments)
    domains["site"] = [text.segment for text in site.config.texts]
    return domains


def build_templates(site: Site, sources: Sources) -> Mapping[str, Catalogue]:
    """The template of every domain that has messages, without a creation date."""
    config = site.config
    return {
        domain: build_template(domain, segments, project=config.title, references=config.references)
        for domain, segments in collect(site, sources).items()
        if segments
    }


def read_templates(site: Site) -> Iterator[Catalogue]:
    """Every template that lies in translations/, by domain."""
    for path in sorted(site.translations.glob("*.pot")):
        yield read_po(path, domain=path.stem)


def _renew(template: Catalogue, now: Callable[[], datetime], old: Catalogue | None) -> Catalogue:
    """The template with a date of its own, unless the old one says the same."""
    if old is not None and same_messages(old, template):
        return old
    return set_header_field(template, CREATED, f"{now():%Y-%m-%d %H:%M%z}")


def extract(site: Site, *, check: bool = False, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> ExtractReport:
    """Bring every template up to its sources; with `check` nothing is written.

    A domain whose messages are all gone keeps a template without any, so that `update` retires its translations.
    """
    sources = read_sources(site, keep=not check)
    templates = dict(build_templates(site, sources))
    old = {template.domain: template for template in read_templates(site)}
    for domain in old.keys() - templates.keys():
        templates[domain] = build_template(domain, (), project=site.config.title)
    changed = [domain for domain in sorted(templates) if domain not in old or not same_messages(old[domain], templates[domain])]
    for domain in changed if not check else ():
        edit_template(site, domain, partial(_renew, templates[domain], now))
    counts = {domain: len(templates[domain].messages) for domain in sorted(templates)}
    return ExtractReport(counts, tuple(changed), sources.findings)
