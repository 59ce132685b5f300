"""How long pywikibot may go on about one question, so that no run hangs.

pywikibot limits its tries for some failures only: it logs in again as often as the wiki forgets the
session, and sleeps as long as a wiki asks it to, or as a clock that was put back makes it.

Example:
    >>> longest_wait(retry_after=0, delay=10, retry_max=60)
    60
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from glambot.errors import StoppedError, UnreachableError

if TYPE_CHECKING:
    from pywikibot.site import APISite

_MOST_REQUESTS = 60  # for one question; a login takes about ten, with some tries again
_LONGEST_PAUSE = 300  # seconds that a wiki may ask for; the next run comes in an hour


def longest_wait(*, retry_after: float, delay: float, retry_max: float) -> float:
    """Return how many seconds pywikibot has a reason to wait: what the wiki asks for, or its own pauses."""
    return max(retry_after, delay, retry_max)


@contextmanager
def patient(site: "APISite") -> Iterator[None]:
    """Limit what pywikibot does for one question: its requests, and each wait before one of them.

    Raises:
        StoppedError: the wiki asks for a longer pause than a run should make.
        UnreachableError: so many requests led nowhere.
    """
    from pywikibot import config  # noqa: PLC0415 - whoever has a site has imported it

    throttle = site.throttle
    own = vars(throttle)
    outer = own.get("wait")
    requests = 0

    def wait(seconds: float) -> None:
        # pywikibot calls this before each request, also where there is nothing to wait for.
        nonlocal requests
        requests += 1
        if requests > _MOST_REQUESTS:
            raise UnreachableError(
                f"{site.hostname()} does not come to an answer: {_MOST_REQUESTS} requests for one question, "
                "logins among them. The next run tries again."
            )
        asked = throttle.retry_after
        if asked > _LONGEST_PAUSE:
            raise StoppedError(
                f"{site.hostname()} asks for a pause of {asked} seconds. The next run tries again."
            )
        delay = max(throttle.get_delay(), throttle.get_delay(write=True))
        longest = longest_wait(retry_after=asked, delay=delay, retry_max=config.retry_max)
        type(throttle).wait(min(seconds, longest))

    own["wait"] = wait
    try:
        yield
    finally:
        if outer is None:
            del own["wait"]
        else:
            own["wait"] = outer
