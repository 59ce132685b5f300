"""JSON is written so that it says the value, and does nothing to whoever shows it."""

import json
import signal
import subprocess
import sys
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glambot.json_lines import as_json_line
from glambot.json_text import as_json_text, in_ascii

if TYPE_CHECKING:
    from collections.abc import Callable

# Texts with what UTF-8 cannot hold, and numbers that no processor holds, too.
TEXTS = st.text(st.characters(codec=None, categories=None), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_json_says_the_value(value: object) -> None:
    """What is read back from JSON is the value that was written, on one line or on several."""
    assert json.loads(as_json_line(value)) == value
    assert json.loads(as_json_text(value)) == value
    assert in_ascii(as_json_text(value)).isascii()
    assert json.loads(in_ascii(as_json_text(value))) == value


@pytest.mark.parametrize(
    "sign", ["\x00", "\x1b", "\x7f", "\x80", "\x9b", "\u2028", "\u2029", "\udfff"], ids=ascii
)
@pytest.mark.parametrize(
    "write", [as_json_text, lambda value: as_json_line(value).decode()], ids=["text", "line"]
)
def test_what_would_act_is_escaped(write: "Callable[[object], str]", sign: str) -> None:
    """What a terminal acts on, what ends a line somewhere, and half a character are escapes."""
    assert write(f"é{sign}한") == f'"é\\u{ord(sign):04x}한"'


@pytest.mark.parametrize("letters", ["Sówka", "\xa0\xbf", "\u2027\u202a", "\ud7ff\ue000", "🦉"], ids=ascii)
def test_letters_stand_as_they_are(letters: str) -> None:
    """Letters of all languages are no escapes, nor what stands beside those that are."""
    assert as_json_line([letters, 1 << 70]).decode() == f'["{letters}",{1 << 70}]'
    assert as_json_line(letters).decode() == as_json_text(letters) == f'"{letters}"'


INTERRUPTED = """
import sys
class Interrupted:
    left = int(sys.argv[1])
    def find_spec(self, name, path=None, target=None):
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted())
import glambot.json_lines
"""


def test_interrupted_while_it_loads() -> None:
    """Whatever module is loaded when Ctrl-C comes, the command is stopped and does not crash."""
    for number in count():
        code = subprocess.run(  # noqa: S603 - our own
            [sys.executable, "-c", INTERRUPTED, str(number)], check=False, stderr=subprocess.DEVNULL
        ).returncode
        assert code in (0, -signal.SIGINT, 128 + signal.SIGINT)
        if code == 0:
            break
    assert number > 3
