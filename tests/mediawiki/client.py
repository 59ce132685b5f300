"""Talk to a wiki on 127.0.0.1 through its api.php: log in, save, parse, and ask what a page does.

Example:
    >>> Traces().acting
    {}
"""

import http.client
import json
import urllib.parse
from dataclasses import dataclass, fields
from http.cookies import SimpleCookie
from typing import Any

from tests.mediawiki.install import Account

_SECONDS = 60
_LISTS = "categories|templates|links|iwlinks|langlinks|extlinks|images|pageprops|info"
_LIMITS = {f"{prefix}limit": "max" for prefix in ("cl", "tl", "pl", "iw", "ll", "el", "im")}


class ApiError(Exception):
    """The wiki refused a request; the text says which action and why."""


@dataclass(frozen=True, slots=True)
class Traces:
    """What the wiki's tables hold of a page besides its text.

    Titles are those of the wiki (``Category:X``, ``Template:X``), interwiki and language links are
    written ``prefix:title``, external links are addresses, properties are those of ``pageprops``.
    """

    categories: frozenset[str] = frozenset()
    templates: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    iwlinks: frozenset[str] = frozenset()
    langlinks: frozenset[str] = frozenset()
    extlinks: frozenset[str] = frozenset()
    images: frozenset[str] = frozenset()
    properties: frozenset[str] = frozenset()
    redirect: bool = False

    @property
    def acting(self) -> dict[str, list[str]]:
        """What is not empty, sorted, by name: ready to be compared or shown."""
        found: dict[str, list[str]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value:
                found[field.name] = ["yes"] if value is True else sorted(value)
        return found


class Client:
    """One session with the wiki: its cookies and its edit token."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: SimpleCookie = SimpleCookie()
        self._token = ""
        self._user: str | None = None

    def login(self, account: Account) -> None:
        """Log in with the account's own password.

        Raises:
            ApiError: The wiki does not know the account or the password.
        """
        answer = self.api(
            action="clientlogin",
            username=account.name,
            password=account.password,
            loginreturnurl=f"http://127.0.0.1:{self._port}/",
            logintoken=self._fetch_token("login"),
        )
        status = answer["clientlogin"]["status"]
        if status != "PASS":
            raise ApiError(f"Login as {account.name}: {status} {answer['clientlogin'].get('message', '')}")
        self._user = account.name
        self._token = self._fetch_token("csrf")

    def save(self, title: str, text: str, *, summary: str = "") -> int:
        """Save `text` as the page `title` and return the number of its revision.

        A text equal to the saved one makes no revision, as always in MediaWiki; then the page's
        present revision is returned.

        Raises:
            ApiError: The wiki refused the edit, or the session has ended.
        """
        if self._user is None:
            raise ApiError(f"Not logged in, so {title!r} cannot be saved: call login() first.")
        edit = self.api(
            action="edit", title=title, text=text, summary=summary, assertuser=self._user, token=self._token
        )["edit"]
        if edit.get("result") != "Success":
            raise ApiError(f"Saving {title!r}: {edit}")
        return int(edit["newrevid"] if "newrevid" in edit else self._revision(title)["revid"])

    def act(self, **parameters: str) -> dict[str, Any]:
        """Do something that needs a token, such as ``action="protect"``, and return the answer.

        Raises:
            ApiError: The wiki refused, or the session has ended.
        """
        if self._user is None:
            raise ApiError(
                f"Not logged in, so {parameters.get('action')} is not possible: call login() first."
            )
        return self.api(assertuser=self._user, token=self._token, **parameters)

    def text(self, title: str) -> str | None:
        """Return the saved wikitext of a page, as it came out of the pre-save transform; None if missing."""
        revision = self._revision(title)
        return str(revision["slots"]["main"]["content"]) if revision else None

    def parse(self, text: str, title: str) -> str:
        """Return the HTML of `text` as if it stood on the page `title`; nothing is saved.

        The HTML is the content of the ``mw-parser-output`` element included, without section edit links.
        """
        answer = self.api(
            action="parse",
            text=text,
            title=title,
            prop="text",
            contentmodel="wikitext",
            disablelimitreport="1",
            disableeditsection="1",
        )
        return str(answer["parse"]["text"])

    def traces(self, title: str) -> Traces:
        """Return what the page left in the wiki's tables when it was saved.

        Raises:
            ApiError: There is no such page.
        """
        found: dict[str, set[str]] = {field.name: set() for field in fields(Traces)}
        more: dict[str, str] = {"continue": ""}
        while more:
            answer = self.api(action="query", titles=f"\x1f{title}", prop=_LISTS, **_LIMITS, **more)
            page = answer["query"]["pages"][0]
            if page.get("missing") or page.get("invalid"):
                raise ApiError(f"No page {title!r}, so it has no traces.")
            for name in ("categories", "templates", "links", "images"):
                found[name].update(entry["title"] for entry in page.get(name, ()))
            found["iwlinks"].update(
                f"{entry['prefix']}:{entry['title'].replace('_', ' ')}" for entry in page.get("iwlinks", ())
            )
            found["langlinks"].update(
                f"{entry['lang']}:{entry['title']}" for entry in page.get("langlinks", ())
            )
            found["extlinks"].update(entry["url"] for entry in page.get("extlinks", ()))
            found["properties"].update(page.get("pageprops", ()))
            if page.get("redirect"):
                found["redirect"].add(title)
            more = answer.get("continue", {})
        redirect = bool(found.pop("redirect"))
        return Traces(**{name: frozenset(values) for name, values in found.items()}, redirect=redirect)

    def normalized(self, title: str) -> str | None:
        """Return how the wiki itself writes a title, interwiki prefix included; None if it cannot hold it."""
        # The leading separator keeps a "|" in the title from splitting it; the wiki strips section names.
        query = self.api(action="query", titles=f"\x1f{title}").get("query", {})
        if query.get("interwiki"):
            return str(query["interwiki"][0]["title"])
        page = query.get("pages", [{"invalid": True}])[0]
        return None if page.get("invalid") else str(page["title"])

    def api(self, **parameters: str) -> dict[str, Any]:
        """Post a request to api.php and return its answer (JSON, format version 2).

        Raises:
            ApiError: The wiki answered with an error or not in JSON.
        """
        body = urllib.parse.urlencode({"format": "json", "formatversion": "2", **parameters})
        content = self._post("/api.php", body)
        try:
            answer = json.loads(content)
        except ValueError:
            raise ApiError(f"{parameters.get('action')}: no JSON but {content[:500]!r}") from None
        if "error" in answer:
            error = answer["error"]
            raise ApiError(f"{parameters.get('action')}: {error.get('code')}: {error.get('info')}")
        return dict(answer)

    def _fetch_token(self, kind: str) -> str:
        answer = self.api(action="query", meta="tokens", type=kind)
        return str(answer["query"]["tokens"][f"{kind}token"])

    def _revision(self, title: str) -> dict[str, Any]:
        answer = self.api(
            action="query", titles=f"\x1f{title}", prop="revisions", rvprop="ids|content", rvslots="main"
        )
        page = answer["query"]["pages"][0]
        return dict(page["revisions"][0]) if "revisions" in page else {}

    def _post(self, path: str, body: str) -> bytes:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in self._cookies.items()),
            "User-Agent": "glambot tests",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_SECONDS)
        try:
            connection.request("POST", path, body=body.encode(), headers=headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", ()):
            self._cookies.load(cookie)
        return content
