"""An item on the page: the question in any of its forms, its hints, and what an answer was worth.

Everything about an open question travels with its buttons, and nothing of it gives the answer away. A screen hands every
act named in `ITEM_ACTS` to `acted` and draws what comes back; the button of `answer_view` acts as `next`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, NamedTuple, assert_never

from pydantic import Field, TypeAdapter

from corpus.types import Value
from graph.concept_graph import ConceptGraph
from tutor.errors import TutorError
from tutor.learner.entries import EntryId, Purpose
from tutor.learner.items.asked import AskedItem, asked_again, full_item
from tutor.learner.items.full_item import AnswerError, ChoiceKey
from tutor.learner.items.grading import Graded
from tutor.learner.items.hints import MOST_HINTS, hint
from tutor.learner.items.named import BLANK
from ui.dialect import escape_attribute, escape_plain, escape_prose
from ui.web.pieces import button, concept_link, prose, row
from ui.web.screen import Act, Visitor

ITEM_ACTS: Final = frozenset({"answer", "unknown", "hint", "place", "unplace"})
"""What can be done to a question."""

_SEED: TypeAdapter[int] = TypeAdapter(Annotated[int, Field(ge=0, lt=2**62)])
_TYPED: Final = {"number": "Your answer, a number", "blank": "The missing name"}
_LONGEST_ANSWER = 200


class Question(Value):
    """An item that is being asked.

    Attributes:
        item: The item.
        attempt: The id that its answer will have, made before the answer, so that a double click counts once.
        hints: Hints taken.
        order: The options put in order so far, by their numbers from 1; empty for the other forms.
    """

    item: AskedItem
    attempt: EntryId
    hints: Annotated[int, Field(ge=0, le=MOST_HINTS)] = 0
    order: tuple[int, ...] = ()

    @property
    def carried(self) -> Mapping[str, Any]:
        """The question as its buttons carry it."""
        seed, hints, order = str(self.item.seed), str(self.hints), _spaced(self.order)
        return {"item": self.item.id, "seed": seed, "attempt": self.attempt, "hints": hints, "order": order}

    @property
    def left(self) -> tuple[int, ...]:
        """The numbers of the options that have no place in the order yet."""
        return tuple(number for number in range(1, len(self.item.options) + 1) if number not in self.order)


class Acted(NamedTuple):
    """A question after something was done to it, and what its answer was worth; None while it is open."""

    question: Question
    graded: Graded | None


def acted(act: Act, visitor: Visitor, purpose: Purpose) -> Acted:
    """Do to a question what was done: take a step of its order or a hint, or note its answer.

    Args:
        act: One of `ITEM_ACTS`.
        visitor: Who did it.
        purpose: What an answer is noted as.

    Raises:
        TutorError: If the values are no question of ours, or the answer cannot be read; nothing is noted then.
    """
    question = _question(visitor.study.graph, act.values)
    if act.name == "hint":
        return Acted(question.model_copy(update={"hints": min(question.hints + 1, question.item.hints)}), None)
    if act.name in {"place", "unplace"}:
        return Acted(question.model_copy(update={"order": _ordered(question, act)}), None)
    given = "" if act.name == "unknown" else _given(act.values)
    graded = visitor.study.answer(
        question.item, given, attempt_id=question.attempt, now=visitor.now, hints=question.hints, purpose=purpose
    )
    return Acted(question, graded)


def _question(graph: ConceptGraph, values: Mapping[str, str]) -> Question:
    try:
        item = asked_again(graph, values["item"], _SEED.validate_python(values["seed"]))
        options = {str(number): number for number in range(1, len(item.options) + 1)}
        order = tuple(options[number] for number in dict.fromkeys(values.get("order", "").split()))
        return Question(item=item, attempt=values["attempt"], hints=int(values.get("hints", "0")), order=order)
    except (KeyError, ValueError, TutorError) as error:
        message = "This question cannot be read any more."
        raise TutorError(message, hint="Start again from the practice page.") from error


def _ordered(question: Question, act: Act) -> tuple[int, ...]:
    """The order with one option more or less; the one that is left at the end gets the last place."""
    if act.name == "unplace":
        return question.order[:-1]
    placed = next((number for number in question.left if str(number) == act.values.get("placed")), None)
    if placed is None:
        message = "That one has its place already."
        raise AnswerError(message, hint="Choose one of those that are left.")
    rest = [number for number in question.left if number != placed]
    return (*question.order, placed, *(rest if len(rest) == 1 else ()))


def _given(values: Mapping[str, str]) -> str:
    if given := values.get("answer", "").strip():
        return given
    message = "There is no answer yet."
    raise AnswerError(message, hint="Give one, or say that you do not know.")


def _spaced(order: Iterable[int]) -> str:
    return " ".join(map(str, order))


def question_view(graph: ConceptGraph, question: Question, *, hints: bool = True) -> str:
    """A question and all that can be done to it.

    Args:
        graph: The concepts.
        question: The question.
        hints: Whether hints are offered.
    """
    focused = question.item.form in {"choice", "order"} and not question.order and not question.hints
    ways = [button("I don't know", "unknown", key="0", **question.carried)]
    if hints and question.hints < question.item.hints:
        said = f"Another hint ({question.hints + 1} of {question.item.hints})" if question.hints else "Hint"
        ways.insert(0, button(said, "hint", key="h", **question.carried))
    if question.order:
        ways.insert(0, button("Take the last one back", "unplace", key="Backspace", **question.carried))
    stem, given = _stem(graph, question, focused=focused), _hints(graph, question)
    return f'<div class="item">\n{stem}{_answering(question)}{given}{row(ways)}\n</div>\n'


def _stem(graph: ConceptGraph, question: Question, *, focused: bool = False) -> str:
    focus = ' tabindex="-1" data-focus' if focused else ""
    about = f'<p class="about">{concept_link(graph.catalogue, question.item.concept)}</p>'
    return f'{about}\n<div class="stem" id="stem"{focus}>{_with_blanks(prose(question.item.stem))}</div>\n'


def _with_blanks(text: str) -> str:
    """Gaps for missing names, which Markdown would take for emphasis."""
    return text.replace(BLANK, "&#95;" * len(BLANK))


def _answering(question: Question) -> str:
    """The part of the page that takes the answer."""
    match question.item.form:
        case "choice":
            return _options(_option(question, number, "answer", answer=str(number)) for number in question.left)
        case "order":
            return _ordering(question)
        case "number" | "blank":
            return _typing(question)
        case _:
            assert_never(question.item.form)


def _options(lines: Iterable[str]) -> str:
    """Lines that are a paragraph each, so that the Markdown in them is drawn."""
    drawn = "\n\n".join(lines)
    return f'<div class="options" role="group" aria-labelledby="stem">\n\n{drawn}\n\n</div>\n'


def _option(question: Question, number: int, act: str, *, focus: bool = False, **values: str) -> str:
    data = _data({"act": act, "key": str(number), **question.carried, **values})
    focused = " data-focus" if focus else ""
    return f'<button type="button" class="option"{data}{focused}><kbd>{number}</kbd>{_text(question, number)}</button>'


def _data(values: Mapping[str, str]) -> str:
    return "".join(f' data-{name}="{escape_attribute(value)}"' for name, value in values.items())


def _text(question: Question, number: int) -> str:
    """The text of an option, on one line."""
    return f"<span>{_with_blanks(escape_prose(' '.join(question.item.options[number - 1].split())))}</span>"


def _ordering(question: Question) -> str:
    """The options that have their place, and those that are pressed next."""
    placed = "".join(f"<li>{escape_plain(question.item.options[number - 1])}</li>" for number in question.order)
    line = f'<ol class="order" aria-label="Your order so far">{placed}</ol>\n' if placed else ""
    if not question.left:
        sent = {"answer": _spaced(question.order), **question.carried}
        check = button("Check this order", "answer", look="button primary", key="Enter", focus=True, **sent)
        return f"{line}{row([check])}\n"
    first = question.left[0] if question.order else 0
    lines = [_option(question, one, "place", focus=one == first, placed=str(one)) for one in question.left]
    told = "Press the one that comes next." if question.order else "Press them in order, the first one first."
    return f'<p class="hint">{told}</p>\n{line}{_options(lines)}'


def _typing(question: Question) -> str:
    """A field for a number or a name."""
    focused = "" if question.hints else " data-focus"
    return (
        f'<form class="typing" data-act="answer"{_data(question.carried)}>'
        f'<label class="field"><span>{_TYPED[question.item.form]}</span><input name="answer" id="answer" type="text"'
        f' aria-describedby="stem" required maxlength="{_LONGEST_ANSWER}" autocomplete="off" spellcheck="false"{focused}>'
        '</label><button type="submit" class="button primary">Answer</button></form>\n'
    )


def _hints(graph: ConceptGraph, question: Question) -> str:
    """The hints that were taken; the last one is what is read next."""
    drawn = []
    for step in range(1, question.hints + 1):
        given = hint(graph, question.item, step)
        focus = ' tabindex="-1" data-focus' if step == question.hints and not question.order else ""
        where = f" · {escape_plain(given.label)}" if given.label else ""
        head = f'<p class="hint">Hint {step}{where}</p>'
        drawn.append(f'<div class="hint-step"{focus}>{head}{_with_blanks(prose(given.text))}</div>\n')
    return "".join(drawn)


def answer_view(graph: ConceptGraph, question: Question, graded: Graded, onward: str = "Next") -> str:
    """A question with what its answer was worth, what is right and where to read why.

    Args:
        graph: The concepts.
        question: The question.
        graded: What its answer was worth.
        onward: What the button says that goes on.
    """
    following = (
        '<button type="button" class="button primary" data-act="next" data-key="n" data-focus'
        f' aria-describedby="verdict">{escape_plain(onward)}</button>'
    )
    told = f"{_answered(graph, question, graded)}{_verdict(graph, graded)}{_why(graph, question, graded)}"
    return f'<div class="item">\n{_stem(graph, question)}{told}{row([following])}\n</div>\n'


def verdict_words(graded: Graded) -> str:
    """What an answer was worth, in Markdown that is safe to show."""
    head = "Right." if graded.right else "Not quite."
    feedback = escape_prose(graded.feedback)
    if not graded.attempt.answer or graded.feedback.startswith("Right"):
        return f"**{feedback}**" if graded.attempt.answer else feedback
    return f"**{head}** {feedback}"


def right_words(graded: Graded) -> str:
    """What is right and why, in Markdown that is safe to show."""
    return f"**The answer:** {escape_prose(graded.answer)}"


def _answered(graph: ConceptGraph, question: Question, graded: Graded) -> str:
    """The options with what is right and what was chosen, or what was put in order or typed."""
    given, key = graded.attempt.answer, full_item(graph, question.item.id, question.item.seed).key
    if isinstance(key, ChoiceKey):
        right = key.options.index(key.right) + 1
        return _options(_told(question, number, right, given) for number in range(1, len(key.options) + 1))
    texts = {str(number): text for number, text in enumerate(question.item.options, start=1)}
    if question.item.form == "order":
        given = " → ".join(texts.get(number, number) for number in given.split())
    return f'<p class="given">Your answer: <strong>{escape_plain(given)}</strong></p>\n' if given else ""


def _told(question: Question, number: int, right: int, given: str) -> str:
    """An option after the answer: a sign, a colour and a word."""
    chosen = given == str(number)
    look, sign = ("good", "✓") if number == right else ("bad", "✗") if chosen else ("", "")
    word = "Your answer, right" if chosen and look == "good" else "Your answer" if chosen else "Right" if look else ""
    chip = f' <span class="chip {look}">{word}</span>' if word else ""
    return (
        f'<span class="option told {look}"><kbd aria-hidden="true">{sign}</kbd>{_text(question, number)}{chip}</span>'
    )


def _verdict(graph: ConceptGraph, graded: Graded) -> str:
    look = "good" if graded.right else "bad" if graded.attempt.answer else ""
    right = "" if graded.right else f"{right_words(graded)}\n\n"
    read = f"<p>Worth reading again: {concept_link(graph.catalogue, graded.betrays)}</p>" if graded.betrays else ""
    sign = "✓ " if graded.right else "✗ " if look else ""
    return f'<div class="verdict {look}" id="verdict">\n\n{sign}{verdict_words(graded)}\n\n{right}{read}</div>\n'


def _why(graph: ConceptGraph, question: Question, graded: Graded) -> str:
    """The passage to read, folded, with the way to its page."""
    passage = hint(graph, question.item, MOST_HINTS - 1)
    worked = f"{right_words(graded)}\n\n" if graded.right and question.item.form != "choice" else ""
    link = concept_link(graph.catalogue, question.item.concept)
    return (
        f'<details class="why"><summary>Why: {escape_plain(passage.label or "the passage")}</summary>\n\n{worked}'
        f"{_with_blanks(prose(passage.text))}<p>Open the page: {link}</p></details>\n"
    )
