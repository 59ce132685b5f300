"""The benchmarks run and measure every peer; how fast is for people to look at, not for a test."""

from tests.benchmarks.pages import submission_page
from tests.benchmarks.parse_pages import measure, peers


def test_every_peer_is_measured() -> None:
    """A short run gives a speed for each peer."""
    speeds = measure(rounds=1, share=0.01)
    assert set(speeds) == {name for name, _, _ in peers()}
    assert min(speeds.values()) > 0


def test_pages_are_repeatable() -> None:
    """The same number gives the same page, of about 6.7 KB on average."""
    sizes = [len(submission_page(number)) for number in range(100)]
    assert sizes == [len(submission_page(number)) for number in range(100)]
    assert 5500 < sum(sizes) / 100 < 8000
