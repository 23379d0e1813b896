"""The field in which people look for a concept, on every screen that has one."""

from __future__ import annotations

from ui.dialect import escape_attribute, escape_plain

LONGEST_SEARCH = 200
"""Most characters that are looked for."""


def search_field(label: str, text: str = "", *, live: bool = False) -> str:
    """A field with its label and its button; what is typed is found on the screen `concepts`.

    Args:
        label: What stands above it.
        text: What is in it.
        live: Whether it is on that screen, so that it finds while somebody types.
    """
    way, search = ('data-act="find"', " data-search") if live else ('data-go="concepts"', "")
    value = escape_attribute(text[:LONGEST_SEARCH])
    return (
        f'<form class="find" role="search" {way}><label class="field" for="find-concept"><span>{escape_plain(label)}</span></label>'
        f'<div class="with-button"><input id="find-concept" type="search" name="find" value="{value}"'
        f' maxlength="{LONGEST_SEARCH}" autocomplete="off" spellcheck="false"{search}>'
        f'<button type="submit" class="button">Find</button></div></form>'
    )
