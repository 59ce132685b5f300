"""The browser: pictures of pages, and documents after their scripts have run."""

from pathlib import Path

import pytest

from tests.mediawiki.browser import Browser
from tests.mediawiki.picture import PictureError, read_png
from tests.mediawiki.wiki import MediaWiki


def test_a_page_of_the_wiki_can_be_looked_at(mediawiki: MediaWiki, browser: Browser, tmp_path: Path) -> None:
    """The picture of a page has the size asked for and more than one colour, the page's own among them."""
    mediawiki.save("Painted page", '<div style="background:#12c845">Hello</div>')
    shot = browser.screenshot(
        mediawiki.page_url("Painted page"), tmp_path / "page.png", width=500, height=400
    )
    picture = read_png(shot.read_bytes())
    assert (picture.width, picture.height) == (500, 400)
    colours = {colour[:3] for colour in picture.colours()}
    assert (0x12, 0xC8, 0x45) in colours
    assert len(colours) > 10


def test_a_blank_page_has_one_colour(browser: Browser, tmp_path: Path) -> None:
    """The picture of an empty file is blank, so that the test before this one can fail."""
    page = tmp_path / "blank page.html"
    page.write_text("<!doctype html><title>x</title>", encoding="utf-8")
    shot = browser.screenshot(page, tmp_path / "blank.png", width=300, height=200)
    assert {colour[:3] for colour in read_png(shot.read_bytes()).colours()} == {(255, 255, 255)}


def test_the_document_is_dumped_after_its_scripts_ran(browser: Browser, tmp_path: Path) -> None:
    """What a script writes into the page is in the dump."""
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><p id=p></p><script>p.textContent = 6 * 7</script>", encoding="utf-8")
    assert '<p id="p">42</p>' in browser.dump_dom(page)


def test_what_is_no_png_is_named() -> None:
    """A file that is no PNG is an error that shows how it starts."""
    with pytest.raises(PictureError, match="<html>"):
        read_png(b"<html></html>")
