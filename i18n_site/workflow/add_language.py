"""`add-language`: a language more in site.yaml, with its catalogues."""

from __future__ import annotations

from i18n_site.config import CONFIG_PATH, Site, load_site
from i18n_site.config.reading import parse_config
from i18n_site.errors import ConfigError
from i18n_site.exchange_files import edit_file
from i18n_site.locales import canonical_tag
from i18n_site.workflow.extract import extract
from i18n_site.workflow.locks import locked
from i18n_site.workflow.update import Update, update_language
from i18n_site.yaml_positions import Node, read_yaml


def add_language(site: Site, locale: str) -> tuple[str, tuple[Update, ...]]:
    """Add a language to the site: its tag and what became of its catalogues. One that is there already is brought up to date.

    Raises LocaleError for a tag that names no language, ConfigError where site.yaml must be edited by hand.
    """
    tag = canonical_tag(locale)
    if tag == site.config.source_language:
        raise ConfigError(f"{tag} is the source language", path=CONFIG_PATH, advice="choose a language to translate into")
    extract(site)
    if tag not in site.config.languages:
        path, source = site.root / CONFIG_PATH, site.config.source_language
        with locked(site, path):
            edit_file(path, lambda data: _checked(_with_language(data or b"", tag, source), tag), root=site.root)
        site = load_site(site.root)
    return tag, tuple(update_language(site, tag))


def _checked(data: bytes, tag: str) -> bytes:
    """What is to be written, if it says what it should: YAML has more forms than lines can be put into."""
    try:
        if tag in parse_config(data, path=CONFIG_PATH, name=tag).languages:
            return data
    except ConfigError:
        pass
    advice = f"write `{tag}: {{}}` below `languages:` yourself"
    raise ConfigError("no line can be put into it without harm", path=CONFIG_PATH, advice=advice)


def _with_language(data: bytes, tag: str, source: str) -> bytes:
    """site.yaml with one line more, unless it has it: the author's own lines, comments and all, stay as they are."""
    root = read_yaml(data, path=CONFIG_PATH)
    languages = root.at("languages") if root.kind == "map" else None
    newline = b"\r\n" if b"\r\n" in data else b"\n"
    if languages is None:
        end = b"" if not data or data.endswith(b"\n") else newline
        return data + end + newline.join([b"languages:", f"  {source}: {{}}".encode(), f"  {tag}: {{}}".encode(), b""])
    if languages.kind != "map" or not languages.items or _is_flow(data, languages):
        advice = f"write `{tag}: {{}}` below `languages:` yourself"
        raise ConfigError("its languages are not written a line each", path=CONFIG_PATH, line=languages.line, advice=advice)
    if any(canonical_tag(str(key.value)) == tag for key, _ in languages.items):  # added while we waited for the lock
        return data
    last, value = languages.items[-1]
    after = data.find(b"\n", max(last.span.end, value.span.end))
    line = b" " * (last.column - 1) + f"{tag}: {{}}".encode() + newline
    return data + newline + line if after < 0 else data[: after + 1] + line + data[after + 1 :]


def _is_flow(data: bytes, node: Node) -> bool:
    return data[node.span.start : node.span.start + 1] == b"{"
