"""Ask a live wiki's API, through pywikibot, and make sentences of what goes wrong.

pywikibot waits, tries again, logs in again and fetches new tokens where that helps. What it gives up
on comes out as one of glambot's errors; which one a code of the API means stands in `STOPPED`. An answer
that lacks something is an error, too: it must never be taken for an empty one.

Example:
    >>> type(error_of("readonly", "Maintenance", "Meta")).__name__
    'HaltedError'
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from glambot.errors import (
    EditConflictError,
    GlambotError,
    HaltedError,
    LoginError,
    StoppedError,
    TitleError,
    UnreachableError,
    WikiError,
)
from glambot.logs import hide, secrets_of
from glambot.wiki.patience import patient

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pywikibot.data.api import Request
    from pywikibot.site import APISite

Answer = dict[str, Any]
"""One answer of the API in format version 2."""

UNNAMED: Final = "glambotwiki"
"""How pywikibot's names begin of wikis that are known by their address only."""

HALTED: Final = (
    "autoblocked",
    "blocked",
    "globalblocking-blockedtext-user",
    "maxlag",
    "ratelimited",
    "readonly",
    "wikimedia-globalblocking-blockedtext-user",
)
"""Codes among `STOPPED` that hold for every page."""

STOPPED: Final = {
    "abusefilter-disallowed": "an abuse filter disallows it",
    "abusefilter-warning": "an abuse filter warns against it",
    "autoblocked": "the account is blocked",
    "blocked": "the account is blocked",
    "cascadeprotected": "the page is protected, as part of another",
    "customcssjsprotected": "the page is protected",
    "globalblocking-blockedtext-user": "the account is blocked on all wikis",
    "hookaborted": "an extension of the wiki refuses it",
    "maxlag": "the wiki's servers are behind with their work",
    "noedit": "the account may not edit",
    "permissiondenied": "the account may not do that",
    "protectednamespace": "pages of that namespace are protected",
    "protectednamespace-interface": "pages of that namespace are protected",
    "protectedpage": "the page is protected",
    "protectedtitle": "the title is protected",
    "ratelimited": "the account has done too much in too short a time",
    "readonly": "the wiki is read-only for now",
    "spamblacklist": "the text holds an address on the spam blacklist",
    "titleblacklist-forbidden": "the title is on the title blacklist",
    "titleblacklist-forbidden-edit": "the title is on the title blacklist",
    "wikimedia-globalblocking-blockedtext-user": "the account is blocked on all wikis",
}
"""Codes of the API that mean: not now, or not you. See mediawiki.org, API:Errors and warnings."""

_NOT_ALLOWED = ("abusefilter", "titleblacklist", "block", "custom", "protected", "nocreate", "cantcreate")
_INVALID = ("invalidtitle", "badvalue", "badinteger", "invalidcategory", "invalid-title", "nosuchpageid")
_CONFLICTS = ("editconflict", "articleexists", "missingtitle", "pagedeleted", "nosuchrevid")
_LOGIN = ("assertuserfailed", "assertbotfailed", "assertnameduserfailed", "notloggedin", "readapidenied")


def ask(site: "APISite", **parameters: object) -> Iterator[Answer]:
    """Yield the ``query`` of each answer to a query, going on where the API says there is more.

    Lists that a page has more of come in several answers, each with its part.

    Raises:
        WikiError: of the kind that fits.
    """
    more: Mapping[str, object] = {"continue": ""}
    while more:
        answer = tell(site, action="query", **parameters, **more)
        query, more = answer.get("query"), answer.get("continue", {})
        # pywikibot always asks for the user as well, so there is always something to be told.
        whole = isinstance(query, dict) and isinstance(query.get("pages", []), list)
        if not whole or not isinstance(more, dict) or not (more or answer.get("batchcomplete")):
            raise UnreachableError(
                f"{site_name(site)} broke off its answer: {_line(answer)}. The next run tries again."
            )
        yield query or {}


def tell(site: "APISite", **parameters: object) -> Answer:
    """Send one request and return its answer.

    Raises:
        WikiError: of the kind that fits.
    """
    from pywikibot import exceptions  # noqa: PLC0415 - whoever has a site has imported it

    with heard(site):
        request = site.simple_request(formatversion=2, errorformat="bc", **parameters)
        reasons = _noted(request)
        try:
            answer = request.submit()
        except exceptions.MaxlagTimeoutError:
            raise
        except exceptions.ApiTimeoutError as error:
            if reasons and reasons[-1][0]:
                raise error_of(*reasons[-1], site_name(site)) from error
            raise
    if not isinstance(answer, dict):
        raise UnreachableError(
            f"{site_name(site)} gave an answer that is none: {_line(answer)}. The next run tries again."
        )
    return answer


@contextmanager
def heard(site: "APISite") -> Iterator[None]:
    """Make glambot's errors of what goes wrong in pywikibot, and let it not go on for ever.

    Raises:
        WikiError: of the kind that fits.
    """
    from pywikibot import exceptions  # noqa: PLC0415 - whoever has a site has imported it

    try:
        with patient(site):
            yield
    except GlambotError:
        raise
    except exceptions.APIError as error:
        raise error_of(str(error.code), str(error.info), site_name(site)) from error
    except exceptions.MaxlagTimeoutError as error:
        raise HaltedError(
            f"{site_name(site)} is busy: {STOPPED['maxlag']}. The next run tries again."
        ) from error
    except exceptions.NoUsernameError as error:
        raise LoginError(f"{site_name(site)} does not let the account in: {_line(error)}.") from error
    except SystemExit as error:
        if error.code != 1:  # SIGTERM
            raise
        # so pywikibot ends where OAuth is asked for and its module is not there
        raise LoginError(
            f"pywikibot lacks a module to speak with {site_name(site)}, which the log names: "
            'install glambot with its extra "oauth".'
        ) from error
    except Exception as error:  # pywikibot stumbles over answers that are no wiki's in many ways
        raise UnreachableError(
            f"{site_name(site)} does not answer as a wiki should ({type(error).__name__}: {_line(error)}). "
            "The next run tries again."
        ) from error


def _noted(request: "Request") -> list[tuple[str, str]]:
    """Return a list that gets the API's code and text each time the request has to be tried again.

    pywikibot forgets both when it waits, so what it gives up on in the end could not be told.
    """
    reasons: list[tuple[str, str]] = []
    wait = request.wait

    def noting(*values: Any, **others: Any) -> None:
        last = request.last_error
        reasons.append((str(last["code"] or ""), str(last["info"] or "")))
        wait(*values, **others)

    vars(request)["wait"] = noting
    return reasons


def site_name(site: "APISite") -> str:
    """Return how people call a wiki: pywikibot's name for it, or its host where it has none."""
    name = str(site)
    return str(site.hostname()) if name.startswith(UNNAMED) else name


def error_of(code: str, info: str, site: str, *, title: str = "") -> WikiError:
    """Return the error that a code of the API means; `title` is the page that was to be saved."""
    what = f"The page {title!r} on {site} was not saved" if title else f"{site} refuses"
    told = f" ({code}: {_line(info)})"
    if code in _CONFLICTS:
        return EditConflictError(f"{what}: somebody saved, made or deleted it since it was read{told}.")
    if code in HALTED:
        return HaltedError(f"{what}: {STOPPED[code]}{told}.")
    if code in STOPPED or code.startswith(_NOT_ALLOWED):
        return StoppedError(f"{what}: {STOPPED.get(code, 'the wiki does not allow it')}{told}.")
    if code in _LOGIN:
        return LoginError(f"{what}: the session of the account has ended{told}. The next run logs in again.")
    if code.startswith("internal_api_error"):
        return UnreachableError(f"{what}: its program failed{told}. The next run tries again.")
    if code in _INVALID or code.endswith("invalidtitle"):
        return TitleError(f"{what}: no page can be called so{told}.")
    if code == "contenttoobig":
        return WikiError(f"{what}: it would be larger than the wiki allows{told}. Show fewer columns.")
    return WikiError(f"{what}{told}.")


def _line(text: object) -> str:
    """Return the beginning of a text in one line; it may repeat a request, so secrets are taken out."""
    return hide(" ".join(str(text)[:5000].split()), secrets_of(os.environ))[:300].rstrip(".")
