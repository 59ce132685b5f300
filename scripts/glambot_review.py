#!/usr/bin/env python3
"""Bring review tables up to date, run by pywikibot: ``pwb glambot_review [options]``.

pywikibot's own options choose the wiki and the account (``-site:meta:meta``, ``-user:ExampleBot``,
``-simulate``, ...). All others are those of ``glambot review``; see ``glambot review --help``.
"""

import sys
from pathlib import Path

import pywikibot

try:
    import glambot
except ImportError:  # not installed: this script lies in glambot's own repository
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import glambot  # noqa: F401 - only to see that it is there


def main(*args: str) -> int:
    """Run the command with what pywikibot leaves of the arguments, and return its exit code."""
    from glambot.cli import run  # noqa: PLC0415 - after the path is right
    from glambot.commands.live import USER_CONFIG  # noqa: PLC0415 - as above

    rest = pywikibot.handle_args(args)
    return run(["review", "--wiki", USER_CONFIG, *rest])


if __name__ == "__main__":
    sys.exit(main())
