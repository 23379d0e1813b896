"""What is right, in words: the answer shown after an attempt and as the last hint."""

from __future__ import annotations

from typing import assert_never

from tutor.learner.items.draw import shown
from tutor.learner.items.full_item import BlankKey, ChoiceKey, FullItem, NumberKey, OrderKey


def right_answer(item: FullItem) -> str:
    """The right answer with its reason, Markdown."""
    match item.key:
        case ChoiceKey():
            return f"{item.key.right.text} {item.key.right.feedback}"
        case NumberKey():
            steps = "\n".join(f"{place}. {step}" for place, step in enumerate(item.key.steps, start=1))
            return f"{number_with_unit(item.key)}\n\n{steps}"
        case OrderKey():
            return f"{' → '.join(item.key.right)}. {' '.join(item.key.reasons)}"
        case BlankKey():
            return f"{item.key.title}. {item.key.reason}"
        case _:
            assert_never(item.key)


def number_with_unit(key: NumberKey) -> str:
    """The right number with what it is counted in."""
    unit = "" if key.unit in ("", "share") else f" {key.unit}"
    return f"{shown(key.expected)}{unit}"
