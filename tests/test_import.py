"""``import glambot`` costs next to nothing, and reading a page of Meta loads no more than it needs."""

import json
import subprocess
import sys

HEAVY = ("pywikibot", "requests", "pydantic", "rich", "dateutil", "mwparserfromhell", "zoneinfo", "click")
SCRIPT = """
import json, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
{code}
roots = sorted({{name.partition(".")[0] for name in sys.modules}})
print(json.dumps([roots, [name for name in opened if "locales" in name and ".py" not in name]]))
"""


def loaded(code: str) -> tuple[set[str], list[str]]:
    """Return the packages that code loads in a new process, and the files of languages it opens."""
    done = subprocess.run(  # noqa: S603 - the code of this test
        [sys.executable, "-c", SCRIPT.format(code=code)], check=True, capture_output=True, text=True
    )
    roots, files = json.loads(done.stdout)
    return set(roots), files


def test_import_loads_nothing_heavy() -> None:
    """The package itself imports no dependency and opens no file of languages."""
    roots, files = loaded("import glambot")
    assert not roots.intersection(HEAVY)
    assert files == []


def test_a_page_of_meta_needs_no_dependency() -> None:
    """A submission in English is read without any dependency, time zones or other languages."""
    roots, files = loaded(
        "import glambot; glambot.parse('; Title\\\\n: A\\\\n== Signup ==\\\\n"
        "# [[User:A|A]] 12:42, 3 November 2018 (UTC)').to_dict()"
    )
    assert not roots.intersection(HEAVY)
    assert files == []


def test_a_wiki_opens_the_file_of_languages() -> None:
    """A wiki in another language reads its line of that file: the audit above does see it."""
    _, files = loaded("import glambot; glambot.Site.for_language('pl', timezone='UTC')")
    assert len(files) >= 1
