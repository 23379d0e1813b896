"""Small pieces that bodies of screens are made of; everything here makes its text safe."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote_plus

from corpus.catalogue import Catalogue
from corpus.types import ConceptId
from ui.dialect import escape_attribute, escape_plain, escape_prose


def heading(title: str) -> str:
    """The one `h1` of a screen."""
    return f"<h1>{escape_plain(title)}</h1>"


def prose(text: str) -> str:
    """Markdown of a page, set apart from the HTML around it."""
    return f"\n\n{escape_prose(text)}\n\n"


def concept_link(catalogue: Catalogue, concept: ConceptId) -> str:
    """A concept's title that opens its page; the bare id where no page teaches it."""
    if concept not in catalogue:
        return escape_plain(concept)
    return f'<a href="?concept={quote_plus(concept)}">{escape_plain(catalogue[concept].title)}</a>'


def ask_link(question: str, text: str = "") -> str:
    """A link that asks a question in the chat; the question itself where no other text is given."""
    return f'<a href="?ask={quote_plus(question)}">{escape_plain(text or question)}</a>'


def button(text: str, act: str, *, look: str = "button", key: str = "", focus: bool = False, **values: object) -> str:
    """A button that does something on the current screen.

    Args:
        text: What it says.
        act: The name of the act.
        look: Its classes, such as `button primary`, `button danger` or `link`.
        key: The key that presses it.
        focus: Whether it gets the focus.
        values: What goes with the act; an underscore in a name stands for a hyphen.
    """
    data = {"act": act, **({"key": key} if key else {}), **values}
    said = "".join(f' data-{name.replace("_", "-")}="{escape_attribute(str(value))}"' for name, value in data.items())
    return f'<button type="button" class="{look}"{said}{" data-focus" if focus else ""}>{escape_plain(text)}</button>'


def meter(share: float, label: str) -> str:
    """A bar that is filled to a share from 0 to 1, with what it says in words."""
    return f'<div class="meter" role="img" aria-label="{escape_attribute(label)}"><span style="width:{share:.0%}"></span></div>'


def row(parts: Iterable[str]) -> str:
    """Parts beside each other, on more lines where there is no room."""
    return f'<div class="row">{"".join(parts)}</div>'


def empty_state(sentence: str, *ways: str) -> str:
    """What stands where there is nothing yet, with what to do about it."""
    return f'<div class="empty"><p>{escape_plain(sentence)}</p>{row(ways) if ways else ""}</div>'
