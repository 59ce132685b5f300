"""Read a PNG, as far as a test needs it: its size and its pixels.

Example:
    >>> import base64
    >>> dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
    >>> read_png(base64.b64decode(dot)).colours()
    {(255, 0, 0)}
"""

import struct
import zlib
from dataclasses import dataclass

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}


class PictureError(Exception):
    """Not a PNG this module can read; the text says what was found."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The pixels of a picture, row after row, `channels` bytes each."""

    width: int
    height: int
    channels: int
    pixels: bytes

    def colours(self) -> set[tuple[int, ...]]:
        """Return every colour that occurs; a blank picture has one."""
        step = self.channels
        return {tuple(self.pixels[i : i + step]) for i in range(0, len(self.pixels), step)}


def read_png(data: bytes) -> Picture:
    """Return the picture in a PNG of 8 bits a channel, not interlaced: what browsers write.

    Raises:
        PictureError: `data` is something else.
    """
    if not data.startswith(_SIGNATURE):
        raise PictureError(f"No PNG: it starts with {data[:8]!r}.")
    at, packed, head = len(_SIGNATURE), b"", b""
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        content = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            head = content
        elif kind == b"IDAT":
            packed += content
        at += length + 12
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    if depth != 8 or colour not in _CHANNELS or interlaced:
        raise PictureError(f"A PNG of {depth} bits, colour type {colour}, interlace {interlaced}.")
    channels = _CHANNELS[colour]
    return Picture(width, height, channels, _unfilter(zlib.decompress(packed), width * channels, channels))


def _unfilter(rows: bytes, stride: int, step: int) -> bytes:
    """Undo the filters of the PNG standard, section 9; each row starts with the number of its filter."""
    out = bytearray()
    above = bytes(stride)
    for start in range(0, len(rows), stride + 1):
        kind, row = rows[start], bytearray(rows[start + 1 : start + 1 + stride])
        if kind == 1:
            for i in range(step, stride):
                row[i] = (row[i] + row[i - step]) & 255
        elif kind == 2:
            row = bytearray((a + b) & 255 for a, b in zip(row, above, strict=True))
        elif kind in {3, 4}:
            for i in range(stride):
                left, corner = (row[i - step], above[i - step]) if i >= step else (0, 0)
                guess = (left + above[i]) // 2 if kind == 3 else _paeth(left, above[i], corner)
                row[i] = (row[i] + guess) & 255
        above = bytes(row)
        out += above
    return bytes(out)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))
