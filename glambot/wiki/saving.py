"""Save a page of a live wiki so that no edit of anybody is lost.

Before each save the wiki is asked, in one request, what could forbid it: the stop page, a block,
protection, ``{{nobots}}``, somebody else's newer revision. The edit then names the revision it is made
on (``baserevid``) and no time, so that the wiki refuses it if anything came between, in the same second
or by the same account too. What was saved is read back.
"""

import logging
import re
from typing import TYPE_CHECKING, Any

from glambot.errors import EditConflictError, HaltedError, StoppedError, WikiError
from glambot.wiki.asking import ask, error_of, heard, site_name, tell
from glambot.wiki.nobots import may_edit
from glambot.wiki.page import as_stored

if TYPE_CHECKING:
    from pywikibot.site import APISite

    from glambot.wiki.page import Page

log = logging.getLogger("glambot")

_GONE = {
    ("delete", "delete"): "deleted",
    ("delete", "delete_redir"): "deleted",
    ("delete", "restore"): "restored",
    ("move", "move"): "moved away",
    ("move", "move_redir"): "moved away",
}
_SUMMARY = 490  # characters; MediaWiki's CommentStore::COMMENT_CHARACTER_LIMIT is 500
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def save(site: "APISite", page: "Page", text: str, *, summary: str, stop_page: str = "") -> tuple[int, str]:
    """Save `text` as the page that was read as `page`; return the number of the revision and its text.

    A text the page has already makes no revision; the present number is returned then.

    Raises:
        EditConflictError: the page was saved, made or deleted since it was read, or what was saved
            is not what was sent. In both cases: read again, and see.
        StoppedError: the wiki or somebody on it does not let the bot.
        WikiError: the wiki cannot be reached, or refuses for another reason.
    """
    ask_leave(site, page, stop_page)
    parameters: dict[str, object] = {"nocreate": True, "baserevid": page.revision}
    if not page.exists:
        parameters = {"createonly": True}
    with heard(site):  # both may need a request of their own
        token = site.tokens["csrf"]
        if site.has_right("bot"):
            parameters["bot"] = True
    answer = tell(
        site,
        action="edit",
        title=page.title,
        text=text,
        summary=summary if len(summary) <= _SUMMARY else summary[: _SUMMARY - 1] + "…",
        notminor=True,
        watchlist="nochange",
        token=token,
        **parameters,
    )
    edit = answer.get("edit", {})
    if edit.get("result") != "Success":
        raise _failed(edit, page.title, site_name(site))
    if "newrevid" not in edit:
        return int(page.revision or 0), page.text
    return int(edit["newrevid"]), _read_back(site, page, text, edit)


def ask_leave(site: "APISite", page: "Page", stop_page: str = "") -> None:
    """Return if the bot may save the page now; an error says why not. See `save`."""
    titles = [page.title, *([stop_page] if stop_page else [])]
    query: dict[str, Any] = next(
        ask(
            site,
            prop="info|revisions",
            titles=titles,
            intestactions="edit",
            intestactionsdetail="full",
            rvprop="ids|content",
            rvslots="main",
            meta="userinfo|siteinfo",
            siprop="general",
            uiprop="blockinfo|rights",
        )
    )
    found = {entry["title"]: entry for entry in query.get("pages", ())}
    renamed = {entry["from"]: entry["to"] for entry in query.get("normalized", ())}
    if stop_page:
        _heed_stop(found.get(renamed.get(stop_page, stop_page), {}), stop_page, site_name(site))
    if query.get("general", {}).get("readonly"):
        raise error_of(
            "readonly", query["general"].get("readonlyreason", ""), site_name(site), title=page.title
        )
    if "blockid" in query.get("userinfo", {}) and not query["userinfo"].get("blockpartial"):
        raise error_of("blocked", query["userinfo"].get("blockreason", ""), site_name(site), title=page.title)
    target = found.get(renamed.get(page.title, page.title), {})
    now = _revision(target)
    if str(now.get("revid", "")) != page.revision:
        raise EditConflictError(
            f"The page {page.title!r} on {site_name(site)} was saved, made or deleted since it was "
            "read; nothing was saved."
        )
    for refused in target.get("actions", {}).get("edit", ())[:1]:
        code = {"badaccess-groups": "permissiondenied"}.get(refused.get("code"), refused.get("code", ""))
        raise error_of(code, _plain(refused), site_name(site), title=page.title)
    if not page.exists:
        _refuse_deleted(site, page.title)
    in_use = site.get_edit_restricted_templates()
    if not may_edit(_content(now), site.user() or "", in_use):
        raise StoppedError(
            f"The page {page.title!r} on {site_name(site)} was not saved: a template on it, such as "
            "{{nobots}}, keeps the bot away."
        )


def heed_stop(site: "APISite", stop_page: str) -> None:
    """Return if people let the bot run: its stop page is missing or blank.

    Raises:
        HaltedError: they do not, or that cannot be told.
    """
    query: dict[str, Any] = next(
        ask(site, prop="revisions", titles=stop_page, rvprop="ids|content", rvslots="main")
    )
    for entry in query.get("pages", ()):
        _heed_stop(entry, stop_page, site_name(site))


def _heed_stop(entry: dict[str, Any], title: str, site: str) -> None:
    """Raise HaltedError if the stop page says anything, or cannot be read."""
    if entry.get("missing"):
        return
    revision = _revision(entry)
    text = _COMMENT.sub("", _content(revision)).strip()
    if not revision or revision.get("slots", {}).get("main", {}).get("texthidden"):
        raise HaltedError(f"The bot was stopped: its stop page {title!r} on {site} cannot be read.")
    if text:
        raise HaltedError(
            f"The bot was stopped: {title!r} on {site} is not empty. Empty the page to let it run again."
        )


def _refuse_deleted(site: "APISite", title: str) -> None:
    """Refuse to make a page again that somebody deleted or moved away."""
    query: dict[str, Any] = next(
        ask(site, list="logevents", letitle=title, lelimit=50, leprop="type|user|timestamp")
    )
    for entry in query.get("logevents", ()):
        what = _GONE.get((entry.get("type"), entry.get("action")))
        if what == "restored":
            return
        if what is not None:
            raise StoppedError(
                f"The page {title!r} on {site_name(site)} was {what} on {entry.get('timestamp', '?')[:10]}, "
                "so the bot does not make it again. If it is wanted, make it by hand with both marker lines."
            )


def _read_back(site: "APISite", page: "Page", text: str, edit: dict[str, Any]) -> str:
    try:
        query: dict[str, Any] = next(
            ask(site, prop="revisions", revids=edit["newrevid"], rvprop="ids|content", rvslots="main")
        )
    except WikiError as error:
        log.warning("%s", error)
        query = {}
    pages = query.get("pages", ())
    saved = _revision(pages[0]) if pages else {}
    parent = str(saved.get("parentid", "")) if page.exists else ""
    if not saved:
        # It was saved; only whether somebody's edit was merged in is not known. The next run sees.
        log.warning("Revision %s of %r could not be read back.", edit["newrevid"], page.title)
        return text
    if _content(saved) != as_stored(text) or (page.exists and parent != page.revision):
        raise EditConflictError(
            f"The page {page.title!r} on {site_name(site)} was saved as revision {edit['newrevid']}, but is "
            "not what was sent: somebody's edit was merged in, or the wiki changed it. It is read again."
        )
    return _content(saved)


def _failed(edit: dict[str, Any], title: str, site: str) -> WikiError:
    if "captcha" in edit:
        return error_of("hookaborted", "the wiki wants a captcha solved", site, title=title)
    if "spamblacklist" in edit:
        return error_of("spamblacklist", str(edit["spamblacklist"]), site, title=title)
    return error_of(str(edit.get("code", "unknown")), str(edit.get("info") or edit), site, title=title)


def _revision(entry: dict[str, Any]) -> dict[str, Any]:
    revisions = entry.get("revisions") or [{}]
    return dict(revisions[0])


def _content(revision: dict[str, Any]) -> str:
    return str(revision.get("slots", {}).get("main", {}).get("content", ""))


def _plain(refused: dict[str, Any]) -> str:
    text = str(refused.get("text") or refused.get("info") or refused.get("html") or refused.get("key") or "")
    return re.sub(r"<[^<>]*>", "", text)
