"""`sync`: extract, update, compile, in this order."""

from __future__ import annotations

from dataclasses import dataclass

from i18n_site.config import Site
from i18n_site.workflow.compile import CompileReport, compile_site
from i18n_site.workflow.extract import ExtractReport, extract
from i18n_site.workflow.update import Updates, update


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What each step did."""

    extracted: ExtractReport
    updated: Updates
    compiled: CompileReport

    @property
    def settled(self) -> SyncReport:
        """The report of a run that finds everything as this one left it."""
        return SyncReport(self.extracted.settled, self.updated.settled, self.compiled)


def sync(site: Site) -> SyncReport:
    """Bring templates, catalogues and the release up to the sources. What is up to date already is not written."""
    return SyncReport(extract(site), update(site), compile_site(site))
