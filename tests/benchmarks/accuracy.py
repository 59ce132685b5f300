"""How many signatures of real discussion pages are read right.

Run as ``python -m tests.benchmarks.accuracy FOLDER``: each folder in it holds ``page.wikitext``,
``site.json`` and ``expected.json`` with the ``signers`` of every comment. Printed are precision and recall
of the pairs of user and timestamp, as a multiset, and every miss. Timestamps of other wikis and
in forms of earlier years, which the expected lists leave out by their rules, are counted apart.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from glambot import Signature, Site, find_signatures

Pair = tuple[str, str]


def read_pairs(folder: Path) -> tuple[Counter[Pair], Counter[Pair], list[Signature]]:
    """Return the pairs found, the pairs expected, and the signatures that are beyond those."""
    text = (folder / "page.wikitext").read_text(encoding="utf-8")
    title = json.loads((folder / "site.json").read_text(encoding="utf-8")).get("title")
    found: Counter[Pair] = Counter()
    beyond: list[Signature] = []
    for signature in find_signatures(text, site=Site.load(folder / "site.json"), title=title):
        marked = any(notice.code in ("GB109", "GB111") for notice in signature.warnings)
        if marked or signature.timestamp is None or signature.user is None:
            beyond.append(signature)
        else:
            found[signature.user, signature.timestamp.strftime("%Y-%m-%dT%H:%M:%SZ")] += 1
    expected: Counter[Pair] = Counter()
    for comment in json.loads((folder / "expected.json").read_text(encoding="utf-8")):
        for signer in comment["signers"]:
            expected[signer["author"], signer["timestamp"]] += 1
    return found, expected, beyond


def main() -> None:
    """Print the figures of every page and of all together."""
    together = [0, 0, 0]
    for folder in sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir()):
        found, expected, beyond = read_pairs(folder)
        right = (found & expected).total()
        for number, count in enumerate((right, found.total(), expected.total())):
            together[number] += count
        print(_line(folder.name, right, found.total(), expected.total(), len(beyond)))
        for pair, count in (expected - found).items():
            print("    missed", count, *pair)
        for pair, count in (found - expected).items():
            print("    surplus", count, *pair)
        for signature in beyond:
            print("    beyond", signature.user, signature.user_wiki, signature.timestamp, signature.kind)
    print(_line("all", *together))


def _line(name: str, right: int, found: int, expected: int, beyond: int = 0) -> str:
    precision = right / found if found else 1.0
    recall = right / expected if expected else 1.0
    figures = f"precision {precision:7.2%}  recall {recall:7.2%}"
    return f"{name:28} {figures}  ({right} of {expected}, {beyond} beyond)"


if __name__ == "__main__":
    main()
