"""The command line: parse, call the workflow, print the report, choose the exit code. Results on stdout, the rest on stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from i18n_site import __version__
from i18n_site.config import Site, load_site
from i18n_site.errors import I18nSiteError
from i18n_site.model import Finding
from i18n_site.workflow import status as status_workflow
from i18n_site.workflow.add_language import add_language
from i18n_site.workflow.compile import CompileReport, compile_site
from i18n_site.workflow.extract import ExtractReport, extract
from i18n_site.workflow.init import init
from i18n_site.workflow.new import new_document
from i18n_site.workflow.render import localised_document, plain_html, published_html
from i18n_site.workflow.sync import sync
from i18n_site.workflow.update import Update, update

FOUND = 1
"""Exit code: findings, something would change, nothing was published."""
BROKEN = 2
"""Exit code: usage, or input that cannot be read."""


class _Group(click.Group):
    """Ends with one line and exit code 2 for what the package refuses; a traceback is for faults of our own."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except I18nSiteError as error:
            click.echo(f"i18n-site: {error}", err=True)
            ctx.exit(BROKEN)
        except BrokenPipeError:
            # the reader of a pipe has gone; there is nobody to tell
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115  # stays open until the interpreter ends
            ctx.exit(0)


@click.group(cls=_Group, context_settings={"help_option_names": ["--help"]})
@click.option("--site", "root", metavar="DIR", envvar="I18N_SITE", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.version_option(__version__, prog_name="i18n-site")
@click.pass_context
def cli(ctx: click.Context, root: Path) -> None:
    """Publish content in many languages: Markdown in, gettext catalogues between, a web site out."""
    ctx.obj = root


def _site(ctx: click.Context) -> Site:
    return load_site(ctx.obj)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _print_findings(findings: Iterable[Finding]) -> None:
    for finding in findings:
        click.echo(str(finding))


@cli.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--language", "-l", "languages", metavar="LOCALE", multiple=True, help="A language to translate into.")
def init_command(folder: Path, languages: tuple[str, ...]) -> None:
    """Make a new site in DIR, which serves at once."""
    init(folder, languages)
    click.echo(f"Made {folder}. Look at it with: i18n-site --site {folder} serve")


@cli.command("new")
@click.argument("section")
@click.argument("title")
@click.pass_context
def new_command(ctx: click.Context, section: str, title: str) -> None:
    """Write a new draft in SECTION."""
    click.echo(str(new_document(_site(ctx), section, title)))


@cli.command("extract")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something would change.")
@click.pass_context
def extract_command(ctx: click.Context, check: bool) -> None:
    """Take the messages out of content, site texts, templates and Python into templates (.pot)."""
    report = extract(_site(ctx), check=check)
    _print_findings(report.findings)
    _say_extracted(report, check=check)
    ctx.exit(FOUND if check and report.changed else 0)


def _say_extracted(report: ExtractReport, *, check: bool = False) -> None:
    verb = "would change" if check else "written"
    for domain, messages in report.messages.items():
        _say(f"{domain}.pot: {messages} messages, {verb if domain in report.changed else 'unchanged'}")


@cli.command("add-language")
@click.argument("locale")
@click.pass_context
def add_language_command(ctx: click.Context, locale: str) -> None:
    """Add a language to site.yaml and make its catalogues, filled from memory."""
    tag, results = add_language(_site(ctx), locale)
    _say_updated(results)
    click.echo(tag)


@cli.command("update")
@click.argument("locales", metavar="[LOCALE]...", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something would change.")
@click.pass_context
def update_command(ctx: click.Context, locales: tuple[str, ...], check: bool) -> None:
    """Bring catalogues up to the templates; nothing that was translated is lost."""
    results = update(_site(ctx), locales, check=check)
    _say_updated(results)
    ctx.exit(FOUND if check and any(result.changed for result in results) else 0)


def _say_updated(results: Iterable[Update]) -> None:
    for result in results:
        counts = ", ".join(f"{count} {name}" for name, count in result.report.counts.items() if count)
        _say(f"{result.locale} {result.domain}: {counts or 'no messages'}{'' if result.changed else ' (unchanged)'}")


@cli.command("compile")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if there are errors.")
@click.pass_context
def compile_command(ctx: click.Context, check: bool) -> None:
    """Make the release that the web serves, and the .mo files."""
    report = compile_site(_site(ctx), check=check)
    _print_findings(report.findings)
    _say_compiled(report)
    ctx.exit(_code(report))


def _say_compiled(report: CompileReport) -> None:
    published = ", ".join(f"{tag} {number}" for tag, number in report.published.items())
    _say(f"release {report.release[:12]}: {report.documents} documents; published in {published}")


def _code(report: CompileReport) -> int:
    return FOUND if report.errors or not report.documents else 0


@cli.command("sync")
@click.pass_context
def sync_command(ctx: click.Context) -> None:
    """Extract, update and compile."""
    report = sync(_site(ctx))
    _print_findings(report.compiled.findings)
    _say_extracted(report.extracted)
    _say_updated(report.updated)
    _say_compiled(report.compiled)
    ctx.exit(_code(report.compiled))


@cli.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def status_command(ctx: click.Context, as_json: bool) -> None:
    """Show how far each language is, section by section."""
    languages = status_workflow.status(_site(ctx))
    if as_json:
        click.echo(json.dumps(status_workflow.as_json(languages), ensure_ascii=False, indent=2))
        return
    table = Table("language", "section", *("%", "translated", "fuzzy", "missing", "words"), box=None, pad_edge=False)
    for language in languages:
        rows = [*language.sections.items(), ("all", language.total)]
        for number, (section, stats) in enumerate(rows):
            numbers = (stats.translated, stats.fuzzy, stats.missing, stats.words)
            name = language.locale if number == 0 else ""
            table.add_row(name, section, f"{status_workflow.percent(stats):.1f}", *map(str, numbers))
    Console(no_color=True if os.environ.get("NO_COLOR") else None).print(table)


@cli.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port; 0 for any free one.")
@click.pass_context
def serve_command(ctx: click.Context, host: str, port: int) -> None:
    """Serve the site while it is written: drafts included, every saved file by the next reload."""
    from i18n_site.web.serve import serve  # the web is loaded by the one command that needs it

    serve(_site(ctx), host=host, port=port, say=_say)


@cli.command("render")
@click.argument("document")
@click.option("--locale", required=True, metavar="LOCALE", help="The language.")
@click.option("--plain", is_flag=True, help="The Markdown parser's own HTML, without what publishing adds.")
@click.option("--markdown", is_flag=True, help="The localised Markdown instead, front matter included.")
@click.pass_context
def render_command(ctx: click.Context, document: str, locale: str, plain: bool, markdown: bool) -> None:
    """Print one document's HTML body, or its localised Markdown. DOCUMENT is section/slug."""
    if plain and markdown:
        raise click.UsageError("--plain and --markdown exclude each other")
    site = _site(ctx)
    if not plain and not markdown:
        click.echo(published_html(site, document, locale), nl=False)
        return
    localised = localised_document(site, document, locale)
    for finding in localised.findings:
        _say(str(finding))
    if markdown:
        sys.stdout.buffer.write(localised.markdown)
    else:
        click.echo(plain_html(localised), nl=False)


def main() -> None:
    """The console script."""
    cli(prog_name="i18n-site")
