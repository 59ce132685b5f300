"""Whoever hands in the wrong thing is told so at once, in a sentence that helps."""

from collections.abc import Callable

import pytest

import glambot

READERS = [glambot.parse, glambot.parse_all, glambot.find_signatures]


@pytest.mark.parametrize("read", READERS)
def test_bytes(read: Callable[..., object]) -> None:
    """Bytes are refused by each reader, with how to decode them."""
    with pytest.raises(TypeError, match=r"not bytes; decode it first: data\.decode\('utf-8'\)"):
        read(b"text")


@pytest.mark.parametrize("given", [None, 7, ["; Title"]])
@pytest.mark.parametrize("read", READERS)
def test_no_text(read: Callable[..., object], given: object) -> None:
    """What is no text at all is refused by its type."""
    with pytest.raises(TypeError, match=rf"as str, not {type(given).__name__}$"):
        read(given)


@pytest.mark.parametrize("read", READERS)
def test_language_for_a_site(read: Callable[..., object]) -> None:
    """A language in place of a site is refused, with how to make a site of it."""
    with pytest.raises(TypeError, match=r"not str; make one, for example by glambot\.Site\.for_language"):
        read("text", site="pl")
