"""Pages of several talks, and pages of one proposal that look like it."""

import pytest

from glambot.submission.submission import Submission
from glambot.submission.talks import parse_all

SIGNED = "[[User:{0}|{0}]] ([[User talk:{0}|talk]]) 12:42, 3 November 2018 (UTC)"
SIGNUP = "== Interested attendees ==\n# " + SIGNED.format("Sample Otter") + "\n"

ONE = {
    "bold leaders in a form of headings": (
        "=== Title ===\nLamps\n=== Session leader(s) ===\n"
        "* '''Hella Beispiel''' – lender\n* '''Otto Muster''' – knitter\n"
        "=== Description ===\nLamps travel in wool.\n=" + SIGNUP.replace(" ==\n", " ===\n")
    ),
    "bold items in a description": (
        "=== Title ===\nLamps\n=== Description ===\n* '''Wool''' – how it warms\n"
        "* '''Wicks''' – 5 minutes each\n" + SIGNUP
    ),
    "bold labels in bullets": (
        "== Proposal ==\n* '''Title of the submission''': Lamps\n* '''Author''': Hella Beispiel\n" + SIGNUP
    ),
    "bold items in free text": "We say\n* '''Wool''' – Otto Muster\n* '''Wicks''' – Hella Beispiel\n"
    + SIGNUP,
    "bold items that name nobody": "We speak of\n* '''Wool''' – how it warms\n* '''Wicks''' – they burn\n",
    "a form over two sections": (
        "== About you ==\n; Author\n: Hella Beispiel\n; Country\n: Examplia\n"
        "== About the session ==\n; Title\n: Lamps\n"
        "; Abstract\n: Lamps travel in wool.\n"
    ),
    "a form with a second author": (
        "; Title\n: Lamps\n; Author\n: Hella\n== More ==\n; Author\n: Otto\n; Country\n: X\n"
    ),
}

TWO = {
    "definition lists in sections": (
        "== Lamps ==\n; Title\n: Lamps\n; Author\n: Hella Beispiel\n=== Interested attendees ===\n# {a}\n"
        "== Wool ==\n; Title\n: Wool\n; Author\n: Otto Muster\n=== Interested attendees ===\n# {b}\n# {c}\n"
    ),
    "lists at the level of the sections": (
        "== Lamps ==\n; Title\n: Lamps\n; Author\n: Hella Beispiel\n== Interested attendees ==\n# {a}\n"
        "== Wool ==\n; Title\n: Wool\n; Author\n: Otto Muster\n== Interested attendees ==\n# {b}\n# {c}\n"
    ),
    "headings in sections": (
        "== Lamps ==\n=== Author ===\nHella Beispiel\n=== Title ===\nLamps\n=== Signup ===\n# {a}\n"
        "== Wool ==\n=== Author ===\nOtto Muster\n=== Title ===\nWool\n=== Signup ===\n# {b}\n# {c}\n"
    ),
    "templates": (
        "{{{{Session|title=Lamps|presenters=Hella Beispiel|abstract=x}}}}\n==Signup==\n* {a}\n"
        "{{{{Session|title=Wool|presenters=Otto Muster|abstract=y}}}}\n==Signup==\n* {b}\n* {c}\n"
    ),
    "bulleted labels in sections": (
        "== Lamps ==\n* Speaker: Hella Beispiel\n* Country: X\n=== Signup ===\n# {a}\n"
        "== Wool ==\n* Speaker: Otto Muster\n* Country: X\n=== Signup ===\n# {b}\n# {c}\n"
    ),
    "bullets and sections named like them": (
        "* '''Lamps''' – Hella Beispiel.\n* '''Wool''' – Otto Muster.\n"
        "== Lamps ==\n# {a}\n== Wool ==\n# {b}\n# {c}\n"
    ),
}


def read(text: str) -> tuple[Submission, ...]:
    """Return what a page says, its warnings checked: a talk is not asked for labels."""
    found = parse_all(text, title="Conf/Talks")
    if len(found) > 1:
        assert not {"GB301", "GB304"} & {notice.code for talk in found for notice in talk.warnings}
    return found


@pytest.mark.parametrize("text", ONE.values(), ids=ONE)
def test_one_proposal(text: str) -> None:
    """The page is read as one submission, and not split at what stands in bold or below headings."""
    (submission,) = read(text)
    assert submission.section is None


@pytest.mark.parametrize("text", TWO.values(), ids=TWO)
def test_two_talks(text: str) -> None:
    """Each form of a page is a submission of its own, with its author and its own sign-up list."""
    users = {"a": "Sample Otter", "b": "Mock Magpie", "c": "Invented Heron"}
    lamps, wool = read(text.format(**{key: SIGNED.format(user) for key, user in users.items()}))
    assert (lamps.section, lamps.title, [author.name for author in lamps.authors]) == (
        "Lamps",
        "Lamps",
        ["Hella Beispiel"],
    )
    assert (wool.section, wool.title, [author.name for author in wool.authors]) == (
        "Wool",
        "Wool",
        ["Otto Muster"],
    )
    assert [entry.user for entry in lamps.attendees] == [users["a"]]
    assert [entry.user for entry in wool.attendees] == [users["b"], users["c"]]


BULLETS = {
    ": a short talk on keys": ([], None, "a short talk on keys"),
    " by [[User:Mock Magpie]] (20 min).": (["Mock Magpie"], 20, ""),
    " (Otto, 15 mins): all about keys": (["Otto"], 15, "all about keys"),
    " (15 mins): all about keys": ([], 15, "all about keys"),
    " – Otto Muster & Hella Beispiel. Half an hour.": (
        ["Otto Muster", "Hella Beispiel"],
        30,
        "Half an hour.",
    ),
    " – O. Muster, Museum of Lamps – they are old. 1.5 hours.": (
        ["O. Muster"],
        90,
        "they are old. 1.5 hours.",
    ),
    " – Keys. Otto Muster knows.": ([], None, "Keys. Otto Muster knows."),
    " – A Short Talk.": ([], None, "A Short Talk."),
}


@pytest.mark.parametrize(("rest", "expected"), BULLETS.items(), ids=BULLETS)
def test_what_a_bullet_says(rest: str, expected: tuple[list[str], int | None, str]) -> None:
    """Behind a bold title come people, who look like it, then a length, and what is left is the abstract."""
    talk, _ = read(f"* '''John's keys'''{rest}\n* '''Wool''' – Otto Muster. 20 minutes.\n")
    abstract = "\n".join(point.text for point in talk.abstract)
    assert talk.title == "John's keys"
    assert ([author.name for author in talk.authors], talk.length_minutes, abstract) == expected


def test_signed_bullets_below_a_talk_are_its_list() -> None:
    """Two signed bullets or more under a talk are its sign-up list; a single one is a remark."""
    signed = "".join(
        f"** Would love this {SIGNED.format(user)}\n" for user in ("Sample Otter", "Mock Magpie")
    )
    remark = f"** Nice! {SIGNED.format('Sample Otter')}\n"
    text = f"* '''Keys''' – Otto Muster.\n{signed}* '''Wool''' – Hella Beispiel.\n{remark}"
    keys, wool = read(text)
    assert [entry.user for entry in keys.attendees] == ["Sample Otter", "Mock Magpie"]
    assert not wool.attendees


def test_sections_of_one_name_are_told_apart() -> None:
    """Talks of a page differ by section, also where their headings are the same."""
    form = "== Proposal ==\n; Title\n: {}\n; Author\n: Otto Muster\n"
    assert [talk.section for talk in read(form.format("Lamps") + form.format("Wool"))] == [
        "Proposal",
        "Proposal (2)",
    ]
