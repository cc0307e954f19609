"""What commands say of what they did: reports -> lines. Prints nothing, and knows no command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from i18n_site.model import Finding
    from i18n_site.workflow.adopt import AdoptReport
    from i18n_site.workflow.compile import CompileReport
    from i18n_site.workflow.extract import ExtractReport
    from i18n_site.workflow.localise_tree import LocaliseReport
    from i18n_site.workflow.update import Update, Updates

Line = tuple[bool, str]
"""Whether it goes to standard error, and what it says."""


def findings(findings: Iterable[Finding]) -> Iterator[Line]:
    """Each finding in a line, for standard output."""
    return ((False, str(finding)) for finding in findings)


def extracted(report: ExtractReport, *, check: bool = False) -> Iterator[Line]:
    """What became of each template."""
    verb = "would change" if check else "written"
    for domain, messages in report.messages.items():
        yield True, f"{domain}.pot: {_counted(messages, 'message')}, {verb if domain in report.changed else 'unchanged'}"


def updated(results: Iterable[Update]) -> Iterator[Line]:
    """What became of each catalogue."""
    for result in results:
        counts = ", ".join(f"{count} {name}" for name, count in result.report.counts.items() if count)
        yield True, f"{result.locale} {result.domain}: {counts or 'no messages'}{'' if result.changed else ' (unchanged)'}"


def adopted(report: AdoptReport) -> Iterator[Line]:
    """What came of the translated documents, catalogue by catalogue."""
    for catalogue in report.catalogues:
        counts = f"{catalogue.sure} adopted, {catalogue.doubtful} fuzzy, {catalogue.known} had a text"
        yield True, f"{report.locale} {catalogue.domain}: {counts}"
    documents = _counted(report.documents, "document")
    yield True, f"{documents}: {report.paired} of {report.passages} passages paired, {len(report.findings)} to look at"


def slugs(results: Updates, *, check: bool = False) -> Iterator[Line]:
    """The slugs that were remembered, for their addresses to lead on."""
    for record in results.slugs:
        yield True, f"former-slugs.yaml: {record.language} {record.owner}: {record.slug} {'would be kept' if check else 'kept'}"


def compiled(report: CompileReport) -> Iterator[Line]:
    """The release, and how much each language has of it."""
    published = ", ".join(f"{tag} {number}" for tag, number in report.published.items())
    yield True, f"release {report.release[:12]}: {_counted(report.documents, 'document')}; published in {published}"


def localised(report: LocaliseReport) -> Iterator[Line]:
    """What was written of each language, and what was left out."""
    for path in report.protected:
        yield True, f"{path}: left out; nothing would guard its body elsewhere"
    for tag, documents in report.documents.items():
        below = f", {len(report.below[tag])} below the threshold" if report.below[tag] else ""
        yield True, f"{tag}: {_counted(documents, 'document')}{below}"
    yield True, f"{_counted(report.files, 'file')}: {len(report.written)} written, {len(report.removed)} removed"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
