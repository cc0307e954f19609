"""Passwords of protected documents: hashes that front matter may hold, and the verdict on a guess. Pure, on hashlib's scrypt.

A hash is `scrypt$16384$8$1$salt$digest`: N, r and p of RFC 7914, then salt and digest in Base64. Each hash carries its own cost,
so that old ones stay good when the cost of new ones is raised.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Final

SCHEME: Final = "scrypt"
COST: Final = 2**15
BLOCK: Final = 8
PARALLEL: Final = 3
"""N, r and p of new hashes: 32 MiB and three passes, one of the settings of OWASP's Password Storage Cheat Sheet."""
MAX_PASSWORD: Final = 1024
"""Bytes; a longer one opens nothing."""

_MAX_MEMORY: Final = 64 * 1024 * 1024
_MAX_PARALLEL: Final = 16
_MIN_COST: Final = 2**14
_SALT: Final = 16
_DIGEST: Final = 32


@dataclass(frozen=True, slots=True)
class _Hash:
    """The parts of a stored hash."""

    cost: int
    block: int
    parallel: int
    salt: bytes
    digest: bytes


def hash_password(password: str) -> str:
    """A new hash of a password, with a salt of its own. Raises ValueError for an empty password and for one that is too long."""
    data = _bytes(password)
    if not data or len(data) > MAX_PASSWORD:
        raise ValueError(f"a password has 1 to {MAX_PASSWORD} bytes")
    salt = secrets.token_bytes(_SALT)
    digest = _derive(data, _Hash(COST, BLOCK, PARALLEL, salt, bytes(_DIGEST)))
    return "$".join((SCHEME, str(COST), str(BLOCK), str(PARALLEL), b64encode(salt).decode(), b64encode(digest).decode()))


def is_password_hash(text: str) -> bool:
    """Whether `check_password` can use a text. Costs nothing: nothing is hashed."""
    return _read(text) is not None


def check_password(password: str, stored: str) -> bool:
    """Whether a password is the one that was hashed; takes the time that the hash asks for. No hash, no way in."""
    parts, data = _read(stored), _bytes(password)
    if parts is None or not data or len(data) > MAX_PASSWORD:
        return False
    return hmac.compare_digest(_derive(data, parts), parts.digest)


def _bytes(password: str) -> bytes:
    # Keyboards and systems differ in how they compose an é; RFC 8265, section 4.2, asks for NFC.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _derive(password: bytes, parts: _Hash) -> bytes:
    return hashlib.scrypt(
        password,
        salt=parts.salt,
        n=parts.cost,
        r=parts.block,
        p=parts.parallel,
        maxmem=2 * _MAX_MEMORY,
        dklen=len(parts.digest),
    )


def _read(text: str) -> _Hash | None:
    """The parts of a hash, within bounds that keep a guess cheap to refuse and dear to make; None for anything else."""
    scheme, *rest = text.split("$")
    if scheme != SCHEME or len(rest) != 5 or not all(part.isascii() and part.isdigit() and len(part) < 9 for part in rest[:3]):
        return None
    cost, block, parallel = map(int, rest[:3])
    try:
        salt, digest = (b64decode(part, validate=True) for part in rest[3:])
    except ValueError:
        return None
    sound = (
        cost >= _MIN_COST
        and cost & (cost - 1) == 0
        and block >= 1
        and 1 <= parallel <= _MAX_PARALLEL
        and 128 * cost * block <= _MAX_MEMORY
        and len(salt) >= 8
        and 16 <= len(digest) <= 64
    )
    return _Hash(cost, block, parallel, salt, digest) if sound else None
