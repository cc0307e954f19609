"""The hash table of an MO file. Knows nothing of messages: keys in, numbers out.

Python takes a tenth of a microsecond for each byte that it hashes, which for a large catalogue is longer than all the rest.
Therefore many keys are hashed at once, in the lanes of one large integer.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from math import isqrt

_LANE = 5
"""Bytes of a lane: the 32 bits of the hash, and room for the carry of an addition."""
_BLOCK = 64
"""Bytes of each key that are laid side by side in one go."""
_FEW = 8
"""The longest keys, whose bytes beyond those of all others are hashed one key after the other."""
_REMEMBERED = 32_768
"""Keys at most."""
_remembered: dict[bytes, int] = {}
_TOP, _REST = 0xF0000000, 0x0FFFFFFF


def hash_table(keys: Sequence[bytes], spare: int = 0) -> list[int]:
    """Places in the sorted table, from 1; 0 is free. Open addressing with double hashing (Knuth, 6.4, algorithm D).

    There is room for so many `spare` keys more, which whoever opens the file puts in.
    """
    size = max(_next_prime((len(keys) + spare) * 4 // 3), 3)
    slots = [0] * size
    for place, code in enumerate(_look_up(keys), start=1):
        slot = code % size
        if slots[slot]:
            step = 1 + code % (size - 2)
            while slots[slot]:
                slot = (slot + step) % size
        slots[slot] = place
    return slots


def _look_up(keys: Sequence[bytes]) -> list[int]:
    """The hash of each key; those of the last ones are remembered, since a msgid is the same in every language."""
    codes = list(map(_remembered.get, keys))
    fresh = [key for key, code in zip(keys, codes, strict=True) if code is None]
    hashed = dict(zip(fresh, hash_keys(fresh), strict=True))
    if len(_remembered) + len(hashed) > _REMEMBERED:
        _remembered.clear()
    if len(hashed) <= _REMEMBERED:
        _remembered.update(hashed)
    return [hashed[key] if code is None else code for key, code in zip(keys, codes, strict=True)]


def hash_keys(keys: Sequence[bytes]) -> Sequence[int]:
    """The hash of each key, which holds no NUL: the function of P. J. Weinberger in 32 bits (Aho, Sethi, Ullman: Compilers)."""
    # Longest first. Keys end together: NULs before a key do not change its hash, and the lanes of keys that have not yet
    # begun are the leading zeros of the integer, which cost nothing.
    order = sorted(range(len(keys)), key=lambda place: -len(keys[place]))
    sorted_keys = [keys[place] for place in order]
    reach = len(sorted_keys[min(_FEW, len(keys)) - 1]) if keys else 0
    heads = (_hash(key[: len(key) - reach]) for key in sorted_keys[:_FEW])
    state = int.from_bytes(b"".join(head.to_bytes(_LANE, "little") for head in heads), "little")
    tops, rests = (int.from_bytes(mask.to_bytes(_LANE, "little") * len(keys), "little") for mask in (_TOP, _REST))
    begun = 0
    for end in range(reach, 0, -_BLOCK):
        width = min(_BLOCK, end)
        while begun < len(keys) and len(sorted_keys[begun]) > end - width:
            begun += 1
        pieces = (key[max(len(key) - end, 0) : len(key) - end + width] for key in sorted_keys[:begun])
        block = b"".join(piece.rjust(width, b"\0") for piece in pieces)
        for column in range(width):
            lanes = bytearray(begun * _LANE)
            lanes[::_LANE] = block[column::width]
            state = (state << 4) + int.from_bytes(lanes, "little")
            state = (state & rests) ^ (state & tops) >> 24
    codes = [0] * len(keys)
    for place, code in zip(order, _unpack(state, len(keys)), strict=True):
        codes[place] = code
    return codes


def _hash(key: bytes) -> int:
    code = 0
    for byte in key:
        code = (code << 4) + byte
        code = (code & _REST) ^ (code & _TOP) >> 24
    return code


def _unpack(state: int, count: int) -> Sequence[int]:
    """The numbers in the lanes."""
    packed = state.to_bytes(count * _LANE, "little")
    numbers = bytearray(4 * count)
    for byte in range(4):
        numbers[byte::4] = packed[byte::_LANE]
    return struct.unpack(f"<{count}I", numbers)


def _next_prime(number: int) -> int:
    """The smallest odd prime that is not below the number, as gettext sees them: 1 is one, 3 is none."""
    number |= 1
    while number == 3 or any(number % divisor == 0 for divisor in range(3, isqrt(number) + 1, 2)):
        number += 2
    return number
