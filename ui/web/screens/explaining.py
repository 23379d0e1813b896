"""Explaining a concept in one's own words, and what was there, what was missing and what the page says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter, ValidationError

from corpus.types import ConceptId
from tutor.dialogue.explanation import ExplanationVerdict, GradedExplanation, KeyPoint, PointState, Slip
from tutor.errors import TutorError
from tutor.learner.entries import EntryId
from tutor.types import Citation
from ui.dialect import escape_attribute, escape_plain
from ui.web.pieces import heading, prose, row
from ui.web.screen import Act, Shown, Visitor
from ui.web.screens.began import written

if TYPE_CHECKING:
    from tutor.dialogue.explain_back import ExplainBack

LONGEST_EXPLANATION: Final = 2000
"""Most characters of an explanation."""

_ENTRY_ID: TypeAdapter[str] = TypeAdapter(EntryId)
_STATES: Final = {
    PointState.SAID: ("good", "✓ Said"),
    PointState.UNSURE: ("warn", "? Not sure"),
    PointState.MISSING: ("", "○ Missing"),
}
_LOOKS: Final = {ExplanationVerdict.GOOD: "good", ExplanationVerdict.MISTAKEN: "bad"}
_SIGNS: Final = {"good": "✓ ", "bad": "✗ "}


def explaining(act: Act, visitor: Visitor, explain_back: ExplainBack | None) -> Shown:
    """Take an explanation, or ask for one.

    Args:
        act: What was done; `grade` hands in what was written.
        visitor: Who explains.
        explain_back: Grades explanations; None while the index is being opened.

    Raises:
        TutorError: If there is no such concept, or the text cannot be taken.
    """
    graph = visitor.study.graph
    page = graph.catalogue[graph.resolve(act.values["explain"][:200])]
    text = _text(act) if act.name == "grade" else ""
    graded = explain_back.grade(page.id, text) if explain_back and text else None
    if graded:
        _note(act, visitor, graded)
    told = _result(graded) if graded else _before(is_open=explain_back is not None, is_written=bool(text))
    title = f"Explain {page.title} in your own words"
    body = f"{heading(title)}\n{told}{_form(visitor, text, is_graded=graded is not None)}{_ways(page.id)}"
    return Shown(title=title, body=body, address=f"?screen=practice&explain={page.id}")


def _text(act: Act) -> str:
    text = act.values.get("text", "").strip()
    if not text:
        message = "There is nothing to read yet."
        raise TutorError(message, hint="One sentence is a fine beginning.")
    if len(text) > LONGEST_EXPLANATION:
        message = f"That has {len(text)} characters."
        raise TutorError(message, hint=f"Explain it in at most {LONGEST_EXPLANATION}.")
    return text


def _note(act: Act, visitor: Visitor, graded: GradedExplanation) -> None:
    """Note what the explanation says about the learner, under the id that the form carried."""
    try:
        entry = _ENTRY_ID.validate_python(act.values.get("attempt"))
    except ValidationError as error:
        message = "This explanation cannot be noted."
        raise TutorError(message, hint="Open the exercise again, and copy your text into it.") from error
    if attempt := graded.attempt(entry, visitor.now):
        visitor.study.note(attempt)


def _before(*, is_open: bool, is_written: bool) -> str:
    if is_open:
        return "<p>Two or three sentences are enough. Style and spelling do not count.</p>\n"
    wait = (
        "Your text is kept: check it again in a few seconds."
        if is_written
        else "Write meanwhile; it will be there soon."
    )
    return f'<p class="verdict">What compares your words with the page is still being opened. {wait}</p>\n'


def _form(visitor: Visitor, text: str, *, is_graded: bool) -> str:
    # A line break as a reference: an empty line would end the HTML around it.
    kept = escape_attribute(text).replace("\r", "").replace("\n", "&#10;")
    label, check = ("Say it again, if you like", "Check it again") if is_graded else ("Your explanation", "Check it")
    return (
        f'<form data-act="grade" data-attempt="explain.{written(visitor.now)}">'
        f'<label class="field"><span>{label}</span><textarea name="text" id="explanation" rows="6" required'
        f' maxlength="{LONGEST_EXPLANATION}"{"" if is_graded else " data-focus"}>{kept}</textarea></label>'
        f'{row([f"""<button type="submit" class="button primary">{check}</button>"""])}</form>\n'
    )


def _ways(concept: ConceptId) -> str:
    ways = (f'<a href="?concept={concept}">Read the page</a>', '<a href="?screen=practice">Practise something else</a>')
    return f"<div>{row(ways)}</div>"


def _result(graded: GradedExplanation) -> str:
    """The verdict, what the page says otherwise, and every point with whether it was said."""
    look = _LOOKS.get(graded.verdict, "")
    head = f"{_SIGNS.get(look, '')}{escape_plain(graded.feedback[0])}"
    verdict = f'<div class="verdict {look}" tabindex="-1" data-focus><p>{head}</p></div>\n'
    slips = "".join(_slip(slip) for slip in graded.slips)
    points = "".join(_point(point) for point in graded.points)
    otherwise = f"<h2>What the page says otherwise</h2>\n{slips}" if slips else ""
    said = f'<h2>The points of the page</h2>\n<ul class="points">\n{points}</ul>\n' if points else ""
    return f"{verdict}{otherwise}{said}"


def _slip(slip: Slip) -> str:
    sure = "" if slip.sure else '<p class="hint">I am not sure that I understood you here.</p>\n'
    return (
        f'<div class="slip">\n<p><span class="hint">You wrote:</span> {escape_plain(slip.said)}</p>\n'
        f"{sure}{_page_says(slip.page, slip.citation)}</div>\n"
    )


def _page_says(text: str, citation: Citation) -> str:
    passage = citation.passage
    where = f'<a href="?concept={passage.concept}&amp;section={passage.section.slug}">{escape_plain(passage.label)}</a>'
    return f'<blockquote>{prose(text)}<p class="hint">{where}</p></blockquote>\n'


def _point(point: KeyPoint) -> str:
    look, word = _STATES[point.state]
    return f'<li><span class="chip {look}">{word}</span>{prose(point.text)}</li>\n'
