"""The conversations that are kept: found, opened, renamed, saved and deleted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from urllib.parse import quote_plus, urlencode

from tutor.errors import TutorError
from tutor.learner.conversations.store import LONGEST_TITLE, Heading
from tutor.learner.conversations.words import LONGEST_SEARCH, searched
from tutor.learner.plans.spoken import counted, spoken_date
from ui.dialect import escape_attribute, escape_plain
from ui.web.chat.transcript import file_name, transcript
from ui.web.pieces import button, empty_state, heading
from ui.web.screen import Act, SavedFile, Shown, Visitor

TITLE = "Conversations"
_MOST = 200
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ASK = '<a class="button primary" href="?">Ask something</a>'


class Talks:
    """Lists somebody's conversations."""

    def show(self, act: Act, visitor: Visitor) -> Shown:
        """Do what was done and list the conversations.

        Raises:
            TutorError: If there is no such act or no such conversation, or the title is none.
        """
        deeds: Mapping[str, Callable[[Act, Visitor], Shown]] = {
            "show": _listed,
            "rename": _renamed,
            "export": _exported,
            "delete": _deleted,
        }
        deed = deeds.get(act.name)
        if deed is None:
            message = f"The list of conversations has nothing called '{act.name}'."
            raise TutorError(message, hint="Reload the page.")
        return deed(act, visitor)


def _listed(act: Act, visitor: Visitor, said: str = "") -> Shown:
    find = act.values.get("find", "")[:LONGEST_SEARCH]
    headings = visitor.conversations.headings(visitor.study.learner, find, _MOST)
    parts = [heading(TITLE)]
    if headings or find.strip():
        parts.append(_search(find))
    parts.append(_groups(headings, searched(find), visitor.now) if headings else _nothing(find))
    if len(headings) == _MOST:
        parts.append(f'<p class="hint">These are the last {_MOST}. Search to find older ones.</p>')
    address = "?" + urlencode({"screen": "talks", **({"find": find} if find else {})})
    return Shown(title=TITLE, body="\n".join(parts), address=address, said=said)


def _renamed(act: Act, visitor: Visitor) -> Shown:
    visitor.conversations.rename(visitor.study.learner, _talk(act), act.values.get("title", ""))
    return _listed(act, visitor, "Renamed.")


def _deleted(act: Act, visitor: Visitor) -> Shown:
    visitor.conversations.delete(visitor.study.learner, _talk(act))
    return _listed(act, visitor, "Deleted.")


def _exported(act: Act, visitor: Visitor) -> Shown:
    learner, talk = visitor.study.learner, _talk(act)
    kept = visitor.conversations.heading(learner, talk)
    text = transcript(kept, visitor.conversations.turns(learner, talk), visitor.study.graph.catalogue)
    file = SavedFile(name=file_name(kept.title), media="text/markdown", content=text.encode())
    return Shown(title="", body="", said="Saved as a Markdown file.", file=file)


def _talk(act: Act) -> str:
    return act.values.get("talk", "")


def _search(find: str) -> str:
    return (
        '<form class="search" role="search" data-act="show"><label class="field" for="find-talk">'
        "<span>Search in titles, questions and answers</span></label>"
        f'<input id="find-talk" type="search" name="find" value="{escape_attribute(find)}" maxlength="{LONGEST_SEARCH}"'
        ' autocomplete="off" spellcheck="false" data-search></form>'
    )


def _nothing(find: str) -> str:
    if find.strip():
        return empty_state("No conversation has all of these words.")
    return empty_state("Nothing here yet. What you ask is kept here until you delete it.", _ASK)


def _groups(headings: Sequence[Heading], words: Sequence[str], now: datetime) -> str:
    """The conversations under the time at which they were last changed."""
    groups = groupby(headings, key=lambda one: _when(one.changed, now)[0])
    return "\n".join(f"<h2>{name}</h2>\n{_list(group, words, now)}" for name, group in groups)


def _list(headings: Iterable[Heading], words: Sequence[str], now: datetime) -> str:
    return f'<ul class="talks">{"".join(_entry(one, words, now) for one in headings)}</ul>'


def _entry(kept: Heading, words: Sequence[str], now: datetime) -> str:
    about = f"{counted(kept.turns, 'question')} · {_when(kept.changed, now)[1]}"
    link = f'<a href="?talk={quote_plus(kept.id)}">{_marked(kept.title, words)}</a>'
    found = "" if kept.snippet == kept.title else kept.snippet
    snippet = f'<p class="snippet">{_marked(found, words)}</p>' if found else ""
    return f'<li><p class="name">{link}</p><p class="hint">{about}</p>{snippet}{_more(kept)}</li>'


def _more(kept: Heading) -> str:
    """What can be done with a conversation, folded away."""
    place = escape_attribute(kept.id)
    title = (
        f'<form class="rename" data-act="rename" data-talk="{place}"><label class="field"><span>Title</span>'
        f'<input name="title" value="{escape_attribute(kept.title)}" maxlength="{LONGEST_TITLE}" required></label>'
        '<button type="submit" class="button">Rename</button></form>'
    )
    sure = button("Yes, delete", "delete", look="button danger", talk=kept.id)
    name = f'More<span class="unseen"> about {escape_plain(kept.title)}</span>'
    return (
        f'<details class="more"><summary>{name}</summary>{title}<div class="row">'
        f"{button('Save as Markdown', 'export', talk=kept.id)}"
        f'<details class="sure"><summary>Delete…</summary><p class="hint">It cannot be brought back.</p>{sure}</details>'
        "</div></details>"
    )


def _marked(text: str, words: Sequence[str]) -> str:
    """A text with what was searched marked in it."""
    if not words:
        return escape_plain(text)
    parts = re.split(f"({'|'.join(map(re.escape, words))})", text, flags=re.IGNORECASE)
    return "".join(
        f"<mark>{escape_plain(part)}</mark>" if place % 2 else escape_plain(part) for place, part in enumerate(parts)
    )


def _when(moment: datetime, now: datetime) -> tuple[str, str]:
    """The group that a moment belongs to, and the moment as it is written there."""
    there = moment.astimezone(now.tzinfo)
    day, today = there.date(), now.date()
    clock = f"{there:%H:%M}"
    if day >= today:
        return "Today", clock
    if day == today - timedelta(days=1):
        return "Yesterday", clock
    if day >= today - timedelta(days=today.weekday()):
        return "This week", f"{_DAYS[day.weekday()]}, {clock}"
    return "Earlier", spoken_date(day)
