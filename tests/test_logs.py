"""The log: one line a message, for people or as JSON, never a secret."""

import io
import json
import logging
import sys

import pytest

from glambot import logs


@pytest.mark.parametrize("as_json", [True, False])
def test_lines(monkeypatch: pytest.MonkeyPatch, as_json: bool) -> None:
    """Each message is one line with time and level; secrets and tokens are hidden."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    monkeypatch.setenv("GLAMBOT_PASSWORD", "correct horse")
    monkeypatch.setenv("GLAMBOT_ACCESS_SECRET", "battery-staple")
    logs.start(as_json=as_json)
    log = logging.getLogger("glambot")
    log.warning("correct horse\nbattery-staple token=abc123%2B lgpassword=xyz", extra={"page": "Conf/Review"})
    (line,) = written.getvalue().splitlines()
    for secret in ("correct horse", "battery-staple", "abc123", "xyz"):
        assert secret not in line
    if as_json:
        said = json.loads(line)
        assert (said["level"], said["page"]) == ("warning", "Conf/Review")
        assert said["message"] == "*** *** token=*** lgpassword=***"
    else:
        assert line.endswith("Z WARNING *** *** token=*** lgpassword=***".removeprefix("Z"))
