"""The interface's own messages, taken from templates and Python through Babel, as babel.cfg says. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from i18n_site.config import Site
from i18n_site.errors import ConfigError, DocumentError
from i18n_site.model import Kind, MessageKey, Reference, Segment

COMMENT_TAG = "NOTE:"
"""What a comment to translators begins with, in Python, templates and YAML alike."""
_OWN_METHODS = frozenset({"i18n_site_markdown", "i18n_site_yaml", "i18n_site_svg"})
_NAMED_FORMAT = re.compile(r"%\(\w+\)[sdif]")


def extract_interface(site: Site) -> Iterator[Segment]:
    """The interface messages of a site's folder, in the order of files and lines; none where there is no babel.cfg."""
    config = site.root / "babel.cfg"
    if not config.is_file():
        return
    from babel.messages.frontend import parse_mapping_cfg  # slow to come, and only sites with a babel.cfg wait for it

    try:
        with config.open(encoding="utf-8") as file:
            methods, options = parse_mapping_cfg(file, filename="babel.cfg")
    except (ValueError, OSError) as error:
        raise ConfigError(
            f"it cannot be read: {error}", path="babel.cfg", advice="see Babel's documentation of the file"
        ) from error
    methods = [(pattern, method) for pattern, method in methods if method not in _OWN_METHODS]
    if methods:
        yield from sorted(_extract(site.root, methods, options), key=lambda segment: segment.reference)


def _extract(root: Path, methods: list[tuple[str, str]], options: dict[str, dict[str, object]]) -> Iterator[Segment]:
    from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

    found = extract_from_dir(
        str(root),
        method_map=methods,
        options_map=options,
        keywords=DEFAULT_KEYWORDS,
        comment_tags=(COMMENT_TAG,),
        strip_comment_tags=True,
        directory_filter=_is_source,
    )
    try:
        for path, line, message, comments, context in found:
            singular, plural = (message[0], message[1]) if isinstance(message, (tuple, list)) else (message, None)
            if singular:
                yield Segment(
                    key=MessageKey(singular, context),
                    kind=Kind.FIELD,
                    reference=Reference(Path(path).as_posix(), line),
                    msgid_plural=plural,
                    flags=frozenset({"python-format"} if _NAMED_FORMAT.search(singular) else ()),
                    comment=tuple(" ".join(comment.split()) for comment in comments),
                )
    except (SyntaxError, UnicodeError, LookupError) as error:
        place = getattr(error, "filename", None)
        raise DocumentError(
            f"the interface's messages cannot be taken from it: {error}", path=str(place or "babel.cfg"), advice="mend the file"
        ) from error


def _is_source(folder: str) -> bool:
    """Whether a folder may hold sources: not what tools and builds leave behind."""
    name = Path(folder).name
    return not name.startswith((".", "__")) and name not in ("build", "dist", "node_modules")
