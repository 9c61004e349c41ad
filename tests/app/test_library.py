"""The desk: what a library promises to whoever opens it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kb.app.library import CollectionItem, Library
from kb.core.errors import BadQuestion, DocumentWithdrawn, LibraryUnavailable, NotHeld
from kb.core.model import Kind
from kb.core.recurrence_values import ToldElsewhere
from kb.core.settings import Settings
from search.port import Query
from tests.hostile import LIBRARY
from tests.papers import mr_v
from tests.reading import read_anew


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with Library.open(settings) as opened:
        yield opened


def search_quotations(library: Library, text: str = "", **filters: tuple[str, ...]) -> list[str]:
    results = library.search(Query(text=text, filters=filters, size=100, synonyms=False))
    assert results.total == len(results.hits)
    return [holding.finding.text for holding in library.holdings([hit.id for hit in results.hits])]


# adding


def test_an_added_review_can_be_found_and_read(two: Library) -> None:
    (text,) = search_quotations(two, "fire service")
    assert text == "The fire service visited twice and recorded what they saw."
    (holding,) = [one for one in two.findings() if one.finding.text == text]
    assert holding.finding.kind is Kind.GOOD_PRACTICE
    assert two.text(holding.document.id).words(holding.finding.span) == holding.finding.quotation
    assert two.original(holding.document.id).decode().endswith(f"{text}\n")


def test_metadata_is_read_from_the_document_and_says_where(two: Library) -> None:
    review = two.review("learning-review-child-z")
    assert (review.published, review.partnership) == ("2021-03", "Exby Safeguarding Children Partnership")
    (document,) = two.documents(review.slug)
    assert document.about.title is not None
    assert document.about.title.where != "manifest"


# searching


def test_what_one_process_adds_another_finds_at_once(library: Library, settings: Settings, tmp_path: Path) -> None:
    with Library.open(settings) as other:
        assert search_quotations(other, "fire service") == []
        library.add([mr_v(tmp_path)])
        assert len(search_quotations(other, "fire service")) == 1
        assert len(other.findings()) == 3


def test_facets_count_what_is_held(two: Library) -> None:
    counts = {count.value: count.findings for count in two.search(Query()).facets["kind"]}
    assert counts == {"lesson": 4, "recommendation": 2, "good_practice": 1}
    assert len(search_quotations(two, kind=("recommendation",))) == 2


# withdrawing


def test_a_withdrawn_document_shows_nowhere_and_is_in_no_file(two: Library, tmp_path: Path) -> None:
    (held,) = two.documents("safeguarding-adult-review-mr-v")
    finding = two.findings(document=held.id)[0].finding.id
    assert "fire" in " ".join(two.suggest("fir")).lower()
    two.withdraw(held.id, "asked for by the family")
    assert search_quotations(two, "fire service") == []
    assert "fire" not in " ".join(two.suggest("fir")).lower()
    assert two.holdings([finding]) == ()
    for asked in (lambda: two.finding(finding), lambda: two.document(held.id), lambda: two.review(held.review)):
        with pytest.raises(DocumentWithdrawn):
            asked()
    with pytest.raises(DocumentWithdrawn):
        two.original(held.id)
    everything = b"".join(path.read_bytes() for path in two.settings.data.rglob("*") if path.is_file())
    assert b"fire service" not in everything
    assert b"mr-v" not in everything
    assert two.doctor().well


def test_a_withdrawn_document_is_refused_when_it_comes_again(two: Library, tmp_path: Path) -> None:
    (held,) = two.documents("safeguarding-adult-review-mr-v")
    two.withdraw(held.id)
    (outcome,) = two.add([mr_v(tmp_path / "again")]).outcomes
    assert (outcome.outcome, outcome.code) == ("refused", "withdrawn")
    assert "was withdrawn on" in outcome.sentence
    two.reinstate(held.id)
    assert two.add([mr_v(tmp_path / "again")]).count("kept") == 1


# recurring


def test_the_same_lesson_elsewhere_is_an_echo_with_its_reason(two: Library) -> None:
    (lesson,) = [one for one in two.findings(review="learning-review-child-z") if "share" in one.finding.text]
    (echo, other), *_ = two.echoes(lesson.finding.id)
    assert other.review.slug == "safeguarding-adult-review-mr-v"
    assert "Information sharing" in echo.why
    assert two.found_again([lesson.finding.id]) == {lesson.finding.id: 1}
    assert two.told_of_each(iter([lesson])) == {lesson.finding.id: ToldElsewhere(again=1)}
    assert lesson.finding.text in search_quotations(two, found_again=("yes",))


def test_an_echo_that_a_person_refused_is_gone_everywhere(two: Library) -> None:
    (lesson,) = [one for one in two.findings(review="learning-review-child-z") if "share" in one.finding.text]
    ((echo, _), *_) = two.echoes(lesson.finding.id)
    for one, _ in [pair for held in two.findings() for pair in two.echoes(held.finding.id)]:
        two.judge_echo(one.finding, one.echo, accepted=False)
    assert echo.echo not in {one.echo for one, _ in two.echoes(lesson.finding.id)}
    assert search_quotations(two, found_again=("yes",)) == []
    two.judge_echo(echo.echo, echo.finding, accepted=True)
    assert lesson.finding.text in search_quotations(two, found_again=("yes",))


def test_a_verdict_taken_back_leaves_the_pair_as_the_machine_proposes_it(two: Library) -> None:
    (lesson,) = [one for one in two.findings(review="learning-review-child-z") if "share" in one.finding.text]
    ((echo, _), *_) = two.echoes(lesson.finding.id)
    two.judge_echo(echo.finding, echo.echo, accepted=False)
    assert two.verdicts(echo.echo)[echo.finding].accepted is False
    two.forget_echo(echo.echo, echo.finding)
    assert two.verdicts(echo.echo) == {}
    assert echo.echo in {one.echo for one, _ in two.echoes(lesson.finding.id)}
    assert lesson.finding.text in search_quotations(two, found_again=("yes",))


def test_a_thread_goes_through_both_reviews(two: Library) -> None:
    (thread,) = two.threads(theme="housing-moves")
    assert {step.holding.review.slug for step in thread.steps} == {review.slug for review in two.reviews()}
    assert two.thread(thread.id) == thread
    with pytest.raises(NotHeld, match="Nowhere"):
        two.threads(area="Nowhere")
    assert thread.first is not None
    assert tuple(two.threads(since=thread.first)) == (thread,)
    assert tuple(two.threads(since=thread.first + 1)) == ()
    with pytest.raises(NotHeld):
        two.thread("no such thread")


def test_recurrence_counts_reviews_by_year(two: Library) -> None:
    table = two.recurrence("year", theme="housing-moves")
    (row,) = table.rows
    assert (row.total_reviews, dict(row.reviews)) == (2, {"2021": 1, "2023": 1})
    with pytest.raises(BadQuestion, match="year, area, review_type"):
        two.recurrence("colour")


def test_every_theme_has_a_count_also_at_nought(two: Library) -> None:
    counts = two.theme_counts()
    assert set(counts) == set(two.vocabulary.themes)
    assert counts["housing-moves"][1] == 2
    assert (0, 0) in counts.values()


def test_echoes_are_the_same_in_a_process_that_only_reads(two: Library) -> None:
    told = list(two.all_echoes())
    assert told
    with Library.open(two.settings, elsewhere=True) as again:
        assert list(again.all_echoes()) == told


def test_a_withdrawn_finding_is_no_ones_echo(two: Library) -> None:
    list(two.all_echoes())
    gone, kept = two.documents()
    two.withdraw(gone.id)
    assert {one.finding for one in two.all_echoes()} <= {held.finding.id for held in two.findings(document=kept.id)}
    assert list(two.all_echoes()) == []


def test_answers_lead_from_a_recommendation_to_the_action_and_back(library: Library) -> None:
    library.add([LIBRARY / "harrowfield-child-k-action-plan-2013.pdf"])
    answer = library.all_answers()[0]
    (one, action), *_ = library.answers(answer.recommendation)
    assert action.finding.id == one.action
    assert answer.recommendation in {held.finding.id for _, held in library.answers(answer.action)}
    rows = library.follow_up(action.review.slug)
    assert any(row.answers for row in rows)


def test_recommendations_bear_the_first_number_of_their_labels(library: Library) -> None:
    library.add([LIBRARY / "harrowfield-child-k-action-plan-2013.pdf"])
    asked = [one for one in library.findings(kind=Kind.RECOMMENDATION.value) if one.finding.label]
    number = next(filter(str.isdigit, asked[0].finding.label))
    found = library.recommendations_numbered(number, asked[0].review.slug)
    assert asked[0].finding.id in {one.finding.id for one in found} <= {one.finding.id for one in asked}
    assert library.recommendations_numbered("", asked[0].review.slug) == ()
    assert library.recommendations_numbered("99", asked[0].review.slug) == ()


# keeping house


def test_rereading_with_the_same_readers_changes_nothing(two: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    read_anew(monkeypatch)
    before = two.findings()
    report = two.reread()
    assert (report.changes, report.troubles) == ((), ())
    assert two.findings() == before


def test_retheming_keeps_what_people_decided_and_a_dry_run_changes_nothing(two: Library) -> None:
    held = two.findings(theme="domestic-abuse")[0].finding
    two.decide_theme(held.id, "domestic-abuse", accepted=False)
    two.decide_theme(held.id, "neglect", accepted=True)
    assert two.retheme().changes == ()
    assert "neglect" in two.finding(held.id).finding.themes
    assert "domestic-abuse" not in two.finding(held.id).finding.themes
    assert held.text in search_quotations(two, theme=("neglect",))
    with pytest.raises(BadQuestion):
        two.decide_theme(held.id, "no such theme", accepted=True)


def test_a_changed_vocabulary_is_first_shown_and_then_applied(two: Library, settings: Settings, tmp_path: Path) -> None:
    two.close()
    (tmp_path / "own" / "themes").mkdir(parents=True)
    (tmp_path / "own" / "themes" / "fire-visits.toml").write_text(
        'label = "Visits by the fire service"\ngroup = "together"\ndefinition = "Home visits by the fire service."\n'
        '[cues]\nstrong = ["fire service"]\n'
        '[check]\nmust_match = ["The fire service visited."]\nmust_spare = ["The nurse visited."]\n'
    )
    with Library.open(settings.model_copy(update={"vocabulary": tmp_path / "own"})) as opened:
        report = opened.retheme(dry_run=True)
        assert [(change.change, change.what) for change in report.changes] == [("gained", "fire-visits")]
        assert search_quotations(opened, theme=("fire-visits",)) == []
        opened.retheme()
        assert len(search_quotations(opened, theme=("fire-visits",))) == 1


def test_a_collection_is_kept_and_read_by_its_key(two: Library) -> None:
    finding = two.findings()[0].finding.id
    made = two.new_collection("Training day", [CollectionItem(finding, "begin here")], questions=["What would you do?"])
    assert two.collection(made.key).items == (CollectionItem(finding, "begin here"),)
    two.change_collection(made.edit_key, lambda held: replace(held, title="Training morning"))
    assert two.collection(made.key).title == "Training morning"


def test_a_page_is_drawn_for_a_pdf_and_for_nothing_else(library: Library) -> None:
    library.add([LIBRARY / "tarnshire-family-d-report-2021.pdf", LIBRARY / "eastmere-p-and-q-abstract-2018.txt"])
    pdf, text = library.documents()
    finding = library.findings(document=pdf.id)[0].finding
    plain = library.page_picture(pdf.id, finding.span.page or 1, width=300)
    marked = library.page_picture(pdf.id, finding.span.page or 1, width=300, outline=finding.span)
    assert plain.startswith(b"\x89PNG")
    assert plain != marked
    for document, page in ((text, 1), (pdf, 99)):
        with pytest.raises(NotHeld):
            library.page_picture(document.id, page)


def test_without_an_index_nothing_found_is_no_answer(two: Library, settings: Settings) -> None:
    two.close()
    shutil.rmtree(settings.data / "index")
    (settings.data / "index").write_text("in the way", encoding="utf-8")
    with Library.open(settings) as opened:
        with pytest.raises(LibraryUnavailable, match="no search index"):
            opened.search(Query(text="moved"))
        assert len(opened.documents()) == 2


def test_a_damaged_row_is_told_and_ends_neither_opening_nor_the_doctor(two: Library, settings: Settings) -> None:
    two.close()
    with closing(sqlite3.connect(settings.data / "library.sqlite3")) as rows, rows:
        rows.execute("UPDATE findings SET span = '{' WHERE rowid IN (SELECT rowid FROM findings LIMIT 1)")
    shutil.rmtree(settings.data / "index")
    with Library.open(settings) as opened:
        with pytest.raises(LibraryUnavailable, match="kb rebuild"):
            opened.findings()
        assert any(fault.grave and fault.check == "words" for fault in opened.doctor().faults)
