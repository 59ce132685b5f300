"""The example in each module's docstring does what it shows."""

import doctest
import importlib
import pkgutil

import pytest

import glambot

MODULES = [
    name
    for _, name, _ in pkgutil.walk_packages(glambot.__path__, "glambot.")
    if not name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    """The examples of a module give what they say."""
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module, verbose=False)
    assert failed == 0


def test_every_module_says_what_it_is_for() -> None:
    """Each module has a docstring, and nearly each an example in it."""
    without = [name for name in MODULES if ">>>" not in (importlib.import_module(name).__doc__ or "")]
    assert all(importlib.import_module(name).__doc__ for name in MODULES)
    assert len(without) < len(MODULES) / 8, without
