"""Put a slug into the front matter of a localised file, for generators that read it there. Opens no files."""

from __future__ import annotations

from collections.abc import Mapping

from i18n_site.formats.frames import encode
from i18n_site.formats.front_blocks import Language
from i18n_site.formats.front_matter import split
from i18n_site.formats.pieces import splice
from i18n_site.model import Encoder, Frame
from i18n_site.yaml_scalars import IN_FLOW


def set_slug(data: bytes, slug: str, *, path: str) -> bytes:
    """A document whose front matter says this slug: in place of its own, else in a line of its own, in braces before the rest.

    One without front matter stays as it is.
    """
    front = split(data, path=path)
    node = front.node.get("slug") if front.node else None
    if node is not None and node.kind == "scalar":
        return splice(data, [(node.span, encode(node.frame or _PLAIN[front.language], slug))])
    if front.node is None or node is not None:
        return data
    written = encode(_PLAIN[front.language], slug)
    start = front.node.span.start
    if data.startswith(b"{", start):
        first = next((key.span.start for key, _ in front.node.items), None)
        if first is None:
            return data
        space = data[start + 1 : first] if not data[start + 1 : first].strip() else b" "
        name = b'"slug": ' if front.language == "JSON" else b"slug: "
        return data[:first] + name + written + b"," + (space or b" ") + data[first:]
    if front.language == "TOML":
        end, line = start, b"slug = " + written  # behind the other fields it would be one of a table's
    else:
        end, line = data.rfind(b"\n", 0, len(data[: front.body].rstrip())) + 1, b"slug: " + written
    newline = b"\r\n" if data[:end].endswith(b"\r\n") else b"\n"
    return data[:end] + line + newline + data[end:]


_PLAIN: Mapping[Language, Frame] = {
    "YAML": Frame(Encoder.YAML_PLAIN, detail=IN_FLOW),
    "TOML": Frame(Encoder.TOML_BASIC),
    "JSON": Frame(Encoder.JSON),
}
"""How a slug is written that has no place yet."""
