r"""Values as JSON on one line each: as `glambot.json_text`, but for thousands of them, so by orjson.

Example:
    >>> as_json_line({"title": "Café \x7f"}).decode()
    '{"title":"Café \\u007f"}'
"""

# orjson loads these itself, and if Ctrl-C stops it then, the process crashes.
import dataclasses  # noqa: F401 - see above
import datetime as dt  # noqa: F401 - see above
import enum  # noqa: F401 - see above
import json  # noqa: F401 - see above
import uuid  # noqa: F401 - see above

import orjson

from glambot.json_text import by_library, safely


def as_json_line(value: object) -> bytes:
    """Return a value as JSON on one line, in UTF-8 and without a newline."""
    try:
        line = orjson.dumps(value)
    except TypeError:  # a number of more than 64 bits, or a surrogate
        line = by_library(value, indent=None, separators=(",", ":"))
    return safely(line)
