"""The moment at which a run of questions began, as it travels in an address; the run's name and its seed in one."""

from __future__ import annotations

from datetime import UTC, datetime

from tutor.errors import TutorError

_FORM = "%Y%m%dT%H%M%S.%fZ"


def written(moment: datetime) -> str:
    """A moment in letters that an address and the id of an entry may have.

    >>> written(datetime(2026, 5, 4, 12, tzinfo=UTC))
    '20260504T120000.000000Z'
    """
    return moment.astimezone(UTC).strftime(_FORM)


def moment_of(text: str) -> datetime:
    """The moment that `written` wrote.

    Raises:
        TutorError: If it wrote no such thing.
    """
    try:
        return datetime.strptime(text, _FORM).replace(tzinfo=UTC)
    except ValueError as error:
        message = "The address of these questions cannot be read."
        raise TutorError(message, hint="Start again from the practice page.") from error


def seed_of(moment: datetime) -> int:
    """What the questions of a run that began at a moment are drawn with."""
    return int(moment.timestamp())
