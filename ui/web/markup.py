"""How the web page writes marks, concepts and remarks, and how it names their places."""

from __future__ import annotations

from corpus.types import ConceptId
from tutor.types import Citation
from ui.dialect import Dialect, escape_attribute, escape_plain, escape_prose


def passage_anchor(number: int) -> str:
    """The place of a numbered passage on the page."""
    return f"passage-{number}"


def citation_mark(citation: Citation) -> str:
    """A small number that opens its passage."""
    label = escape_attribute(citation.passage.label)
    number = citation.number
    place = passage_anchor(number)
    return f'<a class="cite" href="#{place}" title="{label}"><span class="unseen">passage </span>{number}</a>'


def concept_link(concept: ConceptId, title: str) -> str:
    """A concept's title that asks about it when clicked."""
    return f'<a class="concept" href="#concept-{concept}">{escape_plain(title)}</a>'


WEB = Dialect(
    plain=escape_plain,
    prose=escape_prose,
    mark=citation_mark,
    concept=concept_link,
    note=lambda text: f'<span class="note">{text}</span>',
    quote=lambda text: f"<blockquote>\n\n{text}\n\n</blockquote>",
    fold=lambda text, more: (
        f'<details class="note"><summary>{text}</summary>{"".join(f"<p>{one}</p>" for one in more)}</details>'
    ),
)
"""Markdown with a few HTML tags of ours, safe to show in a page."""
