"""Get into a live wiki through pywikibot, configured from the environment or by ``user-config.py``.

Where ``GLAMBOT_USER`` is set, the account comes from environment variables alone and nobody's
``user-config.py`` is run; else pywikibot looks for its configuration in its own places. Nothing is
sent before `connect` is called, and importing this module does not import pywikibot.

Example:
    >>> is_live("meta:meta"), is_live("https://meta.wikimedia.org/w/api.php"), is_live("pages/")
    (True, True, False)
"""

import atexit
import logging
import os
import re
import shutil
import string
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from glambot import __version__
from glambot.errors import GlambotError, LoginError, UnreachableError, WikiError
from glambot.logs import hide, secrets_of
from glambot.wiki.asking import UNNAMED
from glambot.wiki.session import log_in, nobody, steady
from glambot.wiki.userconfig import NO_CONFIG, is_configured

if TYPE_CHECKING:
    from pywikibot.site import APISite

_NAMED = re.compile(r"[a-z][a-z0-9]*:[a-z][a-z0-9-]*")
_ADDRESS = re.compile(r"https?://[^\s/]+(?:/\S*)?")
_OAUTH = ("CONSUMER_TOKEN", "CONSUMER_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET")
_RETRIES, _FIRST_WAIT, _LONGEST_WAIT = 5, 5, 60  # some four minutes; the next run comes in an hour

_NO_ACCOUNT = (
    "There is no account to work with: set GLAMBOT_USER and GLAMBOT_PASSWORD in the environment, "
    "or make a user-config.py (see user-config.py.example)."
)

log = logging.getLogger("glambot")


@dataclass(frozen=True, slots=True)
class Account:
    """Who the bot is; the secrets are not shown when it is printed.

    Attributes:
        user: the account's name, or ``Name@app`` with a bot password.
        password: the account's or the bot password.
        oauth: consumer token and secret, access token and secret; empty for none.
        contact: how to reach the operator, for the User-Agent.
    """

    user: str
    password: str = field(default="", repr=False)
    oauth: tuple[str, ...] = field(default=(), repr=False)
    contact: str = ""

    @property
    def name(self) -> str:
        """The account's name without the name of a bot password."""
        return self.user.partition("@")[0].replace("_", " ").strip()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Account | None":
        """Return the account that the variables ``GLAMBOT_…`` name, or None if they name none.

        Raises:
            LoginError: a user is named, but neither a password nor all four OAuth tokens.
        """
        user = environment.get("GLAMBOT_USER", "").strip()
        if not user:
            return None
        oauth = tuple(environment.get(f"GLAMBOT_{name}", "").strip() for name in _OAUTH)
        password = environment.get("GLAMBOT_PASSWORD", "").strip()
        if any(oauth) and not all(oauth):
            missing = [f"GLAMBOT_{name}" for name, token in zip(_OAUTH, oauth, strict=True) if not token]
            raise LoginError(f"For OAuth {', '.join(missing)} must be set as well.")
        if not password and not all(oauth):
            raise LoginError(
                f"GLAMBOT_USER is {user!r}, but there is neither GLAMBOT_PASSWORD (a bot password from "
                "Special:BotPasswords) nor the four GLAMBOT_CONSUMER_… and GLAMBOT_ACCESS_… of OAuth."
            )
        contact = environment.get("GLAMBOT_CONTACT", "").strip()
        return cls(user, password, oauth if all(oauth) else (), contact)


def is_live(wiki: str) -> bool:
    """Return whether a text names a live wiki: ``family:code`` or the address of its api.php."""
    return bool(_ADDRESS.fullmatch(wiki) or (_NAMED.fullmatch(wiki) and not Path(wiki).exists()))


def connect(wiki: str, account: Account | None = None, *, reading: bool = False) -> "APISite":
    """Return pywikibot's site for a wiki, logged in.

    Args:
        wiki: ``family:code`` as pywikibot names it, the address of an api.php, or "" for the wiki
            of ``user-config.py`` and pywikibot's options.
        account: who to be; None for whom ``user-config.py`` names.
        reading: whether nothing is to be saved, so that nobody need be logged in where no account
            is given and there is no ``user-config.py``.

    Raises:
        LoginError: the wiki does not let the account in, or there is no account.
        UnreachableError: the wiki does not answer.
        WikiError: pywikibot does not know the wiki.
    """
    if account is None and "pywikibot" not in sys.modules and not is_configured():
        if not reading:
            raise LoginError(_NO_ACCOUNT)
        account = Account("", contact=os.environ.get("GLAMBOT_CONTACT", "").strip())
    _import(account)
    import pywikibot  # noqa: PLC0415 - takes half a second, and reads configuration

    config = pywikibot.config
    if account is not None:
        config.base_dir = str(_folder())
    config.solve_captcha = False  # nobody is there to solve one
    _listen()
    if account is not None:
        config.max_retries, config.retry_wait, config.retry_max = _RETRIES, _FIRST_WAIT, _LONGEST_WAIT
        contact = account.contact or (f"User:{account.name}" if account.name else "a dry run")
        contact = quote(contact, safe=string.printable)  # headers of HTTP know no other signs
        config.user_agent_description = f"glambot/{__version__}; {contact}"
    with _told(wiki, account):
        site = _site(wiki, account)
        if account is not None and account.name:
            _credentials(site, account)
        if account is None or account.name:
            log_in(site)
    if (account is None or account.name) and not site.logged_in():
        raise LoginError(_no_login(wiki, account, "the wiki refused"))
    steady(site)
    return site


@contextmanager
def _told(wiki: str, account: Account | None) -> Iterator[None]:
    """Make glambot's errors of what goes wrong in pywikibot before there is a site to ask."""
    from pywikibot import exceptions  # noqa: PLC0415 - takes half a second, and reads configuration

    name = wiki or "of user-config.py"
    try:
        yield
    except GlambotError:
        raise
    except exceptions.NoUsernameError as error:
        raise LoginError(_no_login(wiki, account, error)) from None
    except exceptions.SiteDefinitionError as error:
        if _ADDRESS.fullmatch(wiki):
            raise UnreachableError(
                f"{wiki} does not answer as the api.php of a wiki should. If the address is right, the wiki "
                "is out of order, or refuses whoever does not say how to be reached: set GLAMBOT_CONTACT."
            ) from None
        raise WikiError(
            f"pywikibot knows no wiki {wiki!r} ({_one_line(error)}); name it family:code, such as meta:meta, "
            "or give the address of its api.php."
        ) from None
    except SystemExit as error:
        if error.code != 1:  # SIGTERM
            raise
        # so pywikibot ends where OAuth is asked for and its module is not there
        raise LoginError(
            'pywikibot lacks a module, which the log names: for OAuth install glambot with its extra "oauth".'
        ) from None
    except Exception as error:  # pywikibot stumbles over answers that are no wiki's in many ways
        raise UnreachableError(f"The wiki {name} cannot be used: {_one_line(error)}") from error


def simulates() -> bool:
    """Return whether pywikibot's option ``-simulate`` is given, so that nothing may be saved."""
    import pywikibot  # noqa: PLC0415 - as above

    return bool(pywikibot.config.simulate)


def _site(wiki: str, account: Account | None) -> "APISite":
    import pywikibot  # noqa: PLC0415 - as above

    user = account.name or None if account else None
    if _ADDRESS.fullmatch(wiki):
        name = UNNAMED + re.sub(r"[^a-z0-9]", "", wiki.partition("//")[2].lower())
        address = wiki if wiki.endswith("api.php") else f"{wiki.rstrip('/')}/w/api.php"
        pywikibot.config.family_files[name] = address
        site = pywikibot.Site(name, name, user=user)
    elif wiki:
        family, _, code = wiki.partition(":")
        site = pywikibot.Site(code, family, user=user)
    else:
        site = pywikibot.Site()
    return cast("APISite", site)


def _credentials(site: "APISite", account: Account) -> None:
    """Let pywikibot find the account's secrets, in memory or in a file that ends with the process."""
    import pywikibot  # noqa: PLC0415 - as above

    config = pywikibot.config
    config.usernames[site.family.name][site.code] = account.name
    if account.oauth:
        config.authenticate[site.hostname()] = account.oauth
        return
    _, _, app = account.user.partition("@")
    # pywikibot logs in again when a session ends, and reads passwords only from a file.
    secret = f"BotPassword({app!r}, {account.password!r})" if app else repr(account.password)
    path = _folder() / "password"
    path.touch(mode=0o600)
    path.write_text(f"({account.name!r}, {secret})\n", "utf-8")
    config.password_file = str(path)


@cache
def _folder() -> Path:
    """Return a folder for what pywikibot writes, which ends with the process."""
    folder = Path(tempfile.mkdtemp(prefix="glambot-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _import(account: Account | None) -> None:
    """Import pywikibot so that it neither complains about a missing configuration nor runs a wrong one."""
    if "pywikibot" not in sys.modules and account is not None:
        # It takes only a folder with a user-config.py for its caches and cookies.
        folder = _folder()
        (folder / "user-config.py").touch(mode=0o600)
        os.environ["PYWIKIBOT_DIR"] = str(folder)
        os.environ[NO_CONFIG] = "2"
    try:
        import_module("pywikibot")
    except RuntimeError:
        raise LoginError(_NO_ACCOUNT) from None


class _Forward(logging.Handler):
    """Hands on what pywikibot logs, each message's first line."""

    def emit(self, record: logging.LogRecord) -> None:
        lines = record.getMessage().strip().splitlines()
        if lines and not lines[0].startswith("Traceback"):
            log.log(
                logging.WARNING if record.levelno >= logging.WARNING else logging.DEBUG,
                "pywikibot: %s",
                lines[0],
            )
        elif lines:  # an exception: what it says stands at its end
            log.warning("pywikibot: %s", lines[-1])


def _listen() -> None:
    from pywikibot import bot  # noqa: PLC0415 - as above
    from pywikibot.bot import set_interface  # noqa: PLC0415 - as above

    set_interface("buffer")
    vars(bot.ui)["input"] = nobody
    theirs = logging.getLogger("pywiki")
    theirs.handlers[:] = [_Forward()]


def _no_login(wiki: str, account: Account | None, error: object) -> str:
    who = account.user if account else "the account of user-config.py"
    return (
        f"The wiki {wiki or 'of user-config.py'} does not let {who} in ({_one_line(error)}). Check the "
        "name and the password; with a bot password the name is Account@name-of-the-password."
    )


def _one_line(error: object) -> str:
    return hide(" ".join(str(error)[:5000].split()), secrets_of(os.environ))[:300]
