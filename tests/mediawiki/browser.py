"""Look at a page with headless Chromium: a picture, or the document after its scripts have run.

The browser reaches 127.0.0.1 and files only; every other name is made unknown to it.

Example:
    >>> as_address("http://127.0.0.1/wiki/X")
    'http://127.0.0.1/wiki/X'
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SECONDS = 60
FLAGS = (
    "--headless",
    "--no-sandbox",  # root cannot use the sandbox
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",  # /dev/shm is small in containers
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-proxy-server",
)


class BrowserError(Exception):
    """The browser failed or took too long; the text shows what it wrote."""


def why_no_browser() -> str | None:
    """Return a sentence on what this machine lacks to open a browser, or None if it lacks nothing."""
    if _program() is None:
        return f"None of {', '.join(_NAMES)} in PATH: install one (Debian: apt-get install chromium)."
    return None


def as_address(target: str | Path) -> str:
    """Return the address of a page: an address as it is, a file's path as a ``file:`` address."""
    return target.resolve().as_uri() if isinstance(target, Path) else target


@dataclass(frozen=True, slots=True)
class Browser:
    """Headless Chromium; each call is a new browser with an empty profile."""

    program: str

    @classmethod
    def find(cls) -> "Browser":
        """Return the browser of this machine.

        Raises:
            BrowserError: There is none.
        """
        program = _program()
        if program is None:
            raise BrowserError(why_no_browser())
        return cls(program)

    def screenshot(self, target: str | Path, to: Path, *, width: int = 1280, height: int = 800) -> Path:
        """Write a PNG of a page to the file `to` and return that path.

        Args:
            target: An address on 127.0.0.1, or the path of an HTML file.
            to: The file to write; its folder exists.
            width: Of the window and the picture, in CSS pixels; one pixel of the picture each.
            height: As `width`.

        Raises:
            BrowserError: No picture came.
        """
        to.unlink(missing_ok=True)
        said = self._run(target, f"--screenshot={to.resolve()}", f"--window-size={width},{height}")
        if not to.is_file():
            raise BrowserError(f"No picture of {as_address(target)} came; the browser wrote: {said[-2000:]}")
        return to

    def dump_dom(self, target: str | Path) -> str:
        """Return the document as HTML, after its scripts have run.

        Raises:
            BrowserError: The browser failed.
        """
        return self._run(target, "--dump-dom")

    def _run(self, target: str | Path, *flags: str) -> str:
        with tempfile.TemporaryDirectory(prefix="glambot-browser-", ignore_cleanup_errors=True) as profile:
            command = [self.program, *FLAGS, f"--user-data-dir={profile}/data", *flags, as_address(target)]
            with subprocess.Popen(  # noqa: S603 - the command is written above
                command,
                env=environment(profile),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            ) as process:
                try:
                    out, said = process.communicate(timeout=_SECONDS)
                except subprocess.TimeoutExpired:
                    message = f"The browser took more than {_SECONDS} s for {as_address(target)}."
                    raise BrowserError(message) from None
                finally:
                    # The crash reporter and other helpers of the browser may outlive it.
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
        if process.returncode != 0:
            raise BrowserError(f"The browser ended with code {process.returncode}: {said[-2000:]}")
        return out


def environment(profile: str) -> dict[str, str]:
    """Return the environment to run a browser in, with a folder for all it writes."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": profile,
        "LC_ALL": "C.UTF-8",
        "TMPDIR": profile,
        "TZ": "UTC",
    }


def _program() -> str | None:
    return next((found for name in _NAMES if (found := shutil.which(name))), None)
