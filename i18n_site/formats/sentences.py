"""Where the sentences of a text begin. Knows only strings.

After Unicode's sentence boundaries (UAX 29, SB6 to SB11), with the abbreviations and initials that no sentence ends at, and with
Markdown's closing marks among what may stand behind a full stop.
"""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    "approx art arts ca cap cf ch co corp dept dr ed eds eg esp est etc fig figs gen gov hon ie inc jr lt ltd mr mrs ms mt no "
    "nos nr op p par pp prof rev sec sen sr st vol vols vs viz".split()
)
_END = re.compile(
    r"(?P<stop>[.!?…‽؟۔।]+)[*_~`\"'»”’)\]]*(?=(?P<gap>[ \t\r\n\u00a0]+(?:>[ \t>]*)*)(?P<next>\S))"
    r"|[。！？｡]+[*_~`\"'」』）”’»)\]]*"
)
_BLANKS = re.compile(r"[ \t\r\n]*(?:>[ \t>]*)*")
_LAST_WORD = re.compile(r"[^\s(\[*_~\"'«“‘]*\Z")


def sentence_starts(text: str) -> list[int]:
    """Offsets at which a sentence begins, but for the first; each behind the blanks that part it from the one before."""
    starts = []
    for found in _END.finditer(text):
        if found["stop"] is None:
            blanks = _BLANKS.match(text, found.end())
            at = blanks.end() if blanks else found.end()
            if at < len(text):
                starts.append(at)
        elif not _goes_on(text, found):
            starts.append(found.end("gap"))
    return starts


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """Whether the sentence goes on behind this stop: what follows is small, or the stop is an abbreviation's."""
    if found["next"].islower():
        return True
    if found["stop"] != ".":
        return False
    last = _LAST_WORD.search(text, max(0, found.start() - 40), found.start())
    word = last[0] if last else ""
    # an initial, `e.g.`, `Dr.`; a number that counts (`1.`) at the head of the text
    initial = len(word) == 1 and word.isalpha()
    return initial or "." in word or word.lower() in _ABBREVIATIONS or (word.isdigit() and found.start() == len(word))
