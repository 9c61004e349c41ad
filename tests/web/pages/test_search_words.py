"""What the words of a question name, as the page of a search takes them."""

from __future__ import annotations

import pytest

from kb.app.library import Library
from kb.core.model import Review
from search.understanding import correction, mentions
from search.understanding.years import named_years


def make_reviews(*titles: str) -> tuple[Review, ...]:
    return tuple(Review(title.casefold().replace(" ", "-"), title, area="Northby") for title in titles)


@pytest.mark.parametrize(
    ("question", "themes"),
    [
        ("domestic abuse and housing moves", ["domestic-abuse", "housing-moves"]),
        ("neglect or emotional abuse which category", ["neglect", "emotional-abuse"]),
        ("Core Group attendance", ["cp-plans-core-groups"]),  # "attendance" alone is no theme
        ("housing moves, housing moves", ["housing-moves"]),
        (
            "What do they say of core groups together with housing moves (families rehoused)?",
            ["cp-plans-core-groups", "housing-moves"],
        ),
        ("domestic abuse rehoused many times", ["domestic-abuse", "housing-moves"]),
        ("rehoused many times", []),  # a word alone names a theme only beside one that is named outright
        ("domestic abuse and the police", ["domestic-abuse"]),  # and only a theme of harm, or of how a family lives
        ("the weather", []),
    ],
)
def test_themes_are_recognised_by_what_they_are_called(library: Library, question: str, themes: list[str]) -> None:
    assert [slugs[0] for slugs in mentions.themes(question, library.vocabulary)] == themes


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("which of Family Q's recommendations are done", ["Family Q: seven-minute briefing"]),
        ("what did family q say", ["Family Q: seven-minute briefing"]),
        ("children in a family", []),
        ("lessons from Rowan", ["Safeguarding adult review: Rowan"]),
        ("a rowan tree in the garden", []),  # one word in small letters may be a word like others
        ("mother and father", []),
        ("Northby", []),  # an area is no review
    ],
)
def test_reviews_are_recognised_by_what_tells_them_apart(library: Library, question: str, found: list[str]) -> None:
    reviews = make_reviews("Family Q: seven-minute briefing", "Safeguarding adult review: Rowan", "Northby inspection")
    assert [one.title for one in mentions.reviews(question, reviews, library.vocabulary)] == found


def test_areas_and_years_are_taken_out_with_the_words_that_lead_to_them() -> None:
    areas = mentions.areas("core groups in South Northby since 2012", ["Northby", "South Northby"])
    span = named_years("core groups in South Northby since 2012")
    assert span is not None
    assert [spot.value for spot in areas] == ["South Northby"]
    assert (span.first, span.last) == (2012, None)
    assert mentions.without("core groups in South Northby since 2012", (*areas, *span.spots)) == "core groups"
    assert named_years("12345 and 1850") is None


def test_words_about_slides_are_not_what_the_quotations_are_about() -> None:
    assert mentions.wants_quotes("quotes I can put on a slide about children's voices")
    assert mentions.without_quotes("quotes I can put on a slide about children's voices") == "children's voices"
    assert mentions.without_quotes("housing moves quotes") == "housing moves"


@pytest.mark.parametrize(
    ("typed", "likely", "right"),
    [
        ("domestc abuse", "domestic abuse", ("domestic abuse", True)),
        ("Domestc abuse", "domestic abuse", ("domestic abuse", True)),
        ("the baby was hungry and alone", "the baby was henry and alone", ("", False)),  # a theme is told with it
        ("what they wrote to Mohamad then", "what they wrote to mohammad then", ("", False)),  # a name
        ("no word on lambs there at all", "no word on lamps there at all", ("", False)),  # short
        ("lambs", "lamps", ("lamps", False)),  # offered where it is the question
        ("“domestc abuse”", "“domestic abuse”", ("", False)),
        ("core groups", "", ("", False)),
        ("hording", "hoarding", ("hoarding", True)),  # “holding” is as near, but no word of the field's own
        ("forced mariage", "forced marriage", ("forced marriage", True)),
        ("forced mariage", "forced manage", ("forced manage", False)),
        ("lampshadez", "lampshades", ("lampshades", False)),  # no word of the field: offered, not taken
    ],
)
def test_only_sure_mistakes_are_put_right(library: Library, typed: str, likely: str, right: tuple[str, bool]) -> None:
    assert correction.put_right(typed, likely, library.vocabulary) == right


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("has core group attendance come up ?", "core group attendance"),
        ("what good practice is there in supervision", "good practice is there in supervision"),
        ("which reviews say the child was not seen", "child was not seen"),
        ("what did they say", ""),
        ("core groups", "core groups"),
    ],
)
def test_a_narrower_question_is_told_without_the_words_that_framed_it(
    library: Library, question: str, topic: str
) -> None:
    assert mentions.topic(question, library.vocabulary) == topic


@pytest.mark.parametrize("day", ["12/03/2021", "DOB 12/03/2021", "12 March 2021", "3.12.2021", "2021-03-12"])
def test_a_day_is_no_year_of_publication(day: str) -> None:
    assert named_years(f"core groups {day}") is None


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("core groups (who attends) and: housing moves", True),
        ("(mould OR damp) and baby", False),
        ("theme:neglect babies", False),
        ("“core groups” moves", False),
    ],
)
def test_brackets_and_colons_of_a_sentence_are_no_signs(question: str, plain: bool) -> None:
    assert mentions.is_plain_words(question) is plain
