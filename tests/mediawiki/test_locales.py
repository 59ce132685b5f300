"""What is shipped of languages is MediaWiki's, and signatures of wikis in every language are read back."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from glambot import Site, find_signatures
from tests.mediawiki.install import Installation
from tests.mediawiki.wiki import MediaWiki

_ROOT = Path(__file__).resolve().parents[2]
_SCRIPTS = _ROOT / "scripts" / "locales"
_LOCALES = _ROOT / "glambot" / "wikitext" / "data" / "locales.jsonl"
_LIMITATIONS = _ROOT / "docs" / "limitations.md"
_SECONDS = 600

# One moment a month, at changing days, hours and minutes.
_MOMENTS = [
    *(
        datetime(2018, month, 1 + month * 5 % 28, month * 7 % 24, month * 4, tzinfo=UTC)
        for month in range(1, 13)
    ),
    # The clocks of Warsaw went from 2:00 to 3:00 at 1:00 UTC.
    datetime(2018, 3, 25, 0, 59, tzinfo=UTC),
    datetime(2018, 3, 25, 1, 0, tzinfo=UTC),
    # The clocks of Warsaw went from 3:00 back to 2:00 at 1:00 UTC: these two are 2:59 and 2:00 there.
    datetime(2018, 10, 28, 0, 59, tzinfo=UTC),
    datetime(2018, 10, 28, 1, 0, tzinfo=UTC),
]
_ASKED = {"Europe/Warsaw": _MOMENTS, "UTC": _MOMENTS[:1]}
"""Moments by time zone; UTC is the zone that languages have names of their own for."""

_LEAST_READ = 0.99

_Sign = Callable[[str, list[datetime]], list[dict[str, Any]]]


def _shipped() -> tuple[str, set[str]]:
    """Return the version of the MediaWiki that the shipped data come from, and their codes."""
    head, *lines = [json.loads(line) for line in _LOCALES.read_text(encoding="utf-8").split("\n") if line]
    return head["mediawiki"], {line["code"] for line in lines}


def _installed(installation: Installation) -> str:
    defines = (installation.program / "includes" / "Defines.php").read_text(encoding="utf-8")
    found = re.search(r"define\( 'MW_VERSION', '([^']+)' \)", defines)
    assert found is not None
    return found[1]


@pytest.fixture(scope="module")
def sign(mediawiki: MediaWiki, tmp_path_factory: pytest.TempPathFactory) -> _Sign:
    """Return what asks `check_signatures.php` for the signatures at moments, in a time zone."""
    installation = mediawiki.installation
    settings = tmp_path_factory.mktemp("locales") / "LocalSettings.php"
    settings.write_text(
        f"<?php\nrequire {str(installation.settings)!r};\n"
        # Keeping languages in the database takes minutes; the variants of English are the tests' own.
        "$wgLocalisationCacheConf['storeClass'] = LCStoreNull::class;\n$wgUsePigLatinVariant = false;\n",
        encoding="utf-8",
    )
    environment = installation.environment() | {
        "MW_INSTALL_PATH": str(installation.program),
        "MW_CONFIG_FILE": str(settings),
    }

    def run(zone: str, moments: list[datetime]) -> list[dict[str, Any]]:
        seconds = [str(int(moment.timestamp())) for moment in moments]
        command = [installation.php, str(_SCRIPTS / "check_signatures.php"), "--timezone", zone, *seconds]
        done = subprocess.run(  # noqa: S603 - the project's own script
            command, env=environment, capture_output=True, encoding="utf-8", timeout=_SECONDS, check=False
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        return [json.loads(line) for line in done.stdout.split("\n") if line]

    return run


@pytest.mark.timeout(_SECONDS)
def test_the_shipped_data_are_those_of_mediawiki(mediawiki: MediaWiki) -> None:
    """Where the MediaWiki is the one the data were made from, they would be made the same again."""
    installation = mediawiki.installation
    version, _ = _shipped()
    if _installed(installation) != version:
        # Another MediaWiki has other names; that its signatures are read is the next test's concern.
        return
    done = subprocess.run(  # noqa: S603 - the project's own script
        [sys.executable, str(_SCRIPTS / "generate.py"), "--check"],
        env={**os.environ, "GLAMBOT_MEDIAWIKI": str(installation.program)},
        capture_output=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _unread_by_documentation() -> set[str]:
    """Return the codes on the line of docs/limitations.md that names them."""
    found = re.search(
        r"^Languages not read back:(.*)$", _LIMITATIONS.read_text(encoding="utf-8"), re.MULTILINE
    )
    return set(re.findall(r"[a-z][a-z0-9-]+", found[1])) if found else set()


def _misread(line: dict[str, Any], zone: str) -> list[str]:
    """Return a sentence for each moment of a language whose signature is not read as it was written."""
    site = Site.for_language(line["code"], timezone=zone)
    first, *_ = line["moments"].values()
    link = line["signature"].removesuffix(first)
    wrong: list[str] = []
    for moment, stamp in line["moments"].items():
        text = f"Hello {link}{stamp}"
        found = list(find_signatures(text, site=site))
        read = (found[0].user, found[0].timestamp) if found else (None, None)
        if read != ("Example", datetime.fromtimestamp(int(moment), UTC)):
            wrong.append(f"{line['code']}: {text!r} read as {read}")
    return wrong


@pytest.mark.timeout(_SECONDS)
def test_signatures_of_every_language_are_read_back(sign: _Sign) -> None:
    """A default signature names its user and its minute, but in languages that the documentation names."""
    _, codes = _shipped()
    asked: set[str] = set()
    wrong: dict[str, str] = {}
    for zone, moments in _ASKED.items():
        for line in sign(zone, moments):
            if line["code"] in codes:
                asked.add(line["code"])
                wrong.update((line["code"], sentence) for sentence in _misread(line, zone)[:1])
    shown = "\n".join(wrong.values())
    assert len(wrong) <= (1 - _LEAST_READ) * len(asked), shown
    assert set(wrong) == _unread_by_documentation() & asked, shown
