"""The command ``glambot`` without pywikibot's waits, in a process of its own.

Example:
    ``python -m tests.mediawiki.quick review --wiki http://127.0.0.1:8080/api.php``
"""

import sys

import pytest

from glambot.cli import run
from tests.mediawiki.stage import hurry

if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as patch:
        hurry(patch)
        sys.exit(run(sys.argv[1:]))
