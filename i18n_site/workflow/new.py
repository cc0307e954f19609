"""`new`: a new document with its front matter. Never overwrites."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from i18n_site.config import RESERVED_SECTIONS, Site
from i18n_site.errors import ConfigError, DocumentError
from i18n_site.exchange_files import replace_if_unchanged
from i18n_site.files import telling_faults
from i18n_site.model import Encoder, Frame
from i18n_site.yaml_positions import encode_scalar

_SECTION = re.compile(r"[a-z0-9][a-z0-9_-]*")


def new_document(site: Site, section: str, title: str) -> Path:
    """Write a draft with a title and say where. Raises ConfigError for what is no section, DocumentError where one stands."""
    if not _SECTION.fullmatch(section) or section in RESERVED_SECTIONS:
        advice = "use small letters, digits and hyphens, and none of " + ", ".join(sorted(RESERVED_SECTIONS))
        raise ConfigError(f"{section!r} cannot be a section", advice=advice)
    name = slug_of(title)
    if not name:
        raise DocumentError(f"no file name can be made of the title {title!r}", advice="use at least one letter or digit")
    path = site.content / section / f"{name}.md"
    with telling_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    quoted = encode_scalar(title, Frame(Encoder.YAML_PLAIN)).decode()
    if not replace_if_unchanged(path, None, f"---\ntitle: {quoted}\ndraft: true\n---\n\n".encode(), root=site.root):
        shown = path.relative_to(site.root).as_posix()
        raise DocumentError("there is a document of that name", path=shown, advice="choose another title, or edit that one")
    return path


def slug_of(title: str) -> str:
    """A file name of a title: ASCII where the letters allow it, hyphens between the words."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", title) if not unicodedata.combining(char))
    # a file name is at most 255 bytes long
    return re.sub(r"[^\w]+", "-", plain.lower()).strip("-_")[:80].encode()[:200].decode(errors="ignore").rstrip("-")
