"""The log of runs on a live wiki: lines for people or JSON lines for programs, without secrets.

Example:
    >>> hide("lgpassword=hunter2&action=login", ["hunter2"])
    'lgpassword=***&action=login'
"""

import json
import logging
import os
import re
import sys
import time
from collections.abc import Iterable, Mapping

_SECRETS = ("PASSWORD", "CONSUMER_TOKEN", "CONSUMER_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET")
_PARAMETER = re.compile(r"((?:lg)?(?:password|token)=)[^&\s'\"]+", re.IGNORECASE)
_SHORTEST = 6  # characters; hiding shorter ones would hide words


def hide(text: str, secrets: Iterable[str]) -> str:
    """Return a text without the secrets, and without what stands after ``token=`` and ``password=``."""
    for secret in secrets:
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, "***")
    return _PARAMETER.sub(r"\1***", text)


def secrets_of(environment: Mapping[str, str]) -> list[str]:
    """Return the secrets that the environment holds for the bot's account."""
    return [value for name in _SECRETS if (value := environment.get(f"GLAMBOT_{name}", "").strip())]


class _Lines(logging.Formatter):
    """One line a message; times are UTC."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S")
        self._as_json = as_json
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        record.msg, record.args = " ".join(record.getMessage().split()), ()
        record.msg = hide(record.msg, secrets_of(os.environ))
        if not self._as_json:
            return super().format(record)
        said = {"time": self.formatTime(record, self.datefmt) + "Z", "level": record.levelname.lower()}
        if page := getattr(record, "page", ""):
            said["page"] = page
        return json.dumps(said | {"message": record.msg}, ensure_ascii=False)


def start(*, as_json: bool) -> None:
    """Write glambot's log to standard error from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines(as_json=as_json))
    logger = logging.getLogger("glambot")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False
