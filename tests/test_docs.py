"""The documentation says what is true: every command, option and key is written about, and nothing else is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

from i18n_site.cli import cli
from i18n_site.config import parse_config
from i18n_site.errors import ConfigError
from i18n_site.formats.data import COLUMN_KINDS, FIGURE_FORMATS, read_data, read_figures
from i18n_site.formats.directives import parse_directives
from i18n_site.formats.front_matter import KNOWN, split
from i18n_site.publish.layouts import LAYOUTS, place_document

CHECKOUT = Path(__file__).parents[1]
PAGES = [
    CHECKOUT / "README.md",
    CHECKOUT / "CONTRIBUTING.md",
    CHECKOUT / "CHANGELOG.md",
    *sorted((CHECKOUT / "docs").glob("*.md")),
]
CODE = re.compile(r"`([^`]+)`")


def read(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next heading of any level."""
    _, found, rest = text.partition(f"\n{heading}\n")
    assert found, f"no heading {heading}"
    return re.split(r"^#+ ", re.sub(r"^```.*?^```$", "", rest, flags=re.MULTILINE | re.DOTALL), maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str) -> list[str]:
    """The first cells of the tables in a text, heads left out."""
    cells = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("|")]
    return [cell for cell in cells if CODE.search(cell)]


def names(text: str) -> set[str]:
    """The names in the first cells of the tables in a text."""
    return {name for row in rows(text) for name in CODE.findall(row)}


def example(text: str, number: int) -> str:
    """The YAML example of that number in a page, 0 for the first."""
    return re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)[number]


def options_of(command: click.Command) -> set[str]:
    """Every spelling of every option but --help, which all have."""
    return {
        spelling
        for option in command.params
        if isinstance(option, click.Option)
        for spelling in (*option.opts, *option.secondary_opts)
    }


def documented_options(text: str) -> set[str]:
    return {
        spelling for row in rows(text) for code in CODE.findall(row) for spelling in code.split()[:1] if spelling.startswith("-")
    }


def test_the_server_is_measured_with_the_options_that_are_recommended():
    (line,) = re.findall(r"^    granian (.+)$", read("docs/commands.md"), re.MULTILINE)
    recommended = line.replace("--workers 2", "--workers 1").replace(" --factory i18n_site.web:create_app", "")
    (measured,) = re.findall(r'^OPTIONS = "(.+)"\.split\(\)$', read("benchmarks/servers.py"), re.MULTILINE)
    assert options_in(measured.replace(" --log-level warning", "")) == options_in(recommended)


def options_in(line: str) -> set[str]:
    """Every option of a command line with its value."""
    return {option.strip() for option in re.findall(r"--\S+(?: (?!--)\S+)?", line)}


def test_every_command_is_documented_and_every_documented_command_exists():
    assert set(re.findall(r"^## `(.+)`$", read("docs/commands.md"), re.MULTILINE)) == set(cli.commands)


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_option_is_documented_and_every_documented_option_exists(name):
    assert documented_options(section(read("docs/commands.md"), f"## `{name}`")) == options_of(cli.commands[name])


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_a_usage_line_has_the_arguments_and_options_of_its_command(name):
    (usage,) = re.findall(rf"^    i18n-site {name}\b(.*)$", section(read("docs/commands.md"), f"## `{name}`"), re.MULTILINE)
    arguments = [argument for argument in cli.commands[name].params if isinstance(argument, click.Argument)]
    assert len(re.findall(r"[A-Z]+", re.sub(r"--?[a-z-]+ [A-Z]+(\[:[A-Z]+\])?", "", usage))) == len(arguments)
    assert set(re.findall(r"--?[a-z-]+", usage)) <= options_of(cli.commands[name])


def test_the_options_of_the_group_are_documented():
    text = read("docs/commands.md").partition("\n## ")[0]
    assert documented_options(text) == options_of(cli) | {"--help"}


def test_every_command_that_a_page_mentions_exists():
    for page in PAGES:
        mentioned = set(re.findall(r"i18n-site (?:--site \S+ )?([a-z][a-z-]+)", "\n".join(code_of(page))))
        assert mentioned <= set(cli.commands), page.name


def test_every_make_target_and_script_that_a_page_mentions_exists():
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    for page in PAGES:
        for code in code_of(page):
            assert set(re.findall(r"^make ([a-z-]+)", code)) <= targets, page.name
            assert all((CHECKOUT / script).exists() for script in re.findall(r"\bscripts/[a-z-]+", code)), page.name


def code_of(page: Path) -> list[str]:
    """Code spans and lines of code blocks."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```.*?\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^    (.+)$", text, re.MULTILINE)
    spans = CODE.findall(re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))
    return [*indented, *spans, *(line for block in blocks for line in block.splitlines())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_the_pages_leads_to_a_file(page):
    targets = re.findall(r"\]\(([^)#\s]+)", re.sub(r"^    .+$|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE))
    missing = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert missing == []


SITE_YAML = {
    "": "{}: 1",
    "languages.*.": "languages: {{fr: {{{}: 1}}}}",
    "home.": "home: {{{}: 1}}",
    "sections.*.": "sections: {{news: {{{}: 1}}}}",
    "menus.*.": "menus: {{main: [{{{}: 1}}]}}",
    "front_matter.": "front_matter: {{{}: 1}}",
    "markdown.": "markdown: {{{}: 1}}",
    "staleness.": "staleness: {{{}: 1}}",
    "differences.": "differences: {{{}: 1}}",
}
"""Where keys stand in site.yaml, and a file with a key there."""


@pytest.mark.parametrize("place", SITE_YAML)
def test_every_key_of_site_yaml_is_documented_and_every_documented_key_exists(place):
    documented = names(section(read("docs/site-folder.md"), "## site.yaml"))
    here = {key.removeprefix(place) for key in documented if re.fullmatch(re.escape(place) + r"[\w-]+", key)}
    # The reader itself tells what it knows, when it meets a key that is like none of them.
    with pytest.raises(ConfigError) as refusal:
        parse_config(SITE_YAML[place].format("qqqqqqqq").encode(), path="content/site.yaml", name="a site")
    known = (refusal.value.advice or "").removeprefix("known here: ").split(", ")
    assert here == set(known)


def test_no_documented_key_of_site_yaml_stands_where_the_file_has_no_keys():
    documented = names(section(read("docs/site-folder.md"), "## site.yaml"))
    assert {re.sub(r"[\w-]+$", "", key) for key in documented} == set(SITE_YAML)


def test_the_example_of_site_yaml_has_no_fault():
    config = parse_config(example(read("docs/site-folder.md"), 0).encode(), path="content/site.yaml", name="a site")
    assert config.title == "CICOPA"
    assert config.languages["fr"].fallback == ("es",)


def test_the_keys_of_a_data_file_that_are_documented_exist_and_the_others_do_not():
    documented = names(section(read("docs/site-folder.md"), "## Data"))
    top = {key for key in documented if re.fullmatch(r"\w+", key)}
    column = {key.removeprefix("columns.*.") for key in documented if key.startswith("columns.*.")}
    for keys, text in ((top, "qqqqqqqq: 1\n"), (column, "columns: [{field: a, qqqqqqqq: 1}]\n")):
        (finding,) = read_data(text.encode(), path="content/data/members.yaml").document.problems
        known = set(re.findall(r"\w+", finding.message.rpartition(" known ")[2])) - {"here", "are"}
        assert keys == known


def test_the_kinds_of_columns_and_the_formats_of_figures_are_documented():
    text = read("docs/site-folder.md")
    (columns,) = re.findall(r"^\| `columns\.\*\.as` \|(.*)\|$", text, re.MULTILINE)
    (formats,) = re.findall(r"^\| `format` \|(.*)\|$", text, re.MULTILINE)
    assert CODE.findall(columns) == list(COLUMN_KINDS)
    assert CODE.findall(formats) == list(FIGURE_FORMATS)


def test_the_examples_of_data_have_no_fault():
    text = read("docs/site-folder.md")
    assert read_data(example(text, 2).encode(), path="content/data/members.yaml").document.problems == ()
    figures, findings = read_figures(read_data(example(text, 3).encode(), path="content/data/figures.yaml"))
    assert [figure.id for figure in figures] == ["countries", "members", "share"]
    assert findings == ()


def test_every_key_of_front_matter_is_documented_and_every_documented_key_exists():
    documented = names(section(read("docs/site-folder.md"), "## Front matter"))
    assert documented == {key for key, kind in KNOWN.items() if kind != "map"}


def test_the_example_of_front_matter_has_no_fault():
    front = split(example(read("docs/site-folder.md"), 1).encode(), path="content/news/athens.md")
    assert front.fields["title"] == "Seminar in Athens"
    assert front.problems == ()


def test_every_documented_comment_to_the_extractor_is_understood():
    documented = [code for row in rows(section(read("docs/site-folder.md"), "## Markdown")) for code in CODE.findall(row)]
    assert documented
    for comment in documented:
        parsed = parse_directives(comment)
        assert parsed is not None
        assert parsed[1] is None


def test_every_layout_is_documented_with_the_places_that_it_has():
    table = section(read("docs/other-generators.md"), "## Layouts")
    lines = [line for line in table.splitlines() if re.match(r"\| `\w", line)]
    documented = [[CODE.findall(cell)[0] for cell in line.split("|")[1:4]] for line in lines]
    places = [
        [name, *(place_document(layout, "about.md", tag, source=tag == "en") for tag in ("fr", "en"))]
        for name, layout in LAYOUTS.items()
    ]
    assert documented == places
    (row,) = re.findall(r"^\| `--layout LAYOUT` \|(.*)\|$", read("docs/commands.md"), re.MULTILINE)
    assert CODE.findall(row) == list(LAYOUTS)


def test_contributing_names_every_part_of_the_package_in_its_layer():
    contracts = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    kept = [set(re.findall(r"\w+", layer)) for layer in reversed(layers)]
    table = [line for line in section(read("CONTRIBUTING.md"), "## The house").splitlines() if re.match(r"\| \d", line)]
    assert [set(CODE.findall(line.split("|")[2])) for line in table] == kept
