"""Screenshots made small: at most 160 colours, which is what a page of text and lines needs."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

_PIXELS = """async (png) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const pixels = pen.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let at = 0; at < pixels.length; at += 30000) text += String.fromCharCode(...pixels.subarray(at, at + 30000));
  return [image.width, image.height, btoa(text)];
}"""
SURFACES = 32
"""So many of the most frequent colours are kept as they are: the grounds, on which a difference would be seen."""

HUES = 128
NEAR = 4
"""Of the others so many, all different in more than the last `NEAR` bits of a channel, so that edges of letters leave room."""


def small_png(blank: Page, png: bytes) -> bytes:
    """The same picture as a PNG with a palette of its own colours.

    Args:
        blank: An empty page, whose browser reads the picture.
        png: The picture.
    """
    width, height, text = blank.evaluate(_PIXELS, base64.b64encode(png).decode())
    pixels = np.frombuffer(base64.b64decode(text), np.uint8).reshape(height * width, 4)[:, :3]
    every, places, counts = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    palette = _palette(every, counts)
    nearest = np.array([np.abs(palette.astype(int) - colour).sum(axis=1).argmin() for colour in every.astype(int)])
    rows = nearest[places.reshape(-1)].astype(np.uint8).reshape(height, width)
    lines = np.hstack([np.zeros((height, 1), np.uint8), rows]).tobytes()  # each begins with its filter: none
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", palette.tobytes()), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _palette(colours: NDArray[np.uint8], counts: NDArray[np.int_]) -> NDArray[np.uint8]:
    """The most frequent colours, and of those that are alike the most frequent one, for the groups that cover most."""
    frequent = np.argsort(counts)[::-1]
    _, first, group = np.unique(colours[frequent] >> NEAR, axis=0, return_index=True, return_inverse=True)
    covered = np.bincount(group.reshape(-1), weights=counts[frequent])
    hues = frequent[first[np.argsort(covered)[::-1][:HUES]]]
    return colours[np.union1d(frequent[:SURFACES], hues)]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
