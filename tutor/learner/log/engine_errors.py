"""What the errors of SQLite and PostgreSQL mean for a person, and what to do about them."""

from __future__ import annotations

import re
from typing import Final

from tutor.errors import StoreError

TROUBLES: Final = (
    (r"^(SQLITE_FULL|53100)", "there is no space left", "Free some space, then try again."),
    (
        r"^(SQLITE_BUSY|SQLITE_LOCKED|55P03|53300)|too many clients",
        "others have kept it busy for too long",
        "Wait until they are done, or close them, then try again.",
    ),
    (
        r"^(SQLITE_NOTADB|SQLITE_CORRUPT)",
        "the file is no SQLite database, or it is damaged",
        "Move it away and start anew, or put a copy in its place.",
    ),
    (
        r"^(SQLITE_CANTOPEN|SQLITE_READONLY|SQLITE_PERM|42501|25006)",
        "we may not write there",
        "Check the place and its permissions.",
    ),
    (r"^SQLITE_IOERR", "the disk did not take or give the data", "Check the disk and the space on it, then try again."),
    (
        r"^28|password|authentication|pg_hba|role .* does not exist",
        "the server refused the user or the password",
        "Check the user and the password in the address.",
    ),
    (r"^3D000|database .* does not exist", "the server has no such database", "Create it, or check its name."),
    (
        r"^(08|57P)|connection|getaddrinfo|host name",
        "the server cannot be reached",
        "Check that it runs and that host and port are right.",
    ),
)
"""Codes and words of the two engines, what they mean, and what to do; the first that fits counts."""


def unusable(place: str, cause: BaseException) -> StoreError:
    """The error to raise when an engine has failed.

    Args:
        place: The database in words, without user and password.
        cause: What the engine's driver has raised.
    """
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    told = f"{code} {cause}".strip()
    known = ((reason, hint) for pattern, reason, hint in TROUBLES if re.search(pattern, told))
    reason, hint = next(known, (told.partition("\n")[0], "Check the database."))
    return StoreError(f"The learners' database ({place}) cannot be used: {reason}.", hint=hint)
