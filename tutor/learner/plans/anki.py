"""Check items as an Anki deck; the only door to `genanki`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from random import Random

import genanki  # type: ignore[import-untyped]  # it has no types

from corpus.sanitise import visible
from corpus.types import Concept, Item
from graph.concept_graph import ConceptGraph
from tutor.errors import TutorError

_MODEL = 1_607_392_319
"""The id of our kind of note; a new one would make every card anew."""

_FIELDS = ("Item", "Concept", "Question", "Options", "Answer", "Feedback")
_FRONT = '<div class="concept">{{Concept}}</div><p>{{Question}}</p>{{Options}}'
_BACK = '{{FrontSide}}<hr id="answer"><p><b>{{Answer}}</b></p>{{Feedback}}'
_STYLE = (
    ".card { font-family: sans-serif; text-align: left; } .concept { color: gray; } ol { list-style: upper-alpha; }"
)
_MATHS = re.compile(r"\$\$(?P<display>.+?)\$\$|\$(?P<inline>[^$\n]+?)\$", re.DOTALL)
_CODE = re.compile(r"`(?P<code>[^`\n]+)`")


def to_anki(graph: ConceptGraph, name: str, items: Iterable[str], seed: int, now: datetime) -> bytes:
    """The `.apkg` file of a deck, one card for each item.

    Deck, kind of note and notes keep their ids: reading a newer file of the same name into Anki updates the notes and keeps
    what was learned. Options stand in an order that depends on the seed and the item.

    Args:
        graph: The graph of the items.
        name: The name of the deck.
        items: Ids of items, such as the checks of a study plan; each counts once.
        seed: Shuffles the options.
        now: The moment the file is made; Anki keeps the newer one of two notes.

    Raises:
        TutorError: If there is no such item, or none at all.
    """
    wanted = tuple(dict.fromkeys(items))
    if not wanted:
        message = "There is no item for a deck."
        raise TutorError(message, hint="Choose a goal that is not known yet.")
    known = {item.id: (page, item) for page in graph.catalogue for item in page.items}
    if missing := [item_id for item_id in wanted if item_id not in known]:
        raise TutorError(f"There is no item '{missing[0]}'.", hint="Make the plan again; its pages may have changed.")
    deck, model = genanki.Deck(_number(f"deck:{name}"), visible(name)), _model()
    for item_id in wanted:
        deck.add_note(_note(model, *known[item_id], seed))
    file = BytesIO()
    genanki.Package(deck).write_to_file(file, timestamp=now.timestamp())
    return file.getvalue()


def _model() -> genanki.Model:
    return genanki.Model(
        _MODEL,
        "kg-tutor item",
        fields=[{"name": name} for name in _FIELDS],
        templates=[{"name": "Choice", "qfmt": _FRONT, "afmt": _BACK}],
        css=_STYLE,
        sort_field_index=0,
    )


def _note(model: genanki.Model, page: Concept, item: Item, seed: int) -> genanki.Note:
    options = list(item.options)
    Random(f"{seed}:{item.id}").shuffle(options)  # noqa: S311 - an order of options is no secret
    right = next(number for number, option in enumerate(options) if option.right)
    fields = (
        item.id,
        page.title,
        item.stem,
        [option.text for option in options],
        f"{chr(ord('A') + right)}. {options[right].text}",
        [option.feedback for option in options],
    )
    return genanki.Note(
        model=model,
        fields=[_list(field) if isinstance(field, list) else to_html(field) for field in fields],
        guid=genanki.guid_for("kg-tutor", item.id),
        tags=[page.area, page.level.value, item.kind],
    )


def _list(texts: list[str]) -> str:
    return f"<ol>{''.join(f'<li>{to_html(text)}</li>' for text in texts)}</ol>"


def to_html(text: str) -> str:
    r"""Text of a page as an Anki field: mathematics for MathJax, code, and all else as it is.

    Square brackets are written as entities, because Anki acts on `[sound:…]` and `[latex]`.

    >>> to_html("$x<y$ and <b>")
    '\\(x&lt;y\\) and &lt;b&gt;'
    """
    safe = html.escape(visible(text)).replace("[", "&#91;").replace("]", "&#93;").replace("{{", "{&#123;")
    return _CODE.sub(r"<code>\g<code></code>", _MATHS.sub(_maths, safe))


def _maths(match: re.Match[str]) -> str:
    display = match["display"]
    return rf"\[{display}\]" if display else rf"\({match['inline']}\)"


def _number(text: str) -> int:
    """A stable id in the range that Anki uses."""
    return int.from_bytes(sha256(text.encode()).digest()[:4]) % (1 << 30) + (1 << 30)
