"""Finding the two markers, and saying clearly what is wrong with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glambot.errors import MarkerError
from glambot.review.markers import DEFAULT, Markers, find_markers

TEMPLATES = Markers("{{Glambot review", "{{Glambot review end", "|event=example")
BEGIN, END = DEFAULT.begin_line, DEFAULT.end_line


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (BEGIN, END),
        ("<!-- glambot begin -->", "<!-- glambot end -->"),
        ("<!--GLAMBOT  begin: bitte\nnicht anfassen-->", "<!-- Glambot end, thanks -->"),
    ],
)
def test_comments_are_known_by_their_beginning(begin: str, end: str) -> None:
    """Case, spacing and the wording after the fixed beginning are people's."""
    page = f"a\n{begin}\nb\n{end}\nc"
    place = find_markers(page)
    assert place.begin.of(page) == begin
    assert place.end.of(page) == end
    assert place.inside(page) == "\nb\n"


@pytest.mark.parametrize(
    "begin", ["{{Glambot review|event=x}}", "{{glambot_review\n|a={{b|c}}\n}}", "{{ Glambot review }}"]
)
def test_templates_with_parameters(begin: str) -> None:
    """A template marker goes to its own closing braces; the end marker is not taken for a begin marker."""
    page = f"{begin}\nb\n{{{{Glambot review end}}}}"
    place = find_markers(page, TEMPLATES)
    assert place.begin.of(page) == begin
    assert place.inside(page) == "\nb\n"


@pytest.mark.parametrize(
    "cover", ["<nowiki>{}</nowiki>", "<pre>\n{}\n</pre>", "<syntaxhighlight>{}</syntaxhighlight>"]
)
@pytest.mark.parametrize("markers", [DEFAULT, TEMPLATES])
def test_markers_shown_as_text_do_not_count(cover: str, markers: Markers) -> None:
    """A marker inside nowiki and its like is none; nor is one inside another comment."""
    page = f"{markers.begin_line}\n{markers.end_line}\n"
    shown = cover.replace("{}", markers.begin_line)
    assert find_markers(shown + page, markers).begin.start == len(shown)
    commented = f"<!-- old: {TEMPLATES.begin_line} <!-- glambot end\n-->"
    assert find_markers(commented + page, markers).begin.start == len(commented)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("text", "Both markers of the table are missing"),
        (f"\n{END}", "begin marker is missing; there is only an end marker on line 2"),
        (f"{BEGIN}", "end marker is missing; there is only a begin marker on line 1"),
        (f"{END}\n{BEGIN}", "end marker on line 1 stands before the begin marker on line 2"),
        (f"{BEGIN}\n{BEGIN}\n{END}", "more markers than one pair: begin on lines 1 and 2"),
        (f"{BEGIN}\n{END}\n{END}\n{END}", "end on lines 2, 3 and 4"),
        (f"{BEGIN}\n{BEGIN}\n{END}\n{END}", "One pair of markers stands inside another"),
        (f"{BEGIN}\n{END}\n{BEGIN}\n{END}", "begin on lines 1 and 3 and end on lines 2 and 4"),
        (f"<!-- glambot begin\n{END}", "end marker is missing"),
        ("<!-- glambot beginning -->\n<!-- glambot ends -->", "Both markers"),
    ],
)
def test_what_is_wrong_is_said(page: str, words: str) -> None:
    """The error says which marker on which lines, and gives the two lines to paste."""
    with pytest.raises(MarkerError) as raised:
        find_markers(page)
    assert words in str(raised.value)
    assert str(raised.value).endswith(f"\n{BEGIN}\n{END}")


@pytest.mark.parametrize("start", ["glambot", "[[x]]", "<!--", "{{"])
def test_a_marker_is_a_comment_or_a_template(start: str) -> None:
    """Any other beginning is refused when the markers are made."""
    with pytest.raises(ValueError, match="A marker begins with"):
        Markers(start, "{{x")


@given(st.text(), st.text(), st.text())
def test_markers_are_found_in_any_text(before: str, inside: str, after: str) -> None:
    """Whatever plain text stands around them, one pair of markers is found where it was put."""
    before, inside, after = (text.replace("<", "") for text in (before, inside, after))
    page = before + BEGIN + inside + END + after
    assert find_markers(page).inside(page) == inside


@pytest.mark.parametrize(
    "piece", ["<!-- glambot begin", BEGIN, "{{Glambot review|", "{{Glambot review|}}", "<!--"]
)
@pytest.mark.parametrize("markers", [DEFAULT, TEMPLATES])
def test_looking_takes_linear_time(piece: str, markers: Markers) -> None:
    """Two hundred thousand signs of markers are refused well before the test times out, in few words."""
    with pytest.raises(MarkerError) as raised:
        find_markers(piece * (200_000 // len(piece)), markers)
    assert len(str(raised.value)) < 1000
