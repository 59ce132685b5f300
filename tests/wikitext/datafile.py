"""Reads the files with cases: TOML that people can read and add to without knowing code."""

import tomllib
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent.parent / "cases"


def load(name: str) -> dict[str, Any]:
    """Return what the file ``tests/cases/<name>.toml`` says."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
