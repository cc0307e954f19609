"""A document is the same whoever has read it: this process, another one, or an earlier command."""

from __future__ import annotations

import pickle
from pathlib import Path

from i18n_site.formats.markdown import Rules
from i18n_site.workflow.read_documents import Unread, _read, read_documents
from support.corpora import commonmark_examples, markdown_files

MANY = """---
title: "A title"
tags: [one, two]
draft: no
event: {start: 2017-09-23}
strange: 1
i18n: {fields: [title, tags]}
---
# Heading {members}

<!-- i18n: comment="Said of it" context="here" plural="members" -->
There are {members} of them,
> - [x] and `one
>   more` of [these]\\
>   and this.

[these]: /a "A title"

<p title="attribute">HTML</p>

| a \\| b | c |
| --- | --- |

:::note[A caption]
:::

<!-- i18n: skip-start -->
"""


def unread(texts: list[bytes]) -> list[Unread]:
    rules = Rules(figures=frozenset({"members"}), address="https://example.org/en/a/")
    return [Unread(text, f"content/news/{number}.md", "news", f"a/{number}", rules) for number, text in enumerate(texts)]


def test_what_is_remembered_is_what_was_read(tmp_path: Path):
    some = unread([MANY.encode()])
    fresh = list(read_documents(some, tmp_path / "documents"))
    assert fresh[0].problems
    assert {segment.kind for segment in fresh[0].segments} >= {"title", "caption", "cell", "html", "attribute", "link title"}
    assert (tmp_path / "documents").is_file()
    assert list(read_documents(some, tmp_path / "documents")) == fresh


def test_so_it_is_with_everything_in_the_corpora(tmp_path: Path):
    files = [path.read_bytes() for name in ("fastapi-docs", "comprehensive-rust") for path in markdown_files(name)]
    some = unread([*(text.encode() for _, text in commonmark_examples()), *files])
    fresh = list(read_documents(some, tmp_path / "documents"))
    assert list(read_documents(some, tmp_path / "documents")) == fresh


def test_what_another_process_has_read_is_what_this_one_reads(tmp_path: Path):
    (one,) = unread([MANY.encode()])
    sent = pickle.loads(pickle.dumps(_read(None, one)))
    assert sent.document is None
    (document,) = read_documents([one], tmp_path / "documents")
    assert sent.stored == _read(None, one).stored
    assert (tmp_path / "documents").read_bytes().count(sent.stored) == 1
    assert document == _read(None, one).document
