"""The side panel of passages: what the answer rests on, numbered as it is cited."""

from __future__ import annotations

from collections.abc import Collection, Container

from corpus.types import ConceptId
from tutor.types import Citation
from ui.dialect import escape_plain, escape_prose
from ui.web.chat.markup import passage_anchor

HINT = "The passages behind an answer appear here, numbered as they are cited."
"""What the panel says before the first answer."""


def passages_markdown(
    used: Collection[Citation], brought: Collection[Citation], pages: Container[ConceptId] = ()
) -> str:
    """The panel.

    Args:
        used: What the last answer was given, best first.
        brought: Every passage of the conversation; those that are not in `used` stand below, folded away.
        pages: The concepts that have a page; a passage whose page is gone has no link to it.
    """
    if not used and not brought:
        return f'<p class="hint">{HINT}</p>'
    now = {citation.number: citation for citation in used}
    parts = [_passage(citation, pages) for citation in now.values()]
    earlier = {citation.number: citation for citation in brought if citation.number not in now}
    if earlier:
        head = f"<summary>Earlier in this conversation ({len(earlier)})</summary>"
        inside = "\n\n".join(_passage(citation, pages) for citation in earlier.values())
        parts.append(f'<details class="earlier">{head}\n\n{inside}\n\n</details>')
    return "\n\n".join(parts)


def _passage(citation: Citation, pages: Container[ConceptId]) -> str:
    passage = citation.passage
    number = f'<span class="number">{citation.number}</span>'
    title = f'<span class="title">{escape_plain(passage.title)}</span>'
    section = f'<span class="section">{escape_plain(passage.section.value)}</span>'
    head = f"<summary>{number}{title}{section}</summary>"
    page = f"?concept={passage.concept}&amp;section={passage.section.slug}"
    link = f'<p class="open"><a href="{page}">Open the page</a></p>' if passage.concept in pages else ""
    place = passage_anchor(citation.number)
    return f'<details class="passage" id="{place}">{head}\n\n{escape_prose(passage.text)}\n\n{link}</details>'
