"""What a run costs a wiki stays small: requests and edits are counted on the wire, for 100 pages."""

import pytest

from tests.benchmarks.cost import (
    AGAIN,
    BOUNDS,
    FEW,
    FIRST,
    LOOP,
    Cost,
    broken,
    describe,
    fill,
    measure,
    table,
)
from tests.mediawiki.counting import Traffic
from tests.mediawiki.wiki import MediaWiki

PAGES = 100
MOST = {FIRST: 30, AGAIN: 18, FEW: 24}
"""Requests with login and all; for up to 5,000 pages they grow only by one for each 500 changed texts."""


@pytest.mark.timeout(400)  # two edits of the bot are ten seconds apart, and a process starts for each run
def test_what_runs_cost(fresh_mediawiki: MediaWiki) -> None:
    """No run makes more requests than its bound, an unchanged one makes no edit and gets few bytes."""
    fill(fresh_mediawiki, PAGES)
    costs = {cost.name: cost for cost in measure(fresh_mediawiki, preloaded=False)}
    loop = costs[LOOP].traffic
    assert loop.requests >= PAGES
    told = table([*costs.values()])
    for name, most in MOST.items():
        requests = "\n".join(map(describe, costs[name].seen))
        assert costs[name].traffic.requests <= most, f"{name}\n{told}\n{requests}"
    # The table and the status page, no page at all, and the table.
    assert [cost.traffic.edits for cost in costs.values()] == [0, 2, 0, 1], told
    assert costs[AGAIN].traffic.received < loop.received / 5, told
    text = fresh_mediawiki.text("Cost/Review") or ""
    assert text.count("\n|- data-glambot=") == PAGES


def test_broken_bounds_are_told() -> None:
    """A run with more requests than its share of the loop's, or with an edit for nothing, is named."""
    least = round(1000 * BOUNDS[FIRST])
    costs = [Cost(LOOP, Traffic(1000)), Cost(FIRST, Traffic(least)), Cost(AGAIN, Traffic(20))]
    assert broken(costs) == []
    costs[1:] = [Cost(FIRST, Traffic(least + 1)), Cost(AGAIN, Traffic(20, edits=1))]
    assert broken(costs) == [
        "glambot: first run: 101 requests, more than 1/10 of 1000",
        "glambot: nothing changed: 1 edits",
    ]
