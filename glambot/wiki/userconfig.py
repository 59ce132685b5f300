"""Whether pywikibot will find a ``user-config.py``; importing it without one fails unless it is told.

Example:
    >>> NO_CONFIG
    'PYWIKIBOT_NO_USER_CONFIG'
"""

import os
from pathlib import Path
from typing import Final

NO_CONFIG: Final = "PYWIKIBOT_NO_USER_CONFIG"
"""The environment variable that tells pywikibot that having no configuration is no mistake."""


def is_configured() -> bool:
    """Return whether there is a ``user-config.py``, by pywikibot's own order of places."""
    named = (os.environ.get(variable) for variable in ("PYWIKIBOT_DIR", "PYWIKIBOT_DIR_PWB"))
    places = [*(Path(place) for place in named if place), Path(), Path("~/.pywikibot").expanduser()]
    return any((place / "user-config.py").is_file() for place in places)
