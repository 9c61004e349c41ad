"""The desk: what a library promises to whoever opens it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from kb.app.library import CollectionItem, Library, Outcome
from kb.cli.speaking import progress_words
from kb.core.errors import BadManifest, BadQuestion, DocumentWithdrawn, LibraryUnavailable, NotHeld
from kb.core.model import Kind
from kb.core.settings import Settings
from search.port import Query
from tests.hostile import HOSTILE, LIBRARY
from tests.papers import CHILD_Z, QUIET, child_z, mr_v, paper
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


def test_what_a_manifest_says_is_kept_and_gathers_documents_into_a_review(library: Library, tmp_path: Path) -> None:
    child_z(tmp_path / "in")
    paper(
        tmp_path / "in",
        "progress.md",
        "# One year on\n\n## Recommendations\n\n1. Housing officers should tell schools.\n",
    )
    (tmp_path / "in" / "manifest.toml").write_text(
        '[[review]]\nslug = "exby-z"\ntitle = "Child Z of Exby"\narea = "Exby"\n'
        '[[document]]\nfile = "child-z.md"\nreview = "exby-z"\npublished = "2021-04-01"\n'
        '[[document]]\nfile = "progress.md"\nreview = "exby-z"\npublished = "2022"\n'
    )
    library.add([tmp_path / "in"])
    (review,) = library.reviews()
    assert (review.slug, review.title, review.area, review.published) == (
        "exby-z",
        "Child Z of Exby",
        "Exby",
        "2021-04-01",
    )
    assert len(library.documents("exby-z")) == 2


def test_a_faulty_manifest_stops_everything_before_anything_is_read(library: Library, tmp_path: Path) -> None:
    paper(tmp_path / "in", "manifest.toml", '[[document]]\nfiel = "x"\n')
    child_z(tmp_path / "in")
    with pytest.raises(BadManifest, match="no such field"):
        library.add([tmp_path / "in"])
    assert library.documents() == ()


def test_a_manifest_that_names_a_missing_file_says_so(library: Library, tmp_path: Path) -> None:
    entries = [f'[[document]]\nfile = "{name}"\ntitle = "T {name}"\n' for name in ("child-z.md", "child-y.md")]
    paper(tmp_path / "in", "manifest.toml", "".join(entries))
    child_z(tmp_path / "in")
    report = library.add([tmp_path / "in"])
    assert library.documents()[0].about.title is not None
    (told,) = report.in_vain
    assert "“child-y.md”, which is not there" in told
    assert library.add([tmp_path / "in" / "child-z.md"]).in_vain == (told,)


def test_nothing_is_kept_twice(two: Library, prepared_folder: Path, tmp_path: Path) -> None:
    before = two.documents()
    again = paper(tmp_path / "again", "copy.md", CHILD_Z)
    windows = paper(tmp_path / "again", "windows.md", CHILD_Z.replace("\n", "\r\n"))
    report = two.add([prepared_folder / "in", again, windows])
    assert report.sentence == "4 files seen: 0 kept, 0 kept with notes, 0 refused, 4 already held."
    assert all(one.document_id for one in report.outcomes)
    assert "Already held as child-z.md (added 20" in report.outcomes[2].sentence
    assert two.documents() == before
    assert sum(1 for _ in (two.settings.data / "originals").rglob("*") if _.is_file()) == 2


@pytest.mark.parametrize("sort", HOSTILE)
def test_a_file_that_cannot_be_kept_has_its_own_sentence_and_leaves_nothing(
    sort: str, library: Library, tmp_path: Path
) -> None:
    make, code, words = HOSTILE[sort]
    path = make(tmp_path)
    (outcome,) = library.add([path]).outcomes
    assert (outcome.outcome, outcome.code) == ("refused", code)
    assert path.name in outcome.sentence
    assert words in outcome.sentence
    assert (library.documents(), library.reviews(), library.health().store_mark) == ((), (), 0)
    assert not any(
        one.is_file() for folder in ("incoming", "originals") for one in (tmp_path / "library" / folder).rglob("*")
    )


def test_one_bad_file_harms_no_other(library: Library, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    child_z(inbox)
    mr_v(inbox)
    for name in ("empty", "truncated", "pipe", "unknown"):
        HOSTILE[name][0](inbox)
    report = library.add([inbox])
    assert report.sentence == "6 files seen: 2 kept, 0 kept with notes, 4 refused, 0 already held."
    assert len(library.documents()) == 2


def test_progress_is_told_file_by_file_and_then_of_the_linking(library: Library, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []

    def tell(done: int, total: int, last: Outcome | str | None) -> None:
        told.append((done, total, last.path.name if isinstance(last, Outcome) else last or ""))

    library.add([child_z(tmp_path), mr_v(tmp_path)], tell)
    assert told[:3] == [(0, 2, ""), (1, 2, "child-z.md"), (2, 2, "mr-v.md")]
    held = len(library.findings())
    assert told[3:] == [(held, held, "linking lessons")]
    assert progress_words("Adding", 41, 100, "linking lessons") == "linking lessons: 41 %"


def test_a_document_without_findings_is_kept_all_the_same(library: Library, tmp_path: Path) -> None:
    (outcome,) = library.add([paper(tmp_path, "quiet.md", QUIET)]).outcomes
    assert outcome.outcome == "kept_with_notes"
    assert outcome.sentence.startswith("0 findings.")
    assert library.findings() == ()


def test_every_format_of_the_sample_library_is_kept(library: Library) -> None:
    wanted = {path.suffix: path for path in sorted(LIBRARY.iterdir()) if path.suffix != ".toml"}
    report = library.add(wanted.values())
    assert report.count("refused") == 0, [one.sentence for one in report.outcomes]
    assert {document.format for document in library.documents()} == {"docx", "html", "md", "pdf", "pptx", "txt"}
    paged = [one for one in library.findings() if one.document.format == "pdf"]
    assert paged
    assert all(one.finding.span.page for one in paged)


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


def test_a_file_that_says_too_much_is_refused_and_what_was_kept_before_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "\n\n".join(f"Recommendation {n}: The board should review policy {n} by March." for n in range(50))
    (tmp_path / "b-long.md").write_text(f"# Review\n\n## Recommendations\n\n{told}\n", encoding="utf-8")
    child_z(tmp_path).rename(tmp_path / "a-child-z.md")
    mr_v(tmp_path).rename(tmp_path / "c-mr-v.md")
    spent = count()
    with Library.open(Settings(data=tmp_path / "library", search="memory:", understand_cpu=100)) as library:
        monkeypatch.setattr("kb.core.processor_limit.time.thread_time", lambda: next(spent))
        report = library.add(sorted(tmp_path.glob("*.md")))
        assert [one.code for one in report.outcomes] == ["", "too_long", ""]
        assert "b-long.md says so much" in report.outcomes[1].sentence
        assert "KB_UNDERSTAND_CPU" in report.outcomes[1].sentence
        held = library.documents()
        assert [one.name for one in held] == ["a-child-z.md", "c-mr-v.md"]
        library.settings.__dict__["understand_cpu"] = 1  # what was kept is read anew with less time
        again = library.reread()
        assert len(again.troubles) == 2
        assert library.documents() == held
