"""The pictures: every screen in every look, small, and drawn as they were taken."""

from __future__ import annotations

import importlib.util
import shutil
import struct
import sys
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parents[2] / "docs"
IMAGES = DOCS / "images"
SIZES = {"": (1280, 800), "-dark": (1280, 800), "-phone": (375, 760)}
SCREENS = ("chat-empty", "chat", "concept", "concepts", "map", "map-goal", "path", "path-wish", "path-walk", "practice")
MORE = ("practice-question", "practice-feedback", "practice-summary", "placement-question", "placement-result")
OTHERS = ("chat-passage", "chat-support", "progress", "talks", "model", "sign-in")
MOST_BYTES = 3_000_000
"""What all of them together may weigh in a checkout."""


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


def test_every_screen_is_there_in_every_look() -> None:
    expected = {f"{name}{look}.png": pixels for name in (*SCREENS, *MORE, *OTHERS) for look, pixels in SIZES.items()}
    assert {file.name: size(file.read_bytes()) for file in IMAGES.iterdir()} == expected


def test_they_are_light() -> None:
    assert sum(file.stat().st_size for file in IMAGES.iterdir()) <= MOST_BYTES


def test_a_picture_made_small_is_the_same_picture() -> None:
    made = module("pictures_png")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 300, "height": 200})
        page.set_content('<body style="background: #fbfaf8"><h1 style="color: #175d8d; font: 40px serif">Tutor</h1>')
        before = page.screenshot()
        small = made.small_png(browser.new_page(), before)
        page.set_content(
            f'<body style="margin: 0"><img src="data:image/png;base64,{made.base64.b64encode(small).decode()}">'
        )
        page.locator("img").evaluate("image => image.decode()")
        after = page.screenshot(clip={"x": 0, "y": 0, "width": 300, "height": 200})
        apart = page.evaluate(_APART, [made.base64.b64encode(png).decode() for png in (before, after)])
        browser.close()
    assert size(small) == (300, 200)
    assert apart <= 16, "no colour may move further than the edges of letters need"


@pytest.fixture(autouse=True)
def beside_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(DOCS), *sys.path])


_APART = """async (pngs) => {
  const [one, other] = await Promise.all(pngs.map(async (png) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
    pen.drawImage(image, 0, 0);
    return pen.getImageData(0, 0, image.width, image.height).data;
  }));
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at])), 0);
}"""
