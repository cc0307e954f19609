"""Where real documents and catalogues lie that nobody here wrote. They are no part of the project."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPORA = Path(os.environ.get("I18N_SITE_CORPORA") or ROOT.parent / "shared" / "corpora")


def corpus(name: str) -> Path:
    """The folder of a corpus; skips the test where it is absent."""
    folder = CORPORA / name
    if not folder.is_dir():
        pytest.skip(f"the corpus {name} is not here; set I18N_SITE_CORPORA to the folder that holds it")
    return folder


def commonmark_examples() -> Iterator[tuple[int, str]]:
    """Number and Markdown of each example of the CommonMark specification."""
    text = (corpus("commonmark") / "spec.txt").read_text(encoding="utf-8")
    examples = re.finditer(r"^`{32} example[^\n]*\n(.*?)^\.\n.*?^`{32}$", text, re.MULTILINE | re.DOTALL)
    for number, found in enumerate(examples, 1):
        yield number, found[1].replace("→", "\t")


def markdown_files(name: str) -> Iterator[Path]:
    """Every Markdown document of a corpus."""
    yield from sorted(corpus(name).rglob("*.md"))
