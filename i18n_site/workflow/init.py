"""`init`: a new site folder that serves at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from i18n_site.config import CONFIG_PATH, Site, load_site
from i18n_site.errors import ConfigError
from i18n_site.exchange_files import replace_if_unchanged
from i18n_site.files import telling_faults
from i18n_site.locales import canonical_tag
from i18n_site.model import Encoder, Frame
from i18n_site.workflow.sync import SyncReport, sync
from i18n_site.yaml_positions import encode_scalar

_SITE = """\
# What this site is. `i18n-site status` tells how far its languages are.
title: {title}
tagline: A site in many languages
base_url: http://localhost:8000
source_language: en

# In the order of the language switcher. Add more with `i18n-site add-language LOCALE`.
languages:
{languages}
home:
  document: pages/home

sections:
  news:
    title: News
    slug: news
  pages:
    title: Pages
    list: false

menus:
  main:
    - {{document: pages/about, label: About}}
    - {{section: news}}
"""

_HOME = """\
---
title: Welcome
summary: The home page of a new site.
---

This is the home page. Its text is in `content/pages/home.md`; change it, and the open page follows at the next reload.
"""

_ABOUT = """\
---
title: About
---

## Writing

Every Markdown file under `content/` is a page: `content/pages/about.md` is this one, and a file in `content/news/` is an article.

## Translating

Each language has its catalogues under `translations/`. Open one in Poedit, or in any editor of PO files, translate a
passage, save, and reload the page. What is not translated yet is shown in English and marked as such.
"""

_FIRST = """\
---
title: A first article
summary: What an article looks like in a list.
---

An article begins with its text. The list of articles shows its summary, or the first paragraph where there is none.
"""

_BABEL = """\
# `pybabel extract -F babel.cfg -o all.pot .` finds the messages of all domains together.

[python: **.py]

[jinja2: templates/**.html]
silent = false
trimmed = true
newstyle_gettext = true

[i18n_site_markdown: content/**.md]
[i18n_site_markdown: content/**.mdx]

[i18n_site_yaml: content/**.yaml]

[i18n_site_yaml: content/**.yml]

[i18n_site_svg: content/**.svg]
"""

_IGNORE = """\
# What `i18n-site compile` derives.
build/
*.mo

# What a writer that was killed leaves; the next one removes it.
.i18n-site-*
"""

_ATTRIBUTES = """\
# Catalogues are merged message by message, once each clone has been told how:
# git config merge.i18n-site.driver "i18n-site merge-driver %O %A %B %P"
*.po  merge=i18n-site
*.pot merge=i18n-site
# Both sides have appended to the list of slugs, and both are right.
translations/former-slugs.yaml merge=union
"""


def init(folder: Path, languages: Sequence[str] = ()) -> tuple[Site, SyncReport]:
    """Make a site in a folder, compile it, and say what was made. Raises ConfigError where a site lies already, LocaleError."""
    if (folder / CONFIG_PATH).exists() or (folder / "content").exists():
        raise ConfigError("there is a site here already", path=str(folder), advice="choose an empty folder")
    tags = list(dict.fromkeys(["en", *map(canonical_tag, languages)]))
    title = folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize() or "Site"
    files = {
        CONFIG_PATH: _SITE.format(
            title=encode_scalar(title, Frame(Encoder.YAML_PLAIN)).decode(), languages="".join(f"  {tag}: {{}}\n" for tag in tags)
        ),
        "content/pages/home.md": _HOME,
        "content/pages/about.md": _ABOUT,
        "content/news/a-first-article.md": _FIRST,
        "babel.cfg": _BABEL,
        ".gitattributes": _ATTRIBUTES,
        ".gitignore": _IGNORE,
    }
    for name, text in files.items():
        path = folder / name
        with telling_faults(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        replace_if_unchanged(path, None, text.encode(), root=folder)  # what lies there already is the author's
    site = load_site(folder)
    return site, sync(site)
