"""Find what authors tell translators in YAML and TOML: `# NOTE: …` comments, which their readers drop. Opens no file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate

from i18n_site.model import Span
from i18n_site.nodes import Node


def read_notes(data: bytes, root: Node) -> Mapping[str, tuple[str, ...]]:
    """What `# NOTE: …` comments say, by dotted path of the value that they stand directly above or behind.

    `data` is the whole file that `root` was read from. A comment line that follows a NOTE continues it.
    """
    end = data.find(b"\n", root.span.end)
    data = data[: end if end >= 0 else len(data)]
    if b"NOTE:" not in data:
        return {}
    entries = [(path, key or node, node) for path, key, node in root.entries() if path]
    comments = _comments(data, entries)
    notes = {}
    for path, head, node in entries:
        above: list[str] = []
        line = head.line - 1
        while (comment := comments.get(line)) is not None and comment[1]:
            above.insert(0, comment[0])
            line -= 1
        while above and not above[0].startswith("NOTE:"):
            del above[0]
        # A block's comment stands on its header's line, a collection's on its key's, any other behind the scalar's last line.
        last = node.line + (0 if node.indent else data.count(b"\n", node.span.start, node.span.end))
        if node.kind in ("list", "map"):
            last = head.line if head is not node else 0
        behind = comments.get(last, ("", True))
        if not behind[1] and behind[0].startswith("NOTE:"):
            above.append(behind[0])
        if above:
            notes[path] = tuple(line.removeprefix("NOTE:").strip() for line in above)
    return notes


def _comments(data: bytes, entries: list[tuple[str, Node, Node]]) -> dict[int, tuple[str, bool]]:
    """Comments by 1-based line of the file: text without `#`, and whether the comment has the line for itself."""
    lines = data.split(b"\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    texts: list[Span] = []
    for _, head, node in entries:
        if head is not node:
            texts.append(head.span)
        if node.kind == "scalar":
            # A block's header line may carry a comment, its text may not.
            texts.append(Span(starts[node.line], node.span.end) if node.indent else node.span)
    texts.sort()
    found = {}
    for number, line in enumerate(lines, 1):
        for match in re.finditer(b"#", line):
            at = starts[number - 1] + match.start()
            before = bisect_right(texts, (at, len(data))) - 1
            if before < 0 or texts[before].end <= at:
                said = line[match.end() :].decode(errors="replace").strip()
                found[number] = (said, not line[: match.start()].strip())
                break
    return found
