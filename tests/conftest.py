"""What every test of glambot gets: the fixtures for MediaWiki and browser, and no skips with CI=true."""

from collections.abc import Generator

import pytest
from hypothesis import settings

from tests.mediawiki.bot import bot
from tests.mediawiki.fixtures import browser, fresh_mediawiki, in_ci, mark, mediawiki

__all__ = ["bot", "browser", "fresh_mediawiki", "mediawiki"]

# A busy machine makes a correct test slow, not wrong; pytest-timeout stops what hangs.
settings.register_profile("glambot", deadline=None)
settings.load_profile("glambot")

_SENTENCE = "Skipped, but with CI=true in the environment every test must run: "


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures they use, before ``-m`` chooses among them."""
    mark(items)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true, let a skipped test fail; an expected failure (xfail) stays what it is."""
    report = yield
    if in_ci() and report.skipped and not hasattr(report, "wasxfail"):
        report.longrepr = _SENTENCE + _reason(report)
        report.outcome = "failed"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """With CI=true, let a module that skips itself fail."""
    report = yield
    if in_ci() and report.skipped:
        report.longrepr = _SENTENCE + _reason(report)
        report.outcome = "failed"
    return report


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return why a test was skipped; pytest keeps file, line and reason."""
    return str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
