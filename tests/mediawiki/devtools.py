"""Drive the headless browser: click, measure and take pictures of a page that stays open.

Commands of the Chrome DevTools Protocol go through two pipes, so nothing listens on a port.

Example:
    >>> PHONE.width
    375
"""

import base64
import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.mediawiki.browser import FLAGS, Browser, BrowserError, environment

_SECONDS = 60
_HIGH = 10  # above the numbers the browser expects its pipes at
# The browser reads its commands from 3 and answers on 4; a program can only be given the same numbers.
_RENUMBER = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); \
os.execvp(sys.argv[3], sys.argv[3:])"


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen in CSS pixels; a phone's shows a page as a phone's browser does."""

    width: int
    height: int
    phone: bool = False


DESK = Screen(1280, 900)
PHONE = Screen(375, 667, phone=True)


class Tab:
    """One open page."""

    def __init__(self, to: int, back: int) -> None:
        self._to = to
        self._back = back
        self._left = b""
        self._number = 0
        self._session = ""

    def attach(self) -> None:
        """Open the tab."""
        target = self._command("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._command("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._command("Page.enable")

    def open(self, address: str, screen: Screen = DESK) -> None:
        """Show a page on a screen, and return when its scripts have made its tables sortable.

        Raises:
            BrowserError: It cannot be shown.
        """
        self._command(
            "Emulation.setDeviceMetricsOverride",
            width=screen.width,
            height=screen.height,
            deviceScaleFactor=1,
            mobile=screen.phone,
        )
        failed = self._command("Page.navigate", url=address).get("errorText")
        if failed:
            raise BrowserError(f"{address}: {failed}")
        self.wait_for("document.readyState === 'complete' && location.href !== 'about:blank'")

    def wait_for(self, expression: str) -> None:
        """Return when an expression of JavaScript is true on the page."""
        deadline = time.monotonic() + _SECONDS
        while not self.evaluate(expression):
            if time.monotonic() > deadline:
                raise BrowserError(f"After {_SECONDS} s it is not so: {expression}")
            time.sleep(0.05)

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression of JavaScript, as JSON has it.

        Raises:
            BrowserError: It throws.
        """
        done = self._command("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in done:
            raise BrowserError(f"{expression}: {done['exceptionDetails']}")
        return done["result"].get("value")

    def click(self, selector: str) -> None:
        """Click with the mouse on what a CSS selector finds first."""
        self.evaluate(f"document.querySelector({selector!r}).scrollIntoView({{block: 'center'}})")
        x, y = self.evaluate(
            f"(box => [box.x + box.width / 2, box.y + box.height / 2])"
            f"(document.querySelector({selector!r}).getBoundingClientRect())"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self._command("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def picture(self, to: Path) -> Path:
        """Write what the screen shows as a PNG, and return its path."""
        data = self._command("Page.captureScreenshot", format="png")["data"]
        to.write_bytes(base64.b64decode(data))
        return to

    def _command(self, method: str, **parameters: object) -> dict[str, Any]:
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']}")
                return dict(answer["result"])

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            if not select.select([self._back], [], [], _SECONDS)[0]:
                raise BrowserError(f"The browser has not answered for {_SECONDS} s.")
            some = os.read(self._back, 65_536)
            if not some:
                raise BrowserError("The browser has ended.")
            self._left += some
        message, _, self._left = self._left.partition(b"\0")
        return dict(json.loads(message))


@contextmanager
def open_tab(browser: Browser) -> Iterator[Tab]:
    """Start a browser with an empty profile and one tab, and end it with the block."""
    pipes = theirs, ours, back, answers = [
        _high(number) for pair in (os.pipe(), os.pipe()) for number in pair
    ]
    with tempfile.TemporaryDirectory(prefix="glambot-browser-", ignore_cleanup_errors=True) as profile:
        command = [browser.program, *FLAGS, "--remote-debugging-pipe", f"--user-data-dir={profile}/data"]
        process = subprocess.Popen(  # noqa: S603 - the command is written above
            [sys.executable, "-c", _RENUMBER, str(theirs), str(answers), *command],
            env=environment(profile),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(theirs, answers),
            start_new_session=True,
        )
        try:
            tab = Tab(ours, back)
            tab.attach()
            yield tab
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for number in pipes:
                os.close(number)


def _high(number: int) -> int:
    """Return another number for an open file, in place of this one."""
    new = fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, _HIGH)
    os.close(number)
    return new
