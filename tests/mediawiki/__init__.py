"""A real MediaWiki and a real browser for tests, on this machine and for this run only.

- `install` finds a MediaWiki and creates a wiki of it in a temporary folder (SQLite);
- `server` serves that wiki on 127.0.0.1 and ends every process it started;
- `client` logs in, saves, parses and asks what a page links to;
- `wiki` joins the three into the `MediaWiki` that tests get, with a reset to the empty wiki;
- `rendered` reads tables out of MediaWiki's HTML;
- `browser` takes pictures of pages, `picture` reads them;
- `fixtures` offers all of it to pytest.

A test asks for it by the name of a fixture, and gets the marker and the way to loopback with it::

    def test_a_saved_page_can_be_read(fresh_mediawiki: MediaWiki) -> None:
        fresh_mediawiki.save("Talk", "''Hello''")
        assert "<i>Hello</i>" in fresh_mediawiki.parse("''Hello''")

MediaWiki is looked for under ``/usr/share/mediawiki`` (Debian's package); the environment variable
``GLAMBOT_MEDIAWIKI`` may name another place.
"""
