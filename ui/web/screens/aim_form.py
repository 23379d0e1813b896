"""An aim as the fields of a form, and the fields as an aim again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from corpus.types import ConceptId, Level
from graph.concept_graph import ConceptGraph
from tutor.errors import TutorError
from tutor.learner.entries import Aim, Depth
from ui.dialect import escape_attribute, escape_plain
from ui.web.screens.areas import area_name

LISTS: Final = ("goals", "without", "skipped")
"""The fields that hold several ids."""

_SINGLE: Final = {
    "pace": "hours_per_week", "hours": "hours", "deadline": "deadline", "level": "level", "depth": "depth",
}  # fmt: skip
"""The other fields, in one word each as buttons carry them, and what an aim calls them."""

_WRONG: Final = {
    "goals": "There is no goal left.",
    "hours_per_week": "The hours a week are a number above 0 and up to 168.",
    "hours": "The hours in all are a number above 0 and up to 10,000.",
    "deadline": "The last day is no date.",
    "level": "There is no such level.",
    "depth": "There is no such depth.",
}
_DEPTHS: Final = {
    Depth.FOLLOW: "Follow a talk about it",
    Depth.UNDERSTAND: "Understand and explain it",
    Depth.IMPLEMENT: "Implement it",
}


def listed_ids(values: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The ids of a field that holds several, each once."""
    return tuple(dict.fromkeys(filter(None, values.get(name, "").split(","))))


def aim_from(values: Mapping[str, str], graph: ConceptGraph, entry_id: str, now: datetime) -> Aim:
    """The aim that fields say.

    Args:
        values: The fields; they come from outside and may be anything.
        graph: The concepts there are.
        entry_id: The id of its entry.
        now: When it is said.

    Raises:
        TutorError: If a field cannot be read, or there is no goal.
    """
    read: dict[str, object] = {
        name: values[field].strip() for field, name in _SINGLE.items() if values.get(field, "").strip()
    }
    read |= {name: listed_ids(values, name) for name in LISTS}
    areas = {page.area for page in graph.catalogue}
    strange = [one for name in ("goals", "skipped") for one in listed_ids(values, name) if one not in graph]
    strange += [area for area in listed_ids(values, "without") if area not in areas]
    if strange:
        raise TutorError(f"There is nothing called '{strange[0][:80]}'.", hint="Reload the page.")
    if not read["goals"]:
        raise TutorError(_WRONG["goals"], hint="Keep at least one, or drop the whole plan.")
    try:
        return Aim.model_validate({"id": entry_id, "at": now, **read})
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise TutorError(_WRONG.get(field, "This cannot be read."), hint="Change that field.") from error


def aim_values(aim: Aim) -> dict[str, str]:
    """An aim as fields; what it does not say is empty."""
    said = {
        "pace": _number(aim.hours_per_week),
        "hours": _number(aim.hours),
        "deadline": aim.deadline.isoformat() if aim.deadline else "",
        "level": aim.level.value if aim.level else "",
        "depth": aim.depth.value,
    }
    lists: dict[str, tuple[str, ...]] = {"goals": aim.goals, "without": aim.without, "skipped": aim.skipped}
    return said | {name: ",".join(ids) for name, ids in lists.items()}


def hidden_fields(values: Mapping[str, str]) -> str:
    """Fields that nobody sees."""
    return "".join(
        f'<input type="hidden" name="{escape_attribute(name)}" value="{escape_attribute(value)}">'
        for name, value in values.items()
    )


def time_fields(values: Mapping[str, str]) -> str:
    """How much time there is."""
    return (
        '<div class="fields">'
        f"{_number_field('pace', 'Hours a week', values, most=168)}"
        f"{_number_field('hours', 'Hours in all, if you have only so many', values, most=10_000)}"
        '<label class="field"><span>Until</span>'
        f'<input type="date" name="deadline" value="{escape_attribute(values.get("deadline", ""))}"></label></div>'
    )


def bound_fields(values: Mapping[str, str], graph: ConceptGraph) -> str:
    """How deep it goes, and what is left out."""
    levels = {"": "Any level", **{level.value: f"Up to {level.value}" for level in Level}}
    depths = {depth.value: text for depth, text in _DEPTHS.items()}
    areas = {area: area_name(area) for area in sorted({page.area for page in graph.catalogue})}
    without = listed_ids(values, "without")
    told = f"{len(without)} left out" if without else "none left out"
    return (
        f'<div class="fields">{_choice_field("depth", "To what depth", depths, values.get("depth", Depth.UNDERSTAND))}'
        f"{_choice_field('level', 'Level', levels, values.get('level', ''))}</div>"
        f'<details class="areas"><summary>Leave out whole areas ({told})</summary>'
        f"{ticks('', 'without', areas, without)}</details>"
    )


def concept_ticks(legend: str, name: str, graph: ConceptGraph, concepts: Iterable[ConceptId]) -> str:
    """Boxes for concepts, all of them ticked; nothing where there are none."""
    titles = {concept: graph.catalogue[concept].title for concept in concepts if concept in graph}
    return ticks(legend, name, titles, tuple(titles)) if titles else ""


def ticks(legend: str, name: str, options: Mapping[str, str], ticked: Iterable[str]) -> str:
    """Boxes to tick, several at once.

    Args:
        legend: What they are about; empty where that stands around them.
        name: The name of the field.
        options: For each value what is read.
        ticked: The values that are ticked.
    """
    chosen = frozenset(ticked)
    boxes = "".join(
        f'<label><input type="checkbox" name="{name}" value="{escape_attribute(value)}"'
        f"{' checked' if value in chosen else ''}><span>{escape_plain(text)}</span></label>"
        for value, text in options.items()
    )
    head = f"<legend>{escape_plain(legend)}</legend>" if legend else ""
    return f'<fieldset class="ticks">{head}<div>{boxes}</div></fieldset>'


def _number(hours: float | None) -> str:
    return "" if hours is None else f"{hours:g}"


def _number_field(name: str, label: str, values: Mapping[str, str], most: int) -> str:
    value = escape_attribute(values.get(name, ""))
    return (
        f'<label class="field"><span>{label}</span><input type="number" name="{name}" value="{value}" min="0.25"'
        f' max="{most}" step="any" inputmode="decimal"></label>'
    )


def _choice_field(name: str, label: str, options: Mapping[str, str], chosen: str) -> str:
    shown = "".join(
        f'<option value="{value}"{" selected" if value == chosen else ""}>{escape_plain(text)}</option>'
        for value, text in options.items()
    )
    return f'<label class="field"><span>{label}</span><select name="{name}">{shown}</select></label>'
