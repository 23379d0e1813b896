"""How the web page writes marks, concepts and remarks, and how it names their places."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from corpus.types import ConceptId
from tutor.dialogue.supporting import supporting_words
from tutor.types import Citation
from ui.dialect import Dialect, escape_attribute, escape_plain, escape_prose


def passage_anchor(number: int) -> str:
    """The place of a numbered passage on the page."""
    return f"passage-{number}"


def citation_mark(citation: Citation, text: str) -> str:
    """A small number that opens its passage; its address carries the words of the passage that bear the text out."""
    words = "+".join(quote(word, safe="") for word in supporting_words(text, citation.passage))
    place = passage_anchor(citation.number) + (f"?words={words}" if words else "")
    label = escape_plain(citation.passage.label)
    return f'<a class="cite" href="#{place}"><span class="unseen">{label}: passage </span>{citation.number}</a>'


def said(text: str, citations: Sequence[Citation]) -> str:
    """A sentence of the model, from its Markdown, that knows what it was checked against."""
    return _borne("said", text, f"Checked against {_labels(citations)}")


def own(text: str, citations: Sequence[Citation]) -> str:
    """A sentence of a page, from its Markdown, that knows where it stands."""
    return _borne("quoted", text, f"Word for word from {_labels(citations)}")


def _borne(kind: str, text: str, title: str) -> str:
    """A span holds one paragraph; what is more is left as it is."""
    return text if "\n" in text else f'<span class="{kind}" title="{escape_attribute(title)}">{text}</span>'


def _labels(citations: Sequence[Citation]) -> str:
    return "; ".join(dict.fromkeys(citation.passage.label for citation in citations))


def concept_link(concept: ConceptId, title: str) -> str:
    """A concept's title that opens its page."""
    return f'<a class="page" href="?concept={concept}">{escape_plain(title)}</a>'


WEB = Dialect(
    plain=escape_plain,
    prose=escape_prose,
    said=said,
    own=own,
    mark=citation_mark,
    concept=concept_link,
    note=lambda text: f'<span class="note">{text}</span>',
    quote=lambda text: f'<blockquote class="quoted">\n\n{text}\n\n</blockquote>',
    fold=lambda text, more: (
        f'<details class="note"><summary>{text}</summary>{"".join(f"<p>{one}</p>" for one in more)}</details>'
    ),
)
"""Markdown with a few HTML tags of ours, safe to show in a page."""
