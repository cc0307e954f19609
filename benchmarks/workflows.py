"""Taking texts out of a tree of documents and putting translations back, beside those who do the same: po4a, md2po.

Commands are run as they are typed, the start of Python or Perl included, ours in one process. All are given the same documents:
those that po4a dies of, fenced `:::` blocks that are never closed, are left out.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from documents import make_markdown
from texts import CHECKOUT, DOCUMENTS
from timing import OURS, Work, as_installed, compare, find_program, run

from i18n_site.catalogue.po import read_po, write_po
from i18n_site.formats.markdown import read_document
from i18n_site.formats.pseudo import pseudo_translate
from i18n_site.model import Reference, Segment, State
from i18n_site.publish.localise import Localiser, Translation
from i18n_site.publish.render import render

LANGUAGES = ("fr", "de", "es")
_PSEUDO = "en-XA"


def measure(folder: Path, *, rounds: int) -> None:
    """Print what extraction, the whole workflow and rendering take."""
    place = folder / "workflow"
    paths, source = write_documents(place / "content")
    size = sum(path.stat().st_size for path in paths)
    title = f"{len(paths)} documents of {source}, {size / 1e6:.1f} MB"
    _measure_extraction(place, paths, title, rounds)
    _measure_workflow(place, paths, title, rounds)
    _measure_rendering(paths, title, rounds)
    shutil.rmtree(place)


def write_documents(content: Path) -> tuple[list[Path], str]:
    """The documents of the corpora, or made-up ones, as the content of a site; and in words where they come from."""
    corpora = Path(os.environ.get("I18N_SITE_CORPORA") or CHECKOUT.parent / "shared" / "corpora")
    source = "the corpora"
    for name in DOCUMENTS:
        for path in sorted((corpora / name).rglob("*.md")):
            data = path.read_bytes()
            if not any(line.startswith(b":::") for line in data.splitlines()):
                _write(content / name.partition("/")[0] / path.relative_to(corpora / name), data)
    if not content.exists():
        source = "made-up text"
        for number in range(400):
            _write(content / "news" / f"{number}.md", make_markdown(10 + number % 20).encode())
    paths = sorted(content.rglob("*.md"))
    languages = ", ".join(f"{tag}: {{}}" for tag in ("en", *LANGUAGES))
    (content / "site.yaml").write_text(f"title: Benchmark\nlanguages: {{{languages}}}\n", encoding="utf-8")
    return paths, source


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _ours(place: Path, *words: str, workers: str = "1") -> None:
    command = (sys.executable, "-m", "i18n_site", "--site", place, *words)
    environment = as_installed(I18N_SITE_WORKERS=workers)
    done = subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603 - our own program.
    if done.returncode > 1 or b"Traceback" in done.stderr:  # 1 by itself: there are findings
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)


def _forget(*paths: Path) -> None:
    for path in paths:
        shutil.rmtree(path, ignore_errors=True)


def _module(name: str) -> bool:
    """Whether a module can be had, whatever it needs included."""
    try:
        return importlib.util.find_spec(name) is not None and bool(importlib.import_module(name))
    except ImportError:
        return False


# -- extraction --------------------------------------------------------------------------------------------------------


def _measure_extraction(place: Path, paths: list[Path], title: str, rounds: int) -> None:
    made = place / "made"

    def prepare() -> None:
        _forget(place / "translations", place / "build", made)
        made.mkdir()

    ways: dict[str, Work] = {OURS: partial(_ours, place, "extract")}
    if updatepo := find_program("po4a-updatepo"):
        masters = [word for path in paths for word in ("-m", str(path))]
        ways["po4a-updatepo"] = partial(
            run, updatepo, "-f", "text", "-o", "markdown", "-M", "UTF-8", *masters, "-p", made / "all.po"
        )
    if _module("translate.convert.md2po"):
        command = (sys.executable, "-m", "translate.convert.md2po", "-P", "--progress=none", place / "content", made / "toolkit")
        ways["translate-toolkit's md2po"] = partial(run, *command)
    compare(f"extract, cold, {title}", ways, rounds=rounds, prepare=prepare)


# -- the whole workflow ------------------------------------------------------------------------------------------------


def _measure_workflow(place: Path, paths: list[Path], title: str, rounds: int) -> None:
    """Extract, update and localise into three languages that are translated to the last word."""
    _forget(place / "translations", place / "build")
    _ours(place, "extract")
    _ours(place, "update")
    for path in (place / "translations").rglob("*.po"):
        _translate(path)
    translated = place / "translated"
    shutil.copytree(place / "translations", translated)
    ways: dict[str, Work] = {
        OURS: partial(_whole_workflow, place, "1"),
        "i18n-site, a process a processor": partial(_whole_workflow, place, ""),
    }
    restore = partial(_restore, place, translated)
    cold, warm = dict(ways), dict(ways)
    if po4a := find_program("po4a"):
        config = _write_po4a(place, paths)
        cold["po4a"] = partial(run, po4a, "--force", config)
        warm["po4a"] = partial(run, po4a, config)
        warm["po4a --force"] = partial(run, po4a, "--force", config)
    compare(f"extract, update, localise in {len(LANGUAGES)} languages, cold, {title}", cold, rounds=rounds, prepare=restore)
    for way in cold.values():
        way()
    compare(f"the same, nothing changed, {title}", warm, rounds=rounds)


def _whole_workflow(place: Path, workers: str) -> None:
    _ours(place, "extract", workers=workers)
    _ours(place, "update", workers=workers)
    tags = [word for tag in LANGUAGES for word in ("-L", tag)]
    _ours(place, "localise", str(place / "out"), *tags, workers=workers)


def _restore(place: Path, translated: Path) -> None:
    """Catalogues of translators, and nothing that is derived."""
    _forget(place / "translations", place / "build", place / "out", place / "po4a-out")
    shutil.copytree(translated, place / "translations", ignore=shutil.ignore_patterns("*.pot"))


def _translate(path: Path) -> None:
    """Give every message a text, as long and as marked up as its own."""
    catalogue = read_po(path)
    entries = []
    for entry in catalogue.entries:
        message = entry.message
        if not message.is_header and message.key.msgctxt is None:
            # code, which po4a takes for text, keeps the newlines at its ends: msgfmt wants them
            inner = message.key.msgid.strip("\n")
            text = message.key.msgid.replace(inner, pseudo_translate(inner, _PSEUDO)) if inner else message.key.msgid
            entry = replace(entry, message=replace(message, msgstr=(text,)))
        entries.append(entry)
    write_po(path, replace(catalogue, entries=tuple(entries)))


def _write_po4a(place: Path, paths: list[Path]) -> Path:
    """po4a's configuration, and its catalogues, translated likewise."""
    folder = place / "po4a"
    folder.mkdir()
    lines = [f"[po4a_langs] {' '.join(LANGUAGES)}", f"[po4a_paths] {folder}/all.pot $lang:{folder}/$lang.po"]
    for path in paths:
        target = place / "po4a-out" / "$lang" / path.relative_to(place / "content")
        lines.append(f'[type: text] {path} $lang:{target} opt:"-o markdown -k 0"')
    config = folder / "po4a.cfg"
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    run(find_program("po4a") or "po4a", "--no-translations", config)
    for tag in LANGUAGES:
        _translate(folder / f"{tag}.po")
    return config


# -- rendering ---------------------------------------------------------------------------------------------------------


def _measure_rendering(paths: list[Path], title: str, rounds: int) -> None:
    """Localised HTML of documents that have been read, beside HTML alone."""
    documents = [read_document(path.read_bytes(), path=path.name, section="news", slug=path.stem) for path in paths]
    texts = {segment.key.msgid: pseudo_translate(segment.key.msgid, _PSEUDO) for one in documents for segment in one.segments}
    bodies = [document.text[document.body :].decode() for document in documents]

    def find(locale: str, segment: Segment) -> Translation:
        return Translation(texts[segment.key.msgid], State.TRANSLATED, Reference("fr/news.po", 1))

    def localise_and_render() -> None:
        for document in documents:
            localised = Localiser(document, source="en").localise("fr", ("en",), find)
            render(localised.markdown[localised.body :].decode())

    ways: dict[str, Work] = {OURS: localise_and_render}
    if _module("markdown_it"):
        from markdown_it import MarkdownIt

        parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
        ways["markdown-it-py, HTML only"] = lambda: [parser.render(body) for body in bodies]
    if _module("mistune"):
        import mistune

        convert = mistune.create_markdown(plugins=["table", "strikethrough", "footnotes", "task_lists"])
        ways["mistune, HTML only"] = lambda: [convert(body) for body in bodies]
    taken = compare(f"localise and render, translations applied, {title}", ways, rounds=rounds)
    for name, result in taken.items():
        print(f"    {name:<34}{len(documents) / result.processor:9.0f} documents a second of processor")
