"""Every text of ours can be read on what it stands on, in light and in dark: WCAG's contrast for AA, from the files themselves."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from ui.web.head import asset
from ui.web.theme import calm_theme

TEXT = 4.5
"""Least contrast of text."""

EDGE = 3.0
"""Least contrast of the edge of a field that somebody can type into, and of what shows where the focus is."""

_STANDS_ON = {
    "body-text-color": (
        "body-background-fill",
        "card",
        "soft",
        "background-fill-secondary",
        "good-soft",
        "bad-soft",
        "input-background-fill",
        "lit",  # words that are marked in a passage
    ),
    "quiet": ("body-background-fill", "card", "soft", "background-fill-secondary", "input-background-fill"),
    "link": ("body-background-fill", "card", "soft", "background-fill-secondary", "good-soft", "bad-soft"),
    "good": ("body-background-fill", "card", "good-soft"),
    "bad": ("body-background-fill", "card", "bad-soft"),
    "warn": ("body-background-fill", "card", "background-fill-secondary"),
    "body-background-fill": ("link",),  # what is written on a filled button
    "input-placeholder-color": ("input-background-fill",),
    "button-primary-text-color": ("button-primary-background-fill",),
}
_EDGES = {"link": ("body-background-fill", "card", "soft"), "quiet": ("body-background-fill", "input-background-fill")}


def colours(*, dark: bool) -> dict[str, str]:
    """The colours of the theme and of the style sheets by their names, as six hexadecimal digits."""
    theme, ending = calm_theme(), "_dark" if dark else ""
    named = {name: getattr(theme, f"{name}{ending}", None) or value for name, value in vars(theme).items()}
    for ours_dark, block in re.findall(r"^body(\.dark)? \{(.*?)\}", _sheets(), flags=re.DOTALL | re.MULTILINE):
        if dark or not ours_dark:
            named |= dict(re.findall(r"--([\w-]+): ([^;]+);", block))
    words = {name.replace("_", "-"): value for name, value in named.items() if isinstance(value, str)}
    return {name: _colour(words, name) for name in words if _colour(words, name)}


def _sheets() -> str:
    folder = resources.files("ui.web") / "static"
    return "\n".join(asset(file.name) for file in folder.iterdir() if file.name.endswith(".css"))


def _colour(words: dict[str, str], name: str) -> str:
    """Follows what stands for another colour; empty for what is none."""
    value = words.get(name, "")
    stands_for = re.fullmatch(r"var\(--([\w-]+)\)", value)
    if stands_for:
        return _colour(words, stands_for[1])
    long = re.sub(r"^#(\w)(\w)(\w)$", r"#\1\1\2\2\3\3", value)
    return long[1:] if re.fullmatch(r"#[0-9a-fA-F]{6}", long) else ""


def contrast(one: str, other: str) -> float:
    """WCAG 2's contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("least", "pairs"), [(TEXT, _STANDS_ON), (EDGE, _EDGES)], ids=["text", "edges"])
def test_what_is_written_can_be_read(least: float, pairs: dict[str, tuple[str, ...]], *, dark: bool) -> None:
    named = colours(dark=dark)
    found = {(ink, ground): contrast(named[ink], named[ground]) for ink, grounds in pairs.items() for ground in grounds}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least} == {}


def test_light_and_dark_name_the_same_colours() -> None:
    ours = (
        "good",
        "bad",
        "warn",
        "good-soft",
        "bad-soft",
        "lit",
        "link",
        "quiet",
        "soft",
        "card",
        "body-background-fill",
    )
    for name in ours:
        assert colours(dark=False)[name] != colours(dark=True)[name]
