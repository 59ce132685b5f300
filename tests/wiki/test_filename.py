"""A title becomes a file name every system can have, and comes back from it."""

import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glambot.wiki.filename import decode, encode, file_name, history_name, is_shortened, sidecar

RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³")}
TEXTS = st.text(st.characters(exclude_categories=())) | st.text(
    alphabet='./\\%25:*?"<>| \nCONcon1~é', max_size=9
)


@given(TEXTS)
@example("")
@example("%")
@example("\ud83d\ude00")
@example("..")
def test_round_trip(title: str) -> None:
    """Decoding what was encoded gives the text back, for any text."""
    assert decode(encode(title)) == title


@given(TEXTS)
@example("../../etc/passwd")
@example("C:\\Windows")
@example("aux.txt")
def test_names_are_safe_everywhere(title: str) -> None:
    """No name leads out of its folder, is longer than 255 bytes, or is refused by Windows."""
    for name in (file_name(title), history_name(title)):
        assert PurePosixPath(name).parts == (name,)
        assert PureWindowsPath(name).parts == (name,)
        assert name.split(".")[0].rstrip().upper() not in RESERVED
        assert len(name.encode()) <= 255
        assert not re.search(r'[\x00-\x1f\\/:*?"<>|]|^[. ]|[. ]$', name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Wikimania 2017/Été à Montréal", "Wikimania 2017%2FÉté à Montréal.wiki"),
        ("Q: 100% free?", "Q%3A 100%25 free%3F.wiki"),
        (".hidden", "%2Ehidden.wiki"),
        ("End.", "End%2E.wiki"),
        ("CON", "%43ON.wiki"),
        ("Com1.talk", "%43om1.talk.wiki"),
        ("Console", "Console.wiki"),
    ],
)
def test_readable_names(title: str, name: str) -> None:
    """A file name is as readable as it can be."""
    assert file_name(title) == name


def test_hand_written_names() -> None:
    """A percent sign a person wrote stands for itself, as do bytes that are no UTF-8."""
    assert decode("100% free") == "100% free"
    assert decode("a%FFb") == "a%FFb"


def test_long_titles() -> None:
    """Long titles that begin alike have different short names, each with its sidecar."""
    one, other = file_name("é" * 130 + "1"), file_name("é" * 130 + "2")
    assert one != other
    assert is_shortened(one.removesuffix(".wiki"))
    assert not is_shortened(file_name("short").removesuffix(".wiki"))
    assert sidecar(one) == one.removesuffix(".wiki") + ".title"


def test_histories_differ_by_case() -> None:
    """Titles that differ in case have histories that differ also where case is ignored."""
    assert history_name("Foo bar").lower() != history_name("Foo Bar").lower()
