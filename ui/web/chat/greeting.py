"""What the empty chat says: three ways to begin, and to somebody who has been here, where they are."""

from __future__ import annotations

from datetime import datetime

from tutor.learner.study import Study
from ui.dialect import escape_plain

_HELLO = (
    "What would you like to understand?",
    "Ask anything about how modern AI works. Every sentence of an answer is checked against a page that you can open.",
)
_DOORS = (
    ("#question", "Ask something", "An answer that you can check, in seconds."),
    ("?screen=placement", "Find out where I stand", "At most twelve questions."),
    ("?screen=path", "I want to learn…", "The shortest road to a goal."),
)


def greeting_markdown(study: Study | None, now: datetime | None = None) -> str:
    """The greeting, as Markdown with HTML of ours.

    Args:
        study: The study of whoever looks; None where it is not known.
        now: The time; without it nothing is said of where they are.
    """
    standing = _standing(study, now) if study and now else ""
    title, promise = _HELLO
    doors = "\n".join(
        f'<a class="door" href="{address}"><strong>{name}</strong><span>{what}</span></a>'
        for address, name, what in _DOORS
    )
    return f'# {title}\n\n{standing or promise}\n\n<div class="doors">\n{doors}\n</div>'


def _standing(study: Study, now: datetime) -> str:
    """Where somebody is, with links to go on; empty for a newcomer."""
    due = len(study.review(now).concepts)
    activity = study.activity(now)
    step = activity.concept if activity else None
    said = []
    if due:
        are = "review is" if due == 1 else "reviews are"
        said.append(f'<a href="?screen=practice">{due} {are} due</a>.')
    if step and step in study.graph:
        title = escape_plain(study.graph.catalogue[step].title)
        said.append(f'Next on your path: <a href="?concept={step}">{title}</a>.')
    return " ".join(["Welcome back.", *said]) if said else ""
