"""`update` with fuzzy matching, beside msgmerge, pot2po and Babel: the whole command as a user types it, and the merge alone.

The command reads the site's configuration, templates and catalogues, and writes; the others are given the two files. msgmerge may
use every core, ours uses one: see the processor time. Peers that take minutes run with `--long` only.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po as babel_read
from babel.messages.pofile import write_po as babel_write
from histories import History, make_history, mark_of, write_site
from timing import OURS, Work, compare, find_program, run

from i18n_site.catalogue.merge import merge
from i18n_site.catalogue.po import parse_po, read_po
from i18n_site.memory.store import Memory
from i18n_site.model import Catalogue

MSGMERGE_UP_TO, POT2PO_UP_TO, BABEL_UP_TO = 10_000, 10_000, 1_000
"""Messages beyond which a peer takes minutes."""
ALONE = "i18n-site, merge alone"
_SMALL, _LARGE = 10_000, 100_000


@dataclass(frozen=True)
class Quality:
    """What became of the messages that changed."""

    right: int
    """Edited ones with the translation of what they were."""
    wrong: int
    """Edited ones with another's."""
    none: int
    """Edited ones without."""
    guesses: int
    """New ones with a translation of something else."""
    lost: int
    """Unchanged ones whose translation is not there, or no longer current."""


def measure(sizes: Sequence[int], folder: Path, *, rounds: int, long: bool) -> None:
    """Print times and match quality for each size, and how our cost grows from 10,000 to 100,000 where both are among them."""
    own: dict[int, float] = {}
    for size in sizes:
        history = make_history(size)
        place = folder / f"update-{size}"
        files = _Files.write(history, place)
        title = f"{size:,} messages, {history.source}, {len(history.edited)} edited, {len(history.fresh)} new"
        peers = _peers(files, size, long=long)
        ways = {OURS: lambda files=files: update_site(files.site), ALONE: lambda files=files: _merge(files), **peers}
        taken = compare(f"update with fuzzy matching, {title}", ways, rounds=rounds, prepare=files.reset)
        own[size] = taken[OURS].processor
        _print_quality(history, files)
        shutil.rmtree(place)
    if _SMALL in own and _LARGE in own:
        print(f"update, {_LARGE:,} against {_SMALL:,}: {own[_LARGE] / own[_SMALL]:.1f} x the processor time of the whole command")


def update_site(site: Path) -> None:
    """The whole command, the start of Python included."""
    run(sys.executable, "-m", "i18n_site", "--site", site, "update")


@dataclass(frozen=True)
class _Files:
    """Where a history lies: a site whose catalogue each turn finds as it was, and the same two files for the others."""

    site: Path
    catalogue: Path
    old: Path
    pot: Path
    by_msgmerge: Path
    by_others: Path

    @classmethod
    def write(cls, history: History, place: Path) -> _Files:
        old, pot = history.old_po, history.pot
        translations = write_site(place / "site", {"news": pot}, {("fr", "news"): old})
        (place / "old.po").write_bytes(old)
        (place / "news.pot").write_bytes(pot)
        catalogue = translations / "fr" / "LC_MESSAGES" / "news.po"
        return cls(place / "site", catalogue, place / "old.po", place / "news.pot", place / "msgmerge.po", place / "others.po")

    def reset(self) -> None:
        """Put the old catalogue back."""
        shutil.copyfile(self.old, self.catalogue)
        self.by_others.unlink(missing_ok=True)


def _merge(files: _Files) -> Catalogue:
    """From bytes to the merged catalogue: no configuration, no process, nothing written."""
    old = parse_po(files.old.read_bytes(), path="fr.po", domain="news", locale="fr")
    return merge(read_po(files.pot), old, Memory((old,)))[0]


def _peers(files: _Files, size: int, *, long: bool) -> dict[str, Work]:
    """What is installed and does not take minutes."""
    ways: dict[str, Work] = {}
    msgmerge, pot2po = find_program("msgmerge"), find_program("pot2po")
    if msgmerge and (long or size <= MSGMERGE_UP_TO):
        ways["msgmerge"] = lambda: run(msgmerge, "--quiet", "--previous", "-o", files.by_msgmerge, files.old, files.pot)
    if pot2po and (long or size <= POT2PO_UP_TO):
        ways["pot2po"] = lambda: run(pot2po, "--progress=none", "-t", files.old, files.pot, files.by_others)
    if size <= BABEL_UP_TO or (long and size <= 10 * BABEL_UP_TO):
        ways["Babel, no process"] = lambda: _update_babel(files)
    return ways


def _update_babel(files: _Files) -> None:
    catalogue = babel_read(io.BytesIO(files.old.read_bytes()), locale="fr")
    catalogue.update(babel_read(io.BytesIO(files.pot.read_bytes())))
    with files.by_others.open("wb") as target:
        babel_write(target, catalogue, include_previous=True)


def _print_quality(history: History, files: _Files) -> None:
    """Our matches, and those that msgmerge has just left behind on the same files."""
    files.reset()
    update_site(files.site)
    for name, path in ((OURS, files.catalogue), ("msgmerge", files.by_msgmerge)):
        if path.exists():
            found = judge(history, read_po(path))
            right, wrong, none = (count / len(history.edited) for count in (found.right, found.wrong, found.none))
            guesses = f"guesses on new ones {found.guesses} of {len(history.fresh)}"
            print(f"    matches of {name:<24} right {right:.2%}, wrong {wrong:.2%}, none {none:.2%}; {guesses};", end=" ")
            print(f"unchanged ones lost {found.lost}", flush=True)


def judge(history: History, merged: Catalogue) -> Quality:
    """Compare what stands in a merged catalogue with what is right."""
    before = {message.key.msgid: message.msgstr for message in history.old.messages}
    active = {message.key.msgid: message for message in merged.messages if not message.obsolete}
    right = wrong = none = guesses = lost = 0
    for message in history.template.messages:
        text = message.key.msgid
        found = active.get(text)
        translation = found.msgstr[0] if found else ""
        if text in history.edited:
            right += mark_of(translation) == history.edited[text]
            wrong += bool(translation) and mark_of(translation) != history.edited[text]
            none += not translation
        elif text in history.fresh:
            guesses += bool(translation)
        else:
            lost += found is None or found.fuzzy or found.msgstr != before[text]
    return Quality(right, wrong, none, guesses, lost)
