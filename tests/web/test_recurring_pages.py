"""What panels and trainers come for: what recurs, what came back, cases, contrasts, and papers of each."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from docx import Document
from lxml import html

from kb.app.library import Library
from kb.core.errors import NotHeld
from kb.core.model import Echo, Kind, Reading
from kb.core.recurrence_values import CameBack, CameBackOutline, Confidence
from kb.core.settings import Settings
from kb.recurrence import STRONG_LIKENESS
from kb.vocabulary import labels
from search.query import url
from tests.makers import make_document
from tests.web import shelf, site
from tests.web.conftest import ROOT
from tests.web.site import make_request
from tests.web.test_echo_verdicts import post_verdict, the_pair
from web import urls
from web.forms import FormData
from web.pages import came_back, check, compare_theme, recurrence, threads


def count_results(library: Library, href: str) -> int:
    """How many reviews a search finds."""
    query = url.from_params(tuple(parse_qsl(urlsplit(href).query)), library.vocabulary).query
    return library.search(query).reviews


# recurrence


@pytest.mark.parametrize(
    "by", ["area", *(pytest.param(one, marks=pytest.mark.nightly) for one in ("year", "review_type"))]
)
def test_every_number_leads_to_as_many_reviews_also_where_documents_are_of_several_years(
    sample: Library, by: str
) -> None:
    page = recurrence.recurrence_page(make_request(sample, ("by", by), ("rows", "all")))
    shown = [cell for row in page.rows for cell in (*row.cells, row.total)]
    shown += [*(head.reviews for head in page.heads), page.all_reviews]
    assert all(bool(cell.href) is bool(cell.number) for cell in shown)
    wrong = [cell.label for cell in shown if cell.number and count_results(sample, cell.href) != cell.number]
    assert not wrong


def test_what_stands_everywhere_comes_last_and_says_so(sample: Library) -> None:
    page = recurrence.recurrence_page(make_request(sample, ("rows", "all")))
    flags = [row.everywhere for row in page.rows]
    assert flags == sorted(flags)
    assert any(flags)
    weak = {theme.label for theme in sample.vocabulary.themes.values() if theme.weak}
    assert all(row.everywhere for row in page.rows if row.theme.text in weak)
    assert all(
        row.everywhere == (row.theme.text in weak or row.total.number * 5 >= row.total.of * 4) for row in page.rows
    )


def test_the_first_sentence_names_particular_themes_with_their_reviews(sample: Library) -> None:
    page = recurrence.recurrence_page(make_request(sample))
    top = next(row for row in page.rows if not row.everywhere)
    told = f"{page.all_reviews.number} sources ({labels.sources(sample.reviews(), sample.vocabulary)})"
    assert page.message.startswith(f"“{top.theme.text}” appears in {top.total.number} of {told}")
    assert not any(f"“{row.theme.text}”" in page.message for row in page.rows if row.everywhere)


def test_reviews_without_a_date_are_said_to_be_left_out(own: Library, undated_library: Library) -> None:
    assert recurrence.recurrence_page(make_request(own)).left_out == ""
    page = recurrence.recurrence_page(make_request(undated_library))
    assert page.left_out == "1 source is not counted. The documents do not give a date of publication."
    assert " of 3 dated reviews" in page.message
    assert count_results(undated_library, page.all_reviews.href) == page.all_reviews.number == 3


@pytest.fixture
def undated_library(tmp_path: Path) -> Iterator[Library]:
    """The small library with one review more, which states no date."""
    words = "Housing moves were not planned with the family at all."
    document = make_document((words,), "undated.md")
    found = shelf.finding(document, words, themes=["housing-moves"])
    reading = Reading(document, shelf.about("Undated", "Undated", area="Eastby"), (), (found,), ())
    with shelf.fill_library(tmp_path / "undated", (shelf.child_a(), shelf.family_q(), shelf.sam(), reading)) as held:
        yield held


def test_a_year_without_a_review_shows_a_dash_and_never_a_nought(own: Library) -> None:
    page = recurrence.recurrence_page(make_request(own))
    empty = [at for at, head in enumerate(page.heads) if head.value == "2015"]
    assert page.heads[empty[0]].reviews.text == "–"
    assert {row.cells[empty[0]].text for row in page.rows} == {"–"}
    held = next(at for at, head in enumerate(page.heads) if head.value == "2022")
    assert "0" in {row.cells[held].text for row in page.rows}
    with site.client(own) as http:
        table = html.fromstring(http.get("/recurrence").text)
        cell = table.xpath("//table[contains(@class, 'app-heat')]/tbody/tr[1]/td")[empty[0]]
        assert " ".join(cell.text_content().split()) == "–none in this library"
        assert "“–” means this library has no sources from that year." in table.text_content()


def test_a_year_table_begins_at_its_newest_year_on_a_phone(pages: httpx.Client) -> None:
    page = html.fromstring(pages.get("/recurrence").text)
    assert page.xpath("//div[contains(@class, 'app-scroll--end')]/table[contains(@class, 'app-heat')]")
    assert not html.fromstring(pages.get("/recurrence?by=area").text).xpath(
        "//div[contains(@class, 'app-scroll--end')]"
    )


# what came back


def test_a_lesson_that_came_back_shows_action_later_finding_years_and_confidence(sample: Library) -> None:
    page = came_back.came_back_page(make_request(sample))
    assert page.rows
    for row in page.rows:
        headings = [part.heading for part in row.parts]
        assert headings[-2:] == ["Action recorded", "Found later"]
        assert "year" in row.gap
        assert row.confidence in came_back.CONFIDENCE.values()
        assert row.why
    assert "had an action recorded and may have been found again" in page.summary
    assert "failed" not in page.summary


def test_what_is_only_slightly_alike_is_shown_when_asked_for(sample: Library) -> None:
    every = sample.came_back()
    firm = [one for one in every if one.confidence is not Confidence.SLIGHT]
    assert 0 < len(firm) < len(every)
    page = came_back.came_back_page(make_request(sample))
    assert page.summary.startswith(f"{len(firm)} lesson")
    assert f"{len(every) - len(firm)} weaker matches are not shown." in page.summary
    assert page.slighter == "/recurrence/came-back?slight=yes"
    whole = came_back.came_back_page(make_request(sample, ("slight", "yes")))
    assert whole.summary.startswith(f"{len(every)} lessons")
    assert not whole.slighter


def test_what_came_back_narrows_by_area_and_year(sample: Library) -> None:
    page = came_back.came_back_page(make_request(sample, ("area", "Harrowfield"), ("since", "2012")))
    assert page.rows
    assert all(part.card.area == "Harrowfield" for row in page.rows for part in row.parts[-2:])
    assert "in Harrowfield since 2012" in page.summary
    with pytest.raises(NotHeld, match="No review of the area “Nowhere” is in this library"):
        came_back.came_back_page(make_request(sample, ("area", "Nowhere")))


@pytest.fixture
def harrowfield(tmp_path: Path) -> Iterator[Library]:
    """The sample reviews of one area, which a test may change."""
    with Library.open(Settings(data=tmp_path / "harrowfield", search="memory:")) as held:
        held.add(sorted((ROOT / "corpus/library").glob("harrowfield-*")))
        yield held


def test_a_judgement_on_what_came_back_leads_back_to_its_row(harrowfield: Library) -> None:
    with site.client(harrowfield) as http:
        page = html.fromstring(http.get("/recurrence/came-back").text)
        form = page.xpath("//form[@action='/judge'][.//button[@value='same']]")[0]
        data = {field.get("name"): field.get("value") for field in form.xpath(".//input | .//button")}
        after = html.fromstring(http.get(post_verdict(http, data).headers["location"]).text)
        assert after.xpath("//a[text()='Back to where you were']/@href") == ["/recurrence/came-back#row-1"]
        assert "Marked as the same lesson by a person" in http.get("/recurrence/came-back").text


# threads


def test_a_step_of_a_thread_is_refused_and_leaves_it_at_once(own: Library) -> None:
    one, other = the_pair(own)
    with site.client(own) as http:
        moved = http.get(f"/threads/from?finding={one}")
        before = http.get(moved.headers["location"] + ".json").json()
        held = {step["card"]["id"] for step in before["steps"] if step["likened"]}
        gone = other if other in held else one
        post_verdict(http, {"one": before["judged"]["finding"], "other": gone, "say": "different"})
        after = http.get(f"/threads/from?finding={gone}", headers={"accept": "text/html"})
        assert after.status_code == 200
        assert "This lesson is not linked to others yet" in after.text
        assert "Marked as different (1)" in after.text


def test_a_finding_without_a_thread_has_a_clear_page(own: Library) -> None:
    alone = next(one for one in own.findings() if one.finding.text == shelf.MUSIC)
    page = threads.thread_from_page(make_request(own, ("finding", alone.finding.id)))
    assert isinstance(page, threads.NoThreadPage)
    assert page.card.id == alone.finding.id
    assert [link.text for link in page.themes] == ["Voice and lived experience of the child"]


def test_a_thread_leads_to_its_first_and_last_words_side_by_side(sample: Library) -> None:
    thread = next(one for one in sample.threads() if one.reviews > 1)
    page = threads.thread_page(make_request(sample, thread=thread.id))
    assert isinstance(page, threads.ThreadPage)
    first, last = (value for _, value in parse_qsl(urlsplit(page.compare).query))
    assert urlsplit(page.compare).path == "/compare/findings"
    assert first == thread.steps[0].holding.finding.id
    assert sample.finding(last).review.slug != thread.steps[0].holding.review.slug


def test_what_is_chosen_stands_over_the_threads_and_leads_away(sample: Library) -> None:
    page = threads.threads_page(
        make_request(sample, ("theme", "housing-moves"), ("area", "Harrowfield"), ("since", "2012"))
    )
    chips = {one.text: one.href for one in page.chips}
    assert chips["Area: Harrowfield"] == "/threads?theme=housing-moves&since=2012"
    assert not threads.threads_page(make_request(sample)).chips


def test_threads_narrow_by_the_year_since_which_they_run(sample: Library) -> None:
    page = threads.threads_page(make_request(sample, ("since", "2015")))
    assert 0 < page.count < threads.threads_page(make_request(sample)).count
    assert all(int(one.years[:4]) >= 2015 for one in page.threads)


# side by side, and contrasts


def test_two_findings_stand_side_by_side_the_earlier_first(own: Library) -> None:
    one, other = the_pair(own)
    with site.client(own) as http:
        for first, second in ((one, other), (other, one)):
            page = http.get(f"/compare/findings.json?finding={first}&finding={second}").json()
            assert [side["words"] for side in page["sides"]] == [shelf.CORE_GROUPS, shelf.CORE_GROUPS_AGAIN]
            assert page["lead"] == "Both in Northby, 6 years apart."
            assert page["why"]
        assert http.get(f"/compare/findings?finding={one}").status_code == 400
        paper = Document(io.BytesIO(http.get(page["exports"][0]["href"]).content))
        assert shelf.CORE_GROUPS in paper.tables[0].rows[1].cells[0].text
        assert shelf.CORE_GROUPS_AGAIN in paper.tables[0].rows[1].cells[1].text


@pytest.fixture
def period(tmp_path: Path) -> Iterator[Library]:
    """A library whose earlier document states no date, only the time that it covers."""
    earlier = shelf.child_a()
    about = replace(earlier.about, published=None, period=shelf.stated_value("October 2012 to September 2013"))
    with shelf.fill_library(tmp_path, (shelf.family_q(), replace(earlier, about=about))) as held:
        yield held


def test_the_time_that_a_document_covers_orders_findings_where_no_date_is_stated(period: Library) -> None:
    one, other = the_pair(period)
    with site.client(period) as http:
        for first, second in ((one, other), (other, one)):
            page = http.get(f"/compare/findings.json?finding={first}&finding={second}").json()
            assert [side["words"] for side in page["sides"]] == [shelf.CORE_GROUPS, shelf.CORE_GROUPS_AGAIN]
            assert page["lead"] == "Both in Northby, 6 years apart."
        echoed = http.get(f"{urls.finding(period.finding(other))}.json").json()["echoed"]
        assert one in {echo["card"]["id"] for echo in echoed["before"]}
        assert {echo["when"] for echo in echoed["before"]} == {"6 years earlier"}


def test_two_reviews_are_contrasted_on_one_theme(sample: Library, pages: httpx.Client) -> None:
    empty = compare_theme.laid_out(make_request(sample))
    assert empty.columns == ()
    theme = ("theme", "cp-plans-core-groups")
    form = compare_theme.laid_out(make_request(sample, theme))
    (_, agencies), (_, reviews) = form.sides[0].groups
    assert agencies
    left, right = reviews[0], reviews[1]
    page = compare_theme.laid_out(make_request(sample, theme, ("left", left.value), ("right", right.value)))
    for column, chosen in zip(page.columns, (left, right), strict=True):
        assert chosen.text.startswith(column.head[:40])
        assert 0 < len(column.cards) <= compare_theme.SHOWN_FINDINGS
        assert all(chosen.value == f"review:{card.review.href.rsplit('/', 1)[1]}" for card in column.cards)
    paper = Document(io.BytesIO(pages.get(page.exports[0].href).content))
    assert [cell.text for cell in paper.tables[0].rows[0].cells] == [column.head for column in page.columns]
    assert pages.get("/compare/theme.docx").status_code == 400


# the check


def test_a_checked_draft_says_how_many_said_nearly_the_same_and_what_is_vague(sample: Library) -> None:
    page = check.check_draft(
        make_request(sample),
        FormData((("text", "The Partnership should consider who should come to core groups."),)),
    )
    (one,) = page.drafted
    assert one.headline == sample.check("The Partnership should consider who should come to core groups.")[0].headline
    assert one.asks
    assert any("consider" in note for note in one.notes)
    kinds = [said.card.kind for said in one.said]
    assert "recommendation" in kinds
    before = sample.check("The Partnership should consider who should come to core groups.")[0].said
    assert [said.card.kind for said in one.said] == [said.holding.finding.kind.value for said in before]
    asked_first = {"recommendation": 0, "action": 1}  # of equally close ones, for a draft that asks
    places = [
        (
            not said.echo.near,
            said.echo.score < STRONG_LIKENESS,
            -round(said.echo.score, 2),
            asked_first.get(said.holding.finding.kind.value, 2),
        )
        for said in before
    ]
    assert places == sorted(places)
    assert all(said.status for said in one.said if said.card.kind == "recommendation")


def test_a_whole_report_is_checked_and_nothing_of_it_is_stored(own: Library) -> None:
    words = "# Draft review\n\n## Recommendations\n\n1. Agencies should attend core groups.\n2. Schools should ask.\n"
    before = own.health()
    with site.client(own) as http:
        answer = http.post("/check", files={"file": ("draft.md", words.encode(), "text/markdown")})
        assert answer.headers["cache-control"] == "no-store"
        assert "was checked and has been deleted. We did not store or log any of it." in answer.text
        assert "draft findings are nearly the same as an earlier finding." in answer.text
    assert own.health() == before


def test_every_lesson_that_came_back_stands_on_some_page(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    action, later = library.findings(kind="action")[0], library.findings(kind="lesson")[0]
    echo = Echo(action.finding.id, later.finding.id, 1.0, "shared words", near=True)
    many = 2 * came_back.ROWS_PER_PAGE
    every = tuple(CameBackOutline(n, later.finding.id, n, Confidence.STRONG, True) for n in range(many + 1))

    def read_whole(_: Library, told: Sequence[CameBackOutline]) -> tuple[CameBack, ...]:
        return tuple(CameBack(None, action, later, echo, one.gap, one.confidence) for one in told)

    monkeypatch.setattr(type(library), "came_back_whole", read_whole)
    monkeypatch.setattr(type(library), "came_back_outlines", lambda *_: every)
    first = came_back.came_back_page(make_request(library))
    assert [page.number for page in first.paging.pages] == [1, 2, 3]
    numbers = [row.number for n in "123" for row in came_back.came_back_page(make_request(library, ("page", n))).rows]
    assert numbers == list(range(1, len(every) + 1))
    monkeypatch.setattr(type(library), "came_back_outlines", lambda *_: every[: 2 * came_back.ROWS_PER_PAGE])
    assert [page.number for page in came_back.came_back_page(make_request(library)).paging.pages] == [1, 2]


def test_a_thread_goes_through_every_printing_of_its_recommendations(sample: Library) -> None:
    steps = [step.holding.finding for lesson in sample.threads() for step in lesson.steps]
    standing = {one.id for one in steps}
    asked = [one.id for one in steps if one.kind is Kind.RECOMMENDATION]
    others = [one.finding.id for group in sample.all_printings(asked).values() for one in group]
    assert set(others) - standing
    assert all(map(sample.is_in_thread, others))
