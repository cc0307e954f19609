"""The command line: parse, call the workflow, print the report, choose the exit code. Results on stdout, the rest on stderr.

Each command loads its own workflow when it runs: all of them take longer to load than most commands take to run.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from i18n_site import __version__, telling
from i18n_site.errors import I18nSiteError
from i18n_site.publish.layouts import LAYOUTS
from i18n_site.workflow.outcome import Outcome, Run

if TYPE_CHECKING:
    from i18n_site.config import Site
    from i18n_site.workflow.compile import CompileReport
    from i18n_site.workflow.extract import ExtractReport
    from i18n_site.workflow.localise_tree import LocaliseReport
    from i18n_site.workflow.sync import SyncReport
    from i18n_site.workflow.update import Updates

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
@click.option(
    "--site",
    "root",
    metavar="DIR",
    envvar="I18N_SITE",
    default=".",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the site, if not this one; also $I18N_SITE.",
)
@click.version_option(__version__, prog_name="i18n-site")
@click.pass_context
def cli(ctx: click.Context, root: Path) -> None:
    """Publish content in many languages: Markdown in, gettext catalogues between, a web site out."""
    ctx.obj = root


def _site(ctx: click.Context) -> Site:
    from i18n_site.config import load_site

    return load_site(ctx.obj)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _print(lines: Iterable[telling.Line]) -> None:
    for error, text in lines:
        click.echo(text, err=error)


def _finish(ctx: click.Context, run: Callable[[], Run], *, catalogues: str, interface: bool = False) -> NoReturn:
    """Do what the command is for, unless nothing has changed since it was done; print what there is to say, and exit.

    `catalogues` and `interface` say which files it reads or writes beside content/, as for `Scope`. A command that only checks
    is done each time, since it writes nothing.
    """
    from i18n_site.workflow.unchanged import Scope, remembered

    scope = Scope(ctx.obj, sources=True, interface=interface, catalogues=catalogues)
    given = [ctx.info_name or "", *(f"{name}={value!r}" for name, value in sorted(ctx.params.items())), str(Path.cwd())]
    outcome = run().outcome if ctx.params.get("check") else remembered(ctx.obj, given, scope, run)
    _print(outcome.lines)
    ctx.exit(outcome.code)


@cli.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--language", "-l", "languages", metavar="LOCALE", multiple=True, help="A language to translate into.")
def init_command(folder: Path, languages: tuple[str, ...]) -> None:
    """Make a new site in DIR, which serves at once."""
    from i18n_site.workflow.init import init

    init(folder, languages)
    click.echo(f"Made {folder}. Look at it with: i18n-site --site {folder} serve")


@cli.command("new")
@click.argument("section")
@click.argument("title")
@click.pass_context
def new_command(ctx: click.Context, section: str, title: str) -> None:
    """Write a new draft in SECTION."""
    from i18n_site.workflow.new import new_document

    click.echo(str(new_document(_site(ctx), section, title)))


@cli.command("extract")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something would change.")
@click.pass_context
def extract_command(ctx: click.Context, check: bool) -> None:
    """Take the messages of the whole site into templates (.pot).

    They are those of content, site texts, HTML templates and Python.
    """

    def run() -> Run:
        from i18n_site.workflow.extract import extract

        report = extract(_site(ctx), check=check)

        def tell(report: ExtractReport) -> Outcome:
            lines = (*telling.findings(report.findings), *telling.extracted(report, check=check))
            return Outcome(lines, FOUND if check and report.changed else 0)

        return Run(tell(report), tell(report if check else report.settled))

    _finish(ctx, run, interface=True, catalogues=".pot")


@cli.command("add-language")
@click.argument("locale")
@click.pass_context
def add_language_command(ctx: click.Context, locale: str) -> None:
    """Add a language to site.yaml, and make its catalogues.

    What the translation memory knows is in them.
    """
    from i18n_site.workflow.add_language import add_language

    tag, results = add_language(_site(ctx), locale)
    _print(telling.updated(results))
    click.echo(tag)


@cli.command("update")
@click.argument("locales", metavar="[LOCALE]...", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something would change.")
@click.option(
    "--same-meaning",
    "places",
    metavar="FILE[:LINE]",
    multiple=True,
    help="What changed in this source file, or in this passage, means what it meant: its translations are current.",
)
@click.pass_context
def update_command(ctx: click.Context, locales: tuple[str, ...], check: bool, places: tuple[str, ...]) -> None:
    """Bring catalogues up to the templates.

    Nothing that was translated is lost.
    """

    def run() -> Run:
        from i18n_site.workflow.update import update

        results = update(_site(ctx), locales, check=check, same_meaning=places)
        code = FOUND if check and results.changed else 0
        again = results if check else results.settled

        def tell(report: Updates) -> tuple[telling.Line, ...]:
            return (*telling.updated(report), *telling.slugs(report, check=check))

        return Run(Outcome(tell(results), code), Outcome(tell(again), code))

    # What a place declares is declared once, and idle the next time. Slugs stand in sources, and in a file of YAML.
    _finish(ctx, run, catalogues=".pot .po .yaml")


@cli.command("adopt")
@click.argument("locale")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--older-source", metavar="DIR", type=click.Path(path_type=Path), help="The sources as they were when they were translated."
)
@click.pass_context
def adopt_command(ctx: click.Context, locale: str, path: Path, older_source: Path | None) -> None:
    """Take translated Markdown into the catalogues of a language.

    PATH is their folder, laid out like content/, or one of them. What is doubtful is fuzzy.
    """
    from i18n_site.workflow.adopt import adopt

    report = adopt(_site(ctx), locale, path, older_source=older_source)
    _print((*telling.findings(report.findings), *telling.adopted(report)))
    ctx.exit(FOUND if report.findings else 0)


@cli.command("prune")
@click.argument("locales", metavar="[LOCALE]...", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something would be removed.")
@click.pass_context
def prune_command(ctx: click.Context, locales: tuple[str, ...], check: bool) -> None:
    """Remove obsolete translations.

    As long as they are there, they return with their texts.
    """
    from i18n_site.workflow.prune import prune

    results = [result for result in prune(_site(ctx), locales, check=check) if result.removed]
    for result in results:
        _say(f"{result.locale} {result.domain}: {result.removed} obsolete, {'would be ' if check else ''}removed")
    _say(f"{sum(result.removed for result in results)} obsolete in all")
    ctx.exit(FOUND if check and results else 0)


@cli.command("merge-driver")
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("ours", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
@click.argument("path", required=False)
def merge_driver_command(base: Path, ours: Path, theirs: Path, path: str | None) -> None:
    """Merge catalogues for git, message by message.

    The changes from BASE to THEIRS go into the file OURS, which PATH names in messages.
    """
    from i18n_site.workflow.merge_driver import merge_files

    report = merge_files(base, ours, theirs, shown=path)
    shown = path or str(ours)
    for key in report.conflicts:
        _say(f"{shown}: two translations of {key.msgid!r}: fuzzy now, both are in its comment")
    counts = ", ".join(f"{count} {name}" for name, count in report.counts.items() if count)
    if counts:
        _say(f"{shown}: {counts}")


@cli.command("compile")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if there are errors.")
@click.pass_context
def compile_command(ctx: click.Context, check: bool) -> None:
    """Make the release that the web serves, and the .mo files."""

    def run() -> Run:
        from i18n_site.workflow.compile import compile_site, rests_on

        site = _site(ctx)
        report = compile_site(site, check=check)
        outcome = Outcome((*telling.findings(report.findings), *telling.compiled(report)), _code(report))
        return Run(outcome, outcome, made=rests_on(site))

    _finish(ctx, run, catalogues=".po .mo .yaml")


def _code(report: CompileReport) -> int:
    return FOUND if report.errors or report.is_empty else 0


@cli.command("sync")
@click.pass_context
def sync_command(ctx: click.Context) -> None:
    """Extract, update and compile."""

    def run() -> Run:
        from i18n_site.workflow.compile import rests_on
        from i18n_site.workflow.sync import sync

        site = _site(ctx)
        report = sync(site)

        def tell(report: SyncReport) -> Outcome:
            steps = (
                *telling.extracted(report.extracted),
                *telling.updated(report.updated),
                *telling.slugs(report.updated),
                *telling.compiled(report.compiled),
            )
            return Outcome((*telling.findings(report.compiled.findings), *steps), _code(report.compiled))

        return Run(tell(report), tell(report.settled), made=rests_on(site))

    _finish(ctx, run, interface=True, catalogues=".pot .po .mo .yaml")


@cli.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def status_command(ctx: click.Context, as_json: bool) -> None:
    """Show how far each language is, section by section."""
    from rich.console import Console
    from rich.table import Table

    from i18n_site.workflow import status as status_workflow

    languages = status_workflow.status(_site(ctx))
    if as_json:
        import json

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
    """Serve the site while it is written.

    Drafts are included; the open page follows every saved file.
    """
    from i18n_site.web.serve import serve

    serve(_site(ctx), host=host, port=port, say=_say)


@cli.command("hash-password")
def hash_password_command() -> None:
    """Print the hash of a password, for a protected document.

    It belongs into `protected` in the front matter.
    """
    from i18n_site.passwords import hash_password

    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    try:
        click.echo(hash_password(password))
    except ValueError as error:
        raise click.UsageError(str(error)) from error


@cli.command("render")
@click.argument("document")
@click.option("--locale", required=True, metavar="LOCALE", help="The language.")
@click.option("--plain", is_flag=True, help="The Markdown parser's own HTML, without what publishing adds.")
@click.option("--markdown", is_flag=True, help="The localised Markdown instead, front matter included.")
@click.pass_context
def render_command(ctx: click.Context, document: str, locale: str, plain: bool, markdown: bool) -> None:
    """Print one document's HTML, or its localised Markdown.

    DOCUMENT is section/slug.
    """
    from i18n_site.workflow.render import localised_document, plain_html, published_html

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


@cli.command("localise")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--locale", "-L", "locales", metavar="LOCALE", multiple=True, help="A language; all public ones by default.")
@click.option("--layout", type=click.Choice(list(LAYOUTS)), default="plain", show_default=True, help="Whose folders to make.")
@click.option("--threshold", metavar="SHARE", type=click.FloatRange(0, 1), help="Of its words, from which a document is there.")
@click.option("--keep-below", is_flag=True, help="Put the source where too little is translated.")
@click.option("--fill-figures", is_flag=True, help="Put values in place of placeholders.")
@click.option("--force", is_flag=True, help="Write into a folder that holds other files.")
@click.pass_context
def localise_command(
    ctx: click.Context,
    out: Path,
    locales: tuple[str, ...],
    layout: str,
    threshold: float | None,
    keep_below: bool,
    fill_figures: bool,
    force: bool,
) -> None:
    """Write the content as localised Markdown into OUT.

    It is laid out for another site generator.
    """

    def run() -> Run:
        from i18n_site.workflow.localise_tree import Choices, localise_tree

        choices = Choices(LAYOUTS[layout], threshold, keep_below, fill_figures, force)
        report = localise_tree(_site(ctx), out, locales, choices)

        def tell(report: LocaliseReport) -> Outcome:
            return Outcome((*telling.findings(report.findings), *telling.localised(report)), FOUND if report.errors else 0)

        return Run(tell(report), tell(report.settled), made=report.places)

    _finish(ctx, run, catalogues=".po")


def main() -> NoReturn:
    """The console script."""
    # Catalogues are many small objects that live until the end: looking for cycles among them takes a tenth of the time.
    gc.set_threshold(100_000, 20, 100)
    try:
        cli(prog_name="i18n-site")
    except SystemExit as end:
        code = end.code
    # All files are closed by now, and nobody should wait while those objects are freed one by one: they go with the process.
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0)
