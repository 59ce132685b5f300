"""Made-up submission pages for benchmarks, in the three commonest layouts, about 6 KB each.

Example:
    >>> 6000 < len(submission_page(1)) < 7500
    True
"""

import random

from glambot.wikitext.locales import ENGLISH

_WORDS = [
    "the",
    "museum",
    "archive",
    "volunteers",
    "lamp",
    "catalogue",
    "owl",
    "photograph",
    "licence",
    "reader",
    "village",
    "library",
    "map",
    "school",
    "winter",
    "project",
    "community",
    "edit",
    "article",
    "source",
    "picture",
    "workshop",
    "history",
    "local",
    "language",
    "data",
    "question",
    "visit",
]
_MONTHS = ENGLISH.months


_ABSTRACT = "Abstract ''(up to 300 words to describe your proposal)''"
_HINT = "<!-- Fill in what stands here. -->\n"


def submission_page(number: int) -> str:
    """Return the wikitext of a submission page; the same number gives the same page."""
    rng = random.Random(number)  # noqa: S311 - repeatable text, nothing secret
    author = _user(rng)
    fields = {
        "Title of the submission": _sentence(rng, 8)[:-1],
        "Type of submission (lecture, panel, tutorial/workshop, lightning talk, poster)": "Lecture",
        "Author of the submission": f"[[User:{author}|{author}]] ([[User talk:{author}|talk]])",
        "Language of presentation": "English",
        "E-mail address": f"person{number}@example.org",
        "Username": author,
        "Country of origin": "Exampleland",
        "Affiliation, if any (organisation, company etc.)": "Museum of " + rng.choice(_WORDS),
        "Personal homepage or blog": "",
        _ABSTRACT: _prose(rng),
        "What will attendees take away from this session?": "\n".join(
            "* " + _sentence(rng, 12) for _ in range(4)
        ),
        "Theme of presentation": "GLAM, Education",
        "For workshops and discussions, what level is the intended audience?": "Beginners",
        "Length of session (if other than 25 minutes, specify how long)": rng.choice(
            ["25 minutes", "1h30", "60 mins"]
        ),
        "Will you attend if your submission is not accepted?": "Yes",
        "Slides or further information (optional)": "",
        "Special requests": "",
    }
    hint = "<!-- Simply provide information about your submission below and save the page. -->\n"
    signed = "".join(f"# {_signature(rng)}\n" for _ in range(rng.randint(8, 24)))
    if number % 5 == 4:
        names = ["title", "type", "presenters", "language", "email", "username", "country", "affiliation"]
        names += ["homepage", "abstract", "outcomes", "theme", "level", "length", "attends", "slides"]
        names += ["requests"]
        form = (
            "{{Session\n"
            + "".join(f"| {n} = {v}\n" for n, v in zip(names, fields.values(), strict=True))
            + "}}\n"
        )
    else:
        form = hint + f"; Submission no. {number}\n<!-- will be added by the Programme Committee -->\n\n"
        # Real forms leave a hint in a comment at about every other label.
        hints = [_HINT if place % 2 else "" for place in range(len(fields))]
        labelled = zip(fields.items(), hints, strict=True)
        values = [f"; {label}\n{hint}{_value(value)}\n\n" for (label, value), hint in labelled]
        if number % 5 == 3:
            # An Etherpad's label, a rule, and an abstract under no label.
            place = list(fields).index(_ABSTRACT)
            pad = f"; [https://etherpad.wikimedia.org/p/{number} Etherpad]\n\n"
            values[place] = f"{pad}----\n\n{fields[_ABSTRACT]}\n\n"
        form += "".join(values)
        form += "; Is this Submission a Draft or Final? {{Completed Submission}}\n"
    return (
        f"{form}<!-- Do not edit the section below. -->\n\n== Interested attendees ==\n\n"
        "'''If you are interested in attending this session, please sign with your username below. This will "
        "help reviewers to decide which sessions are of high interest. Sign with a hash and four tildes. "
        f"(<nowiki># ~~~~</nowiki>).'''\n\n{signed}\n[[Category:All submissions|{{{{SUBPAGENAME}}}}]]\n"
    )


def _value(value: str) -> str:
    return value if value.startswith("*") else f": {value}"


def _sentence(rng: random.Random, words: int) -> str:
    text = " ".join(rng.choice(_WORDS) for _ in range(words))
    if rng.random() < 0.2:
        text += " [[" + rng.choice(_WORDS) + "|" + rng.choice(_WORDS) + "]]"
    if rng.random() < 0.1:
        text += " ''" + rng.choice(_WORDS) + "''"
    return text[0].upper() + text[1:] + "."


def _prose(rng: random.Random) -> str:
    paragraphs = [
        " ".join(_sentence(rng, rng.randint(10, 22)) for _ in range(5)) for _ in range(rng.randint(3, 4))
    ]
    return "\n\n".join(paragraphs) + "\n* " + "\n* ".join(_sentence(rng, 8) for _ in range(3))


def _user(rng: random.Random) -> str:
    return f"{rng.choice(_WORDS).title()} {rng.choice(_WORDS).title()} {rng.randint(1, 99)}"


def _signature(rng: random.Random) -> str:
    user = _user(rng)
    time = f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}"
    stamp = f"{time}, {rng.randint(1, 28)} {rng.choice(_MONTHS)} 2018 (UTC)"
    form = rng.random()
    if form < 0.75:
        return f"--[[User:{user}|{user}]] ([[User talk:{user}|talk]]) {stamp}"
    if form < 0.85:
        return f"I would love to come. [[User:{user}|{user}]] ([[User talk:{user}|talk]]) {stamp}"
    if form < 0.95:
        return f"[[User:{user}|<span style=\"color:#365\">''{user}''</span>]] [[User talk:{user}|☎]] {stamp}"
    return f"[[User:{user}|{user}]]"


def talk_page(number: int, size: int = 100_000) -> str:
    """Return the wikitext of a made-up discussion page of about `size` characters."""
    rng = random.Random(1_000_000 + number)  # noqa: S311 - repeatable text, nothing secret
    people = [(_user(rng), _form(rng)) for _ in range(40)]  # each signs in one way
    pieces: list[str] = []
    length = 0
    while length < size:
        piece = f"== {_sentence(rng, 4)[:-1]} ==\n" if rng.random() < 0.1 else _comment(rng, people)
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces)


def _comment(rng: random.Random, people: list[tuple[str, str]]) -> str:
    said = " ".join(_sentence(rng, rng.randint(6, 20)) for _ in range(rng.randint(1, 5)))
    if rng.random() < 0.15:
        said = f"@[[User:{rng.choice(people)[0]}|{rng.choice(_WORDS)}]]: {said}"
    if rng.random() < 0.05:
        said += f" <!-- {_sentence(rng, 5)} -->"
    marker = rng.choice(["", ":", "::", ":::", "* ", "** "])
    return f"{marker}{said} {_talk_signature(rng, *rng.choice(people))}\n{'' if marker else chr(10)}"


def _form(rng: random.Random) -> str:
    """Return how somebody signs: most as the wiki does, some in a way of their own."""
    form = rng.random()
    if form < 0.70:
        return "[[User:{0}|{0}]] ([[User talk:{0}|talk]]) "
    if form < 0.81:
        return "'''[[User:{0}|<span style=\"color:#365\">{0}</span>]]''' <sup>[[User talk:{0}|☎]]</sup> "
    if form < 0.92:
        return "—[[User:{0}|{0}]] • [[User talk:{0}|talk]] • [[Special:Contributions/{0}|edits]] "
    return '[[User talk:{0}|<font color="#060">{0}</font>]] '


def _talk_signature(rng: random.Random, user: str, form: str) -> str:
    time = f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}"
    stamp = f"{time}, {rng.randint(1, 28)} {rng.choice(_MONTHS)} {rng.randint(2006, 2024)} (UTC)"
    kind = rng.random()
    if kind < 0.04:
        return f"{{{{unsigned|{user}|{stamp}}}}}"
    if kind < 0.08:
        address = f"192.0.2.{rng.randint(1, 250)}"
        return f"[[Special:Contributions/{address}|{address}]] ([[User talk:{address}|talk]]) {stamp}"
    return form.format(user) + stamp
