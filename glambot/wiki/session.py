"""Log in through pywikibot, and let it get on when the wiki ends the session or answers with a web page.

Where pywikibot itself would not get on is said at each function; its version 11.9 was looked at.

Example:
    >>> nobody("Password for user ExampleBot")
    Traceback (most recent call last):
    ...
    glambot.errors.LoginError: The login failed, as the lines before say. The next run tries again.
"""

from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from glambot.errors import LoginError, UnreachableError
from glambot.wiki.asking import ask, error_of, site_name
from glambot.wiki.patience import patient

if TYPE_CHECKING:
    from pywikibot.site import APISite


def log_in(site: "APISite") -> None:
    """Log in, with pywikibot's own account for the site.

    Raises:
        StoppedError: the wiki is read-only, and lets nobody in.
        UnreachableError: too many requests led nowhere.
    """
    from pywikibot import exceptions  # noqa: PLC0415 - whoever has a site has imported it

    try:
        with patient(site):
            site.login()
    except exceptions.ApiTimeoutError as error:
        # What it was that went wrong each time is lost in pywikibot; read-only mode can be asked for.
        general = {}
        with suppress(UnreachableError):
            general = next(ask(site, meta="siteinfo", siprop="general")).get("general", {})
        if general.get("readonly"):
            raise error_of("readonly", str(general.get("readonlyreason", "")), site_name(site)) from error
        raise


def steady(site: "APISite") -> None:
    """Let pywikibot get on with a wiki that has answered once.

    When the session has ended pywikibot would use its token for the new login, which the wiki refuses;
    and for the edit after it a new token of the kind that was asked for last, i.e. that of the login.
    And a page of HTML means to it that a wiki known by its address is none, for which it looks at the
    name of a class; now such a page is tried again, as it is with any other wiki.
    """
    relogin = site._relogin  # noqa: SLF001 - there is no other place between the end and the new login

    def anew() -> None:
        site.tokens.clear()
        relogin()
        if site.logged_in():
            _ = site.tokens["csrf"]

    vars(site)["_relogin"] = anew
    family = type(site.family)
    family.__name__ = family.__name__.replace("AutoFamily", "KnownFamily")


def nobody(*_: object, **__: object) -> NoReturn:
    """Answer no question: pywikibot asks for a password after some failed logins, and then waits.

    Raises:
        LoginError: always.
    """
    raise LoginError("The login failed, as the lines before say. The next run tries again.")
