"""The size of an image, from the first bytes of real files and from what SVG says of itself."""

from __future__ import annotations

import struct
import zlib

import pytest

from i18n_site.publish.images import size_of

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 640, 480) + b"\x08\x02\0\0\0" + struct.pack(">I", zlib.crc32(b""))
GIF = b"GIF89a" + struct.pack("<HH", 32, 16) + b"\0\0\0;"
JPEG = (
    b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x11\x08"
    + struct.pack(">HH", 30, 40)
    + b"\3\1\x11\0\2\x11\1\3\x11\1"
)
WEBP = b"RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + (99).to_bytes(3, "little") + (49).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("data", "suffix", "size"),
    [
        (PNG, ".png", (640, 480)),
        (GIF, ".gif", (32, 16)),
        (JPEG, ".JPG", (40, 30)),
        (WEBP, ".webp", (100, 50)),
        (b'<svg width="420" height="21.4"/>', ".svg", (420, 21)),
        (b'<?xml version="1.0"?><!-- a < b --><s:svg xmlns:s="x" viewBox="0 0 30 20">', ".svg", (30, 20)),
        (b"<svg width='60' viewBox='0,0,30,20'>", ".svg", (60, 40)),
        (b'<svg height="1in" width="100%" viewBox="0 0 30 20">', ".svg", (144, 96)),
        (b'<svg title="a > b" width="2" height="3px">', ".svg", (2, 3)),
    ],
)
def test_an_image_says_how_large_it_is(data, suffix, size):
    assert size_of(data, suffix) == size


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"", ".png"),
        (PNG[:18], ".png"),
        (JPEG[:20], ".jpg"),
        (b"junk", ".gif"),
        (b"<svg/>", ".svg"),
        (b'<svg viewBox="0 0 x 1">', ".svg"),
        (b'<svg width="1" viewBox="0 0 0 0">', ".svg"),
        (b'<svg width="1e9" height="1">', ".svg"),
        (PNG, ".pdf"),
    ],
)
def test_what_does_not_say_has_no_size(data, suffix):
    assert size_of(data, suffix) is None


@pytest.mark.parametrize("data", [PNG, GIF, JPEG, WEBP])
@pytest.mark.parametrize("suffix", [".png", ".gif", ".jpg", ".webp", ".avif", ".svg"])
def test_a_broken_file_of_any_kind_stops_nobody(data, suffix):
    for end in range(len(data)):
        size_of(data[:end] + b"\xff" * 8, suffix)
