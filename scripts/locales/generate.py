"""Write what glambot ships of every language: `locales.jsonl` and `user_namespaces.txt`.

``python scripts/locales/generate.py`` asks the MediaWiki of this machine by way of `dump.php`, adds what
people found out (``timezones.toml``, ``earlier.toml``, ``unsigned.toml``, ``namespaces.toml`` beside this
file), and writes into ``glambot/wikitext/data``. With ``--check`` it writes nothing; it ends with 1 and
says what differs if the files there are not what would be written. MediaWiki is looked for under
``/usr/share/mediawiki``; the environment variable ``GLAMBOT_MEDIAWIKI`` may name another place.

``locales.jsonl`` begins with ``{"mediawiki": version, "languages": number}``; a line a language follows,
sorted by code. A line with ``"like"`` takes every key that it has not from that language, which may be
like another one in turn, at last English; null takes a key away. `resolve` does it.

Example:
    >>> lines = {"en": {"format": "H:i, j F Y"}, "th": {"like": "en", "digits": "๐๑๒๓๔๕๖๗๘๙"}}
    >>> lines["xx"] = {"like": "th", "digits": None}
    >>> resolve(lines, "xx")
    {'format': 'H:i, j F Y'}
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

Record = dict[str, Any]
"""What is known of a language, by key; the keys are those of `dump.php` and of the TOML files."""

_HERE = Path(__file__).resolve().parent
_DATA = _HERE.parent.parent / "glambot" / "wikitext" / "data"
_PLACE = Path(os.environ.get("GLAMBOT_MEDIAWIKI") or "/usr/share/mediawiki").resolve()
_SECONDS = 600
_SHOWN = 20

# Keeps no cache of languages: to write one takes ten times as long as all the rest.
_SETTINGS = """<?php
$wgServer = 'http://127.0.0.1';
$wgSitename = 'Locales';
$wgDBtype = 'sqlite';
$wgDBname = 'none';
$wgSQLiteDataDir = __DIR__;
$wgUseDatabaseMessages = false;
$wgMainCacheType = CACHE_NONE;
$wgLocalisationCacheConf['storeClass'] = LCStoreNull::class;
"""


class GenerateError(Exception):
    """The data could not be made; the text says why."""


def resolve(lines: Mapping[str, Record], code: str) -> Record:
    """Return all that the lines, by code, say of a language, without ``"like"`` and nulls.

    Raises:
        GenerateError: The languages named by ``"like"`` form a circle.
    """
    chain: list[str] = []
    step: str | None = code
    while step is not None:
        if step in chain:
            raise GenerateError(f"{code} is like itself: {' → '.join([*chain, step])}.")
        chain.append(step)
        step = lines[step].get("like")
    found: Record = {}
    for step in reversed(chain):
        found.update(lines[step])
    return {key: value for key, value in found.items() if key != "like" and value is not None}


def shorten(records: Mapping[str, Record]) -> dict[str, Record]:
    """Return a line for each record, by code, from which `resolve` makes the record again.

    A language is like one of its fallbacks, or like English: the one that leaves the shortest line.
    """
    lines: dict[str, Record] = {"en": records["en"]}
    for code in sorted(records.keys() - {"en"}):
        likes = [like for like in (*records[code].get("fallbacks", ()), "en") if like in records]
        free = [like for like in likes if not _leads_to(lines, like, code)]
        choices = [{"like": like, **_difference(records[code], records[like])} for like in free]
        lines[code] = min(choices, key=lambda line: len(_encode(line)))
    for code, record in records.items():
        if resolve(lines, code) != record:
            raise GenerateError(f"The line of {code} does not give its record back.")
    return lines


def _leads_to(lines: Mapping[str, Record], start: str, goal: str) -> bool:
    step: str | None = start
    while step is not None and step != goal:
        step = lines.get(step, {}).get("like")
    return step == goal


def _difference(record: Record, like: Record) -> Record:
    changed = {key: value for key, value in record.items() if key not in like or like[key] != value}
    return changed | {key: None for key in like if key not in record}


def _encode(value: Record) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read_lines(text: str) -> list[Record]:
    # Not splitlines(): a name may hold a separator of lines other than this one.
    return [json.loads(line) for line in text.split("\n") if line]


def _dump() -> tuple[str, dict[str, Record]]:
    """Return MediaWiki's version, and what it knows of every language, by code."""
    php = shutil.which("php")
    if php is None or not (_PLACE / "maintenance").is_dir():
        raise GenerateError(f"No php command in PATH, or no MediaWiki in {_PLACE} (GLAMBOT_MEDIAWIKI).")
    with tempfile.TemporaryDirectory(prefix="glambot-locales-") as folder:
        settings = Path(folder, "LocalSettings.php")
        settings.write_text(_SETTINGS, encoding="utf-8")
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "LC_ALL": "C.UTF-8",
            "TMPDIR": folder,
            "MW_INSTALL_PATH": str(_PLACE),
            "MW_CONFIG_FILE": str(settings),
        }
        done = subprocess.run(  # noqa: S603 - the script beside this one
            [php, str(_HERE / "dump.php")],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )
    if done.returncode != 0:
        said = f"{done.stdout[-2000:]}{done.stderr}"
        raise GenerateError(f"dump.php ended with code {done.returncode}:\n{said}")
    head, *rest = _read_lines(done.stdout)
    return head["mediawiki"], {record.pop("code"): record for record in rest}


def _read_toml(name: str) -> Record:
    file = _HERE / name
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _add_findings(records: Mapping[str, Record], namespaces: Mapping[str, Record]) -> None:
    """Add what the TOML files say to the records; `namespaces` is what ``namespaces.toml`` says.

    What is said of a language is true under its former code too (als, now gsw), unless that one stands
    in the file itself. A language newer than this MediaWiki is left out, and named on standard error.
    """
    former = {code: record.pop("renamed") for code, record in records.items() if "renamed" in record}
    earlier = _read_toml("earlier.toml")
    findings = {
        "timezone": _read_toml("timezones.toml"),
        "earlier": earlier.get("formats", {}),
        "earlier_months": earlier.get("months", {}),
        "unsigned": _read_toml("unsigned.toml"),
        "namespaces": namespaces,
    }
    for key, values in findings.items():
        unknown = sorted(values.keys() - records.keys())
        if unknown:
            print(f"Left out, not in this MediaWiki: {key} of {', '.join(unknown)}", file=sys.stderr)
        for code, record in records.items():
            value = values.get(code, values.get(former.get(code, "")))
            if value is None:
                continue
            if key == "namespaces":
                _add_names(record, value)
            else:
                record[key] = value


def _add_names(record: Record, found: Record) -> None:
    """Add the names of namespaces that Wikimedia's wikis have to those of MediaWiki.

    The ones in ``"first"``, which those wikis show, come before MediaWiki's own, all others behind.
    """
    for kind in ("user", "talk", "special"):
        names = found.get(kind, [])
        shown = [name for name in names if name in found.get("first", ())]
        if names:
            record[kind] = list(dict.fromkeys([*shown, *record.get(kind, ()), *names]))


def _namespaces(version: str, records: Iterable[Record]) -> str:
    """Return the text of `user_namespaces.txt`: namespaces of users, Special and its page Contributions."""
    names = {
        ("user", "User"),
        ("talk", "User talk"),
        ("special", "Special"),
        ("contributions", "Contributions"),
    }
    for record in records:
        names.update(
            (kind, name)
            for kind in ("user", "talk", "special", "contributions")
            for name in record.get(kind, ())
        )
    lines = sorted(f"{kind}\t{name}" for kind, name in names)
    head = f"# What leads to users in all languages of MediaWiki {version} and Wikimedia"
    return "\n".join([head, *lines]) + "\n"


def generate() -> dict[str, str]:
    """Return the texts of the files to ship, by name.

    Raises:
        GenerateError: MediaWiki cannot be asked.
    """
    version, records = _dump()
    namespaces = _read_toml("namespaces.toml")
    many = namespaces.pop("mul", {})
    _add_findings(records, namespaces)
    lines = shorten(records)
    head = {"mediawiki": version, "languages": len(lines)}
    ordered = [head, *({"code": code, **lines[code]} for code in sorted(lines))]
    return {
        "locales.jsonl": "".join(f"{_encode(line)}\n" for line in ordered),
        "user_namespaces.txt": _namespaces(version, [*records.values(), many]),
    }


def _differences(name: str, shipped: str, made: str) -> Iterator[str]:
    """Yield a sentence for each language, or line, in which two texts of a file differ."""
    if not name.endswith(".jsonl"):
        old, new = set(shipped.split("\n")), set(made.split("\n"))
        yield from (f"only shipped: {line}" for line in sorted(old - new))
        yield from (f"not shipped: {line}" for line in sorted(new - old))
        return
    before, after = ({line.get("code", ""): line for line in _read_lines(text)} for text in (shipped, made))
    for code in sorted(before.keys() | after.keys()):
        old_line, new_line = before.get(code, {}), after.get(code, {})
        keys = [
            key
            for key in old_line | new_line
            if (key in old_line, old_line.get(key)) != (key in new_line, new_line.get(key))
        ]
        if keys:
            yield f"{code or 'first line'}: {', '.join(keys)}"


def _check(texts: Mapping[str, str]) -> bool:
    """Return whether the shipped files are these, and say in what they differ."""
    same = True
    for name, made in texts.items():
        file = _DATA / name
        shipped = file.read_text(encoding="utf-8") if file.exists() else ""
        if shipped == made:
            continue
        same = False
        found = list(_differences(name, shipped, made)) or ["the same lines in another order"]
        print(f"{name} is not what would be written now; {len(found)} differences:")
        print(*(f"  {sentence}" for sentence in found[:_SHOWN]), sep="\n")
        if len(found) > _SHOWN:
            print(f"  … and {len(found) - _SHOWN} more")
    return same


def main() -> int:
    """Return the code to end with: 0, or 1 if the shipped files are not up to date or cannot be made."""
    parser = argparse.ArgumentParser(description="Write glambot/wikitext/data from MediaWiki.")
    parser.add_argument("--check", action="store_true", help="write nothing, say what differs")
    asked = parser.parse_args()
    try:
        texts = generate()
    except GenerateError as error:
        print(error, file=sys.stderr)
        return 1
    if asked.check:
        return 0 if _check(texts) else 1
    _DATA.mkdir(exist_ok=True)
    for name, text in texts.items():
        (_DATA / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
