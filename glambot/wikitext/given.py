"""Check what callers hand in, so that a wrong type is told at once and with what to do.

Example:
    >>> check_text(b"bytes")
    Traceback (most recent call last):
    ...
    TypeError: glambot reads wikitext as str, not bytes; decode it first: data.decode('utf-8')
"""

from glambot.wikitext.site import Site


def check_text(wikitext: object) -> None:
    """Raise TypeError, and say what to do, for what is no str."""
    if not isinstance(wikitext, str):
        advice = "; decode it first: data.decode('utf-8')" if isinstance(wikitext, bytes | bytearray) else ""
        raise TypeError(f"glambot reads wikitext as str, not {type(wikitext).__name__}{advice}")


def check_site(site: object) -> None:
    """Raise TypeError, and say how to get one, for what is neither a `Site` nor None."""
    if site is not None and not isinstance(site, Site):
        raise TypeError(
            f"site is a glambot.Site, not {type(site).__name__}; make one, for example by "
            "glambot.Site.for_language('pl', timezone='Europe/Warsaw')"
        )
