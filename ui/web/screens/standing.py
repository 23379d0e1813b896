"""Where a learner stands with a concept, as a sign and a word; never a colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tutor.learner.standing import Standing
from ui.dialect import escape_plain

_SIGNS: Mapping[Standing, tuple[str, str]] = MappingProxyType(
    {
        Standing.DUE: ("↻", "warn"),
        Standing.KNOWN: ("✓", "good"),
        Standing.LEARNING: ("◐", ""),
        Standing.NOT_YET: ("○", ""),
    }
)
"""For each standing its sign, and the look of its chip."""


def standing_chip(standing: Standing) -> str:
    """A small label: the sign and the word."""
    sign, look = _SIGNS[standing]
    return f'<span class="chip {look}"><span aria-hidden="true">{sign}</span> {escape_plain(standing.value)}</span>'


def standing_sign(standing: Standing) -> str:
    """The sign alone; the word is there for screen readers and on hovering."""
    sign, look = _SIGNS[standing]
    word = escape_plain(standing.value)
    return (
        f'<span class="sign {look}" title="{word}"><span aria-hidden="true">{sign}</span>'
        f'<span class="unseen">{word}</span></span>'
    )
