"""What is skipped where a program is missing, and fails with CI=true: pytest run on other tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mediawiki.install import PLACE_VARIABLE

_ROOT = Path(__file__).resolve().parents[2]

_OUTCOMES = """
import pytest

def test_skips():
    pytest.skip("not today")

@pytest.mark.xfail(reason="known")
def test_known_failure():
    assert False

def test_passes():
    pass
"""


@pytest.mark.parametrize(
    ("ci", "code", "summary"),
    [("", 0, "1 passed, 1 skipped, 1 xfailed"), ("true", 1, "1 failed, 1 passed, 1 xfailed")],
)
def test_a_skipped_test_fails_in_ci(tmp_path: Path, ci: str, code: int, summary: str) -> None:
    """With CI=true a skipped test fails and says why; an expected failure stays one."""
    (tmp_path / "test_outcomes.py").write_text(_OUTCOMES, encoding="utf-8")
    done = _pytest([str(tmp_path)], {"CI": ci})
    assert done.returncode == code
    assert summary in done.stdout
    assert ("every test must run: Skipped: not today" in done.stdout) == bool(ci)


@pytest.mark.parametrize(("ci", "code"), [("", 5), ("true", 2)])
def test_a_module_that_skips_itself_fails_in_ci(tmp_path: Path, ci: str, code: int) -> None:
    """With CI=true a module that skips itself while it is imported stops the run."""
    (tmp_path / "test_module.py").write_text(
        "import pytest\npytest.skip('no module', allow_module_level=True)\n", encoding="utf-8"
    )
    done = _pytest([str(tmp_path)], {"CI": ci})
    assert done.returncode == code
    assert ("every test must run: Skipped: no module" in done.stdout) == bool(ci)


@pytest.mark.parametrize(
    ("fixture", "sentence"), [("mediawiki", "No MediaWiki in "), ("browser", "None of chromium, ")]
)
@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_a_missing_program_skips_or_fails_in_ci(
    tmp_path: Path, fixture: str, sentence: str, ci: str, code: int
) -> None:
    """Where MediaWiki or the browser is missing a test is skipped with a sentence, and fails with CI=true."""
    (tmp_path / "test_needy.py").write_text(f"def test_needy({fixture}):\n    pass\n", encoding="utf-8")
    variables = {"CI": ci, PLACE_VARIABLE: str(tmp_path), "PATH": str(tmp_path)}
    done = _pytest([str(tmp_path)], variables)
    assert done.returncode == code
    assert sentence in done.stdout
    assert ("1 skipped" in done.stdout) == (not ci)


def _pytest(arguments: list[str], variables: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run pytest on other tests, with this project's settings and `tests/conftest.py`."""
    own = ["-c", str(_ROOT / "pyproject.toml"), "-p", "tests.conftest", "-p", "no:cacheprovider", "-rA"]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "COLUMNS": "200"}
    return subprocess.run(  # noqa: S603 - this Python, on what is written above
        [sys.executable, "-m", "pytest", *own, *arguments],
        cwd=_ROOT,
        env=environment | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
