"""The side panel of passages: what the answer rests on, numbered as it is cited."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from corpus.types import Passage
from tutor.types import Citation, Conversation
from ui.dialect import escape_plain, escape_prose
from ui.web.markup import passage_anchor

HINT = "The passages behind an answer appear here, numbered as they are cited."
"""What the panel says before the first answer."""


def numbered(conversation: Conversation, passages: Mapping[str, Passage]) -> tuple[Citation, ...]:
    """Every passage that the conversation has brought so far, with its number."""
    return tuple(
        Citation(number=number, passage=passages[passage])
        for number, passage in enumerate(conversation.passages, start=1)
        if passage in passages
    )


def passages_markdown(used: Collection[Citation], brought: Collection[Citation]) -> str:
    """The panel.

    Args:
        used: What the last answer was given, best first.
        brought: Every passage of the conversation; those that are not in `used` stand below, folded away.
    """
    if not used and not brought:
        return f'<p class="hint">{HINT}</p>'
    now = {citation.number: citation for citation in used}
    parts = [_passage(citation) for citation in now.values()]
    earlier = [citation for citation in brought if citation.number not in now]
    if earlier:
        head = f"<summary>Earlier in this conversation ({len(earlier)})</summary>"
        inside = "\n\n".join(_passage(citation) for citation in earlier)
        parts.append(f'<details class="earlier">{head}\n\n{inside}\n\n</details>')
    return "\n\n".join(parts)


def _passage(citation: Citation) -> str:
    passage = citation.passage
    number = f'<span class="number">{citation.number}</span>'
    title = f'<span class="title">{escape_plain(passage.title)}</span>'
    section = f'<span class="section">{escape_plain(passage.section.value)}</span>'
    head = f"<summary>{number}{title}{section}</summary>"
    place = passage_anchor(citation.number)
    return f'<details class="passage" id="{place}">{head}\n\n{escape_prose(passage.text)}\n\n</details>'
