"""Remember what takes long to make, under a key that names all it was made from. Knows nothing of what it holds.

A cache is one file that may be removed at any time. What cannot be read is as good as not there, what cannot be written is
made anew the next time, and of two programs that save at once the later wins: no fault of a cache is ever told.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import sys
from pathlib import Path

from i18n_site import __version__
from i18n_site.errors import WriteError
from i18n_site.files import write_atomically
from i18n_site.known import Known

_MAGIC = b"i18n-site cache 1\n"
_DIGEST = 20
_SIZE = 8


def key_of(*parts: bytes | str) -> bytes:
    """The key of what is made from these parts, in this order, by this version of the program."""
    digest = hashlib.blake2b(program_version(), digest_size=_DIGEST)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        # the length keeps `ab` + `c` from being `a` + `bc`
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.digest()


@functools.cache
def program_version() -> bytes:
    """Names the code that is running: every source file of this package, the Python, and the packages installed beside it.

    What an older version of any of them made is made anew, whoever forgot to raise a number.
    """
    digest = hashlib.blake2b(f"{__version__}\n{sys.version}\n".encode(), digest_size=_DIGEST)
    for folder, folders, names in os.walk(Path(__file__).parent):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            if name.endswith(".py"):
                with contextlib.suppress(OSError), open(os.path.join(folder, name), "rb") as source:  # noqa: PTH118, PTH123  # 200 files at each start
                    digest.update(name.encode() + b"\n" + source.read())
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")):
            with contextlib.suppress(OSError):
                packages = sorted(path.name for path in Path(folder).iterdir() if path.name.endswith(".dist-info"))
                digest.update("\n".join(packages).encode("utf-8", "surrogateescape"))
    return digest.digest()


class Cache(Known):
    """Values by key. Saving keeps what has been asked for or put in since it was opened, and lets the rest go."""

    def __init__(self, path: Path) -> None:
        """Open the cache that lies at `path`, or an empty one. Never raises."""
        super().__init__(_read(path), program_version())
        self._path = path

    def save(self) -> None:
        """Write the file, unless it holds just this. Never raises: a full disk costs time, not work."""
        self.add(self.take())
        if self.used == self.old:
            return
        with contextlib.suppress(WriteError, OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, _format(self.used), durable=False)


def _format(values: dict[bytes, bytes]) -> bytes:
    """Magic, digest of the rest, then key, length and value of each, by key: the same values are the same bytes."""
    parts: list[bytes] = []
    for key in sorted(values):
        parts += (len(key).to_bytes(_SIZE, "big"), key, len(values[key]).to_bytes(_SIZE, "big"), values[key])
    body = b"".join(parts)
    return _MAGIC + hashlib.blake2b(body, digest_size=_DIGEST).digest() + body


def _read(path: Path) -> dict[bytes, bytes]:
    """What a file holds; nothing where it is not there, not whole, or not ours."""
    try:
        data = path.read_bytes()
    except (OSError, ValueError):
        return {}
    begin = len(_MAGIC) + _DIGEST
    # the digest is of damage, not of malice: who can write into build/ can as well write into content/
    if not data.startswith(_MAGIC) or hashlib.blake2b(data[begin:], digest_size=_DIGEST).digest() != data[len(_MAGIC) : begin]:
        return {}
    values: dict[bytes, bytes] = {}
    position = begin
    while position < len(data):
        pair = []
        for _ in range(2):
            size = int.from_bytes(data[position : position + _SIZE], "big")
            pair.append(data[position + _SIZE : position + _SIZE + size])
            position += _SIZE + size
        values[pair[0]] = pair[1]
    return values
