"""What makes our own pages complete and consistent; reported all at once, never one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, permutations

from corpus.catalogue import Catalogue, names_of, normalise_name
from corpus.types import Concept, Problem, SectionName

_NEEDED = (SectionName.INTUITION, SectionName.WHY, SectionName.EXAMPLE, SectionName.MISCONCEPTIONS)
_MISCONCEPTION = re.compile(r"^- \*\*[^*]+\*\* \S", re.MULTILINE)
_QUESTIONS = range(4, 9)
_OPTIONS = range(3, 5)
_DEFINITION_WORDS = range(20, 111)
_MINUTES = range(5, 61)
_LEAST = 2


def check_corpus(concepts: Iterable[Concept], *, complete: bool = True) -> tuple[Problem, ...]:
    """Every problem of a corpus, ordered by page.

    Args:
        concepts: The pages.
        complete: Also demand what a page of our own must have: every section, items, questions.
    """
    catalogue = Catalogue(concepts)
    problems = [problem for concept in catalogue for problem in _links(concept, catalogue)]
    problems.extend(_names(catalogue))
    problems.extend(_shared_questions(catalogue))
    if complete:
        problems.extend(problem for concept in catalogue for problem in _page(concept))
    return tuple(sorted(problems, key=lambda problem: (problem.path, problem.message)))


def _links(concept: Concept, catalogue: Catalogue) -> Iterator[Problem]:
    links = {
        "prerequisite": [prerequisite.concept for prerequisite in concept.prerequisites],
        "related": list(concept.related),
        "contrast": [contrast.concept for contrast in concept.contrasts],
        "see": [option.see for item in concept.items for option in item.options if option.see],
    }
    faults = chain(
        (fault for kind, targets in links.items() for fault in _link_faults(kind, targets, concept, catalogue)),
        _related_faults(concept, catalogue),
        _contrast_faults(concept, catalogue),
    )
    for fault in faults:
        yield Problem(path=concept.path, message=fault)


def _link_faults(kind: str, targets: Sequence[str], concept: Concept, catalogue: Catalogue) -> Iterator[str]:
    for target in targets:
        if target == concept.id:
            yield f"{kind} points to the page itself"
        elif target not in catalogue:
            yield f"{kind} '{target}' is not a concept"
    if kind != "see" and len(set(targets)) != len(targets):
        yield f"{kind} names a concept twice"


def _related_faults(concept: Concept, catalogue: Catalogue) -> Iterator[str]:
    for other in concept.related:
        if other in catalogue and (_needs(concept, catalogue[other]) or _needs(catalogue[other], concept)):
            yield f"related '{other}' is already a prerequisite or a dependent"


def _contrast_faults(concept: Concept, catalogue: Catalogue) -> Iterator[str]:
    for contrast in concept.contrasts:
        if contrast.concept in catalogue and not _answers(catalogue[contrast.concept], concept):
            yield f"contrast '{contrast.concept}' does not name this page in turn"


def _needs(other: Concept, concept: Concept) -> bool:
    return any(prerequisite.concept == concept.id for prerequisite in other.prerequisites)


def _answers(other: Concept, concept: Concept) -> bool:
    return any(contrast.concept == concept.id for contrast in other.contrasts)


def _names(catalogue: Catalogue) -> Iterator[Problem]:
    """Shared names; allowed only between concepts whose pages say how they differ, so that the tutor can ask back."""
    for name, concepts in catalogue.names.items():
        told_apart = all(_answers(catalogue[one], catalogue[other]) for one, other in permutations(concepts, 2))
        if not told_apart:
            message = f"the name '{name}' belongs to {' and '.join(concepts)}, which are no contrasts of each other"
            yield Problem(path=catalogue[concepts[0]].path, message=message)


def _shared_questions(catalogue: Catalogue) -> Iterator[Problem]:
    asked: dict[str, Concept] = {}
    for concept in catalogue:
        for question in concept.questions:
            first = asked.setdefault(normalise_name(question), concept)
            if first is not concept:
                yield Problem(path=concept.path, message=f"question also stands on '{first.id}': {question}")


def _page(concept: Concept) -> Iterator[Problem]:
    for fault in (*_section_faults(concept), *_question_faults(concept), *_item_faults(concept)):
        yield Problem(path=concept.path, message=fault)


def _section_faults(concept: Concept) -> Iterator[str]:
    for name in _NEEDED:
        if concept.section(name) is None:
            yield f"section '{name.value}' is missing"
    misconceptions = concept.section(SectionName.MISCONCEPTIONS)
    if misconceptions and len(_MISCONCEPTION.findall(misconceptions.text)) < _LEAST:
        yield "expected at least two misconceptions: '- **The wrong belief.** The correction.'"
    if concept.minutes not in _MINUTES:
        yield f"{concept.minutes} minutes, expected {_MINUTES[0]} to {_MINUTES[-1]}"
    words = len(concept.definition.split())
    if words not in _DEFINITION_WORDS:
        yield f"the definition has {words} words, expected {_DEFINITION_WORDS[0]} to {_DEFINITION_WORDS[-1]}"


def _question_faults(concept: Concept) -> Iterator[str]:
    if len(concept.questions) not in _QUESTIONS:
        yield f"{len(concept.questions)} questions, expected {_QUESTIONS[0]} to {_QUESTIONS[-1]}"
    named = sum(_names_it(concept, question) for question in concept.questions)
    if named * 2 > len(concept.questions):
        yield f"{named} of {len(concept.questions)} questions name the concept, expected at most half"


def _names_it(concept: Concept, question: str) -> bool:
    padded = f" {normalise_name(question)} "
    return any(f" {name} " in padded for name in names_of(concept))


def _item_faults(concept: Concept) -> Iterator[str]:
    kinds = {item.kind for item in concept.items}
    if len(concept.items) < _LEAST or "recall" not in kinds or kinds == {"recall"}:
        yield "expected at least two check items, one 'recall' and one of another kind"
    for item in concept.items:
        if len(item.options) not in _OPTIONS:
            yield f"'{item.stem}' has {len(item.options)} options, expected 3 or 4"
        if len({option.text.casefold() for option in item.options}) != len(item.options):
            yield f"'{item.stem}' has the same option twice"
        if any(option.right and option.see for option in item.options):
            yield f"'{item.stem}': the right option betrays no misunderstanding, so it has no '(see: …)'"
