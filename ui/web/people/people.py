"""Who a request is from: people who sign in, profiles of one machine, or guests; told by a signed cookie."""

from __future__ import annotations

import hmac
import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer
from starlette.middleware import Middleware
from starlette.routing import Route

from tutor.errors import StoreError
from tutor.learner.accounts import Accounts
from tutor.settings import Settings
from ui.web.people.doorway import Doorway, routes
from ui.web.people.sign_in import Failures, SignInError, Way, basic_credentials, is_here

COOKIE: Final = "tutor-learner"
KEPT: Final = timedelta(days=30)
"""How long a cookie is valid; each page that is opened begins it anew."""

NOTICED: Final = timedelta(seconds=5)
"""How soon a removed name or a new password ends what was signed in before."""

CHECKS_AT_ONCE: Final = 2
"""How many passwords are checked at once; each takes 64 MiB meanwhile."""

SECRET_BYTES: Final = 32
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""What the names of guests are drawn from; none looks like another."""


class People:
    """Tells whose request it is, signs people in and keeps others out.

    Args:
        accounts: Who may sign in.
        secret: What cookies are signed with.
        way: How people come in. A cookie that was got in one way does not count in another.
        learner: Who somebody without a cookie is on their own machine.
        clock: Says what time it is.
        here_only: Whether only addresses of this machine may be asked for, such as `localhost`. Without a password this
            keeps away pages of others that give their own name to this machine, and proxies that nobody thought of.
    """

    def __init__(
        self,
        accounts: Accounts,
        *,
        secret: bytes,
        way: Way,
        learner: str,
        clock: Callable[[], datetime],
        here_only: bool = False,
    ) -> None:
        self.accounts = accounts
        self.way = way
        self.here_only = here_only
        self.failures = Failures(clock)
        self.checking: Executor = ThreadPoolExecutor(CHECKS_AT_ONCE, "passwords")
        self._secret = secret
        self._learner = learner
        self._clock = clock
        self._cookies = _cookie_maker(secret, way, clock)
        self._asked: dict[str, tuple[datetime, str | None]] = {}
        self._proven: dict[str, tuple[str | None, bytes]] = {}

    def routes(self) -> list[Route]:
        """`/sign-in`, `/sign-out` and `/profile`."""
        return routes(self)

    def middleware(self) -> Middleware:
        """What every request goes through before anything else sees it."""
        return Middleware(Doorway, people=self)

    def name_of(self, cookies: Mapping[str, str], authorization: str = "") -> str | None:
        """The learner that a request is from.

        Args:
            cookies: The request's cookies.
            authorization: Its header of that name: HTTP Basic, where people sign in.

        Returns:
            The name; None where somebody should sign in first. Where guests come in, each request without a cookie is from
            somebody new.

        Raises:
            StoreError: If the database of learners cannot be used.
        """
        credentials = basic_credentials(authorization) if self.way is Way.SIGN_IN else None
        if credentials:
            return self._by_password(*credentials)
        name = self.by_cookie(cookies)
        if name is None and self.way is Way.OWN:
            return self._learner
        return new_guest() if name is None and self.way is Way.GUEST else name

    def required(self, cookies: Mapping[str, str], authorization: str = "") -> str:
        """As `name_of`.

        Raises:
            SignInError: If somebody should sign in first.
            StoreError: If the database of learners cannot be used.
        """
        name = self.name_of(cookies, authorization)
        if name is None:
            message = "Nobody has signed in."
            raise SignInError(message, hint="Open the page again and sign in.")
        return name

    def by_cookie(self, cookies: Mapping[str, str]) -> str | None:
        """Whom a cookie names; None where it is missing, not of ours, too old, or older than the password."""
        try:
            name, since = self._cookies.loads(cookies.get(COOKIE, ""), max_age=int(KEPT.total_seconds()))
        except BadData:
            return None
        valid = self._since(name)
        return str(name) if valid is not None and since == valid else None

    def cookie(self, name: str, *, secure: bool) -> str:
        """The header that makes a browser that learner; an empty name makes it nobody.

        Args:
            name: The learner.
            secure: Whether the page is read over HTTPS.
        """
        value = self._cookies.dumps([name, self._since(name)]) if name else ""
        age = int(KEPT.total_seconds()) if name else 0
        return f"{COOKIE}={value}; Max-Age={age}; Path=/; HttpOnly; SameSite=lax{'; Secure' if secure else ''}"

    def sign_in(self, name: str, password: str) -> None:
        """Check a password; takes about a tenth of a second, the same for every name.

        Raises:
            TooManyTriesError: If the name has failed too often.
            SignInError: If it is wrong, or nobody has that name.
            StoreError: If the database of learners cannot be used.
        """
        self.failures.check(name)
        if not self.accounts.check(name, password):
            self.failures.note(name)
            message = "This name and this password do not belong together."
            raise SignInError(message, hint="Check both and try again; capital letters count.")
        self.failures.forget(name)
        self._asked.pop(name, None)

    def _by_password(self, name: str, password: str) -> str | None:
        """Somebody who sends the password with each request; it is checked in full once."""
        proof = hmac.digest(self._secret, f"{name}\0{password}".encode(errors="surrogatepass"), "sha256")
        since, known = self._proven.get(name, (None, b""))
        if hmac.compare_digest(proof, known) and since == self._since(name):
            return name
        try:
            self.sign_in(name, password)
        except SignInError:
            return None
        self._proven[name] = (self._since(name), proof)
        return name

    def _since(self, name: str) -> str | None:
        """What ends a cookie when it changes: when the password was set; None where nobody signs in with that name.

        The database is asked every few seconds.
        """
        if self.way is not Way.SIGN_IN:
            return ""
        now = self._clock()
        asked, since = self._asked.get(name, (None, None))
        if asked is None or now - asked >= NOTICED:
            set_at = self.accounts.since(name)
            since = set_at.isoformat() if set_at else None
            self._asked[name] = (now, since)
        return since


def open_people(settings: Settings, accounts: Accounts, clock: Callable[[], datetime]) -> People:
    """Who may look at the page, by the settings `host`, `sign_in` and `learner`.

    Raises:
        StoreError: If the secret of cookies cannot be kept in `home`.
    """
    way = way_in(settings.sign_in, settings.host)
    return People(
        accounts,
        secret=kept_secret(settings.home / "secret"),
        way=way,
        learner=settings.learner,
        clock=clock,
        here_only=way is Way.OWN and settings.sign_in == "auto",
    )


def way_in(sign_in: str, host: str) -> Way:
    """How people come in.

    >>> way_in("auto", "127.0.0.1"), way_in("auto", "0.0.0.0"), way_in("off", "0.0.0.0")
    (<Way.OWN: 'own machine'>, <Way.SIGN_IN: 'sign in'>, <Way.GUEST: 'guest'>)
    """
    here = is_here(host)
    if sign_in == "on" or (sign_in == "auto" and not here):
        return Way.SIGN_IN
    return Way.OWN if here else Way.GUEST


def new_guest() -> str:
    """The name of somebody who was never here."""
    return "guest-" + "".join(secrets.choice(LETTERS) for _ in range(8))


def kept_secret(path: Path) -> bytes:
    """The bytes that cookies are signed with; drawn once, however many processes begin at once, and read ever after.

    Raises:
        StoreError: If the file cannot be written or read, or is damaged.
    """
    try:
        if not path.exists():
            _draw(path)
        secret = path.read_bytes()
    except OSError as error:
        message = f"The secret of cookies {path} cannot be kept: {error.strerror}."
        raise StoreError(message, hint="Check the folder, its permissions and the space on it.") from error
    if len(secret) != SECRET_BYTES:
        message = f"The secret of cookies {path} is damaged: it has {len(secret)} bytes instead of {SECRET_BYTES}."
        raise StoreError(message, hint="Delete the file; everybody has to sign in again then.")
    return secret


def _draw(path: Path) -> None:
    """Write the whole file under another name first: a link appears at once, or not at all where there is one already."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix="secret-")  # for nobody else to read
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()


def _cookie_maker(secret: bytes, way: Way, clock: Callable[[], datetime]) -> URLSafeTimedSerializer:
    class Signer(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(clock().timestamp())

    return URLSafeTimedSerializer(secret, salt=f"tutor, {way}", signer=Signer, signer_kwargs={"digest_method": sha256})
