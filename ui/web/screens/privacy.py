"""What leaves this machine and what is kept on it, as the settings make it; in plain words."""

from __future__ import annotations

from urllib.parse import urlsplit

from tutor.settings import Settings
from ui.dialect import escape_plain
from ui.web.model_line import privacy
from ui.web.people.sign_in import Way, is_here


def leaving(settings: Settings) -> str:
    """What leaves this machine, what would change that, and what is fetched, as HTML.

    Args:
        settings: The settings of the model in use.
    """
    first = [*(_sent(settings) or [_nothing(settings)]), *_served(settings)]
    return "\n".join(
        [
            *(f'<p class="first">{escape_plain(sentence)}</p>' for sentence in first),
            "<p>There is no telemetry, no account with anybody, and nothing on this page comes from another site.</p>",
            "<p>What would change that:</p>",
            f"<ul>{''.join(f'<li>{change}</li>' for change in _changes(settings))}</ul>",
        ]
    )


def _nothing(settings: Settings) -> str:
    """That nothing leaves the machine, and where questions go on it."""
    machine = "this machine" if is_here(settings.host) else "the machine that runs the tutor"
    said = f"Nothing leaves {machine}: no question, answer or note of yours is sent anywhere."
    return f"{said} Here, {privacy(settings)}." if settings.server else said


def _sent(settings: Settings) -> list[str]:
    """What goes to other machines because the settings say so."""
    server, database = _elsewhere(settings.server or ""), _elsewhere(settings.learners)
    model = f"Questions are sent to {server}, which writes the answers: what you ask, the passages for it, and the turns before."
    kept = f"Conversations and what you learn are kept in a database on {database}."
    return [sentence for place, sentence in ((server, model), (database, kept)) if place]


def _served(settings: Settings) -> list[str]:
    """What the person at another machine should know."""
    if is_here(settings.host):
        return []
    served = (
        "This page is open to other machines. What you type goes to the machine that runs the tutor, and whoever runs it "
        "can read what is kept there."
    )
    return [served]


def _changes(settings: Settings) -> list[str]:
    pull = (
        "<code>tutor pull</code>, or fetching a model on this page, downloads model files; whoever hands them out sees that "
        "this machine asks for them, and nothing else. It is the only download, and afterwards no network is needed."
    )
    changes = [pull]
    if not _elsewhere(settings.server or ""):
        changes.append(
            "<code>TUTOR_SERVER</code> can name a model server on another machine. Questions and their passages are "
            "then sent there, and this page says so."
        )
    if is_here(settings.host):
        changes.append(
            "<code>TUTOR_HOST</code> can open this page to other machines. People then sign in, and what they type "
            "comes here."
        )
    return changes


def kept(settings: Settings, way: Way) -> str:
    """What is stored and where, as HTML.

    Args:
        settings: The settings of the model in use.
        way: How people come in; where the machine is not theirs, they are not told its folders.
    """
    place = _elsewhere(settings.learners)
    if place:
        where = f"a database on {escape_plain(place)}"
    elif way is Way.OWN:
        where = f"the folder <code>{escape_plain(str(settings.home))}</code> on this machine"
    else:
        where = "the machine that runs the tutor"
    return (
        f"<p>Two things are kept, in {where}: your conversations, and a log of what you answered, what you said you know "
        "and where you are heading. What you know is worked out from that log each time.</p>\n"
        '<p>Both can be saved as a file and deleted for good: <a href="?screen=progress">My progress</a> has “delete '
        'everything”, <a href="?screen=talks">Conversations</a> has them one by one.</p>'
    )


def _elsewhere(address: str) -> str:
    """The host of an address on another machine; empty for one on this machine."""
    host = urlsplit(address).hostname if address else None
    return host if host and not is_here(host) else ""
