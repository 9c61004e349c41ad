"""Files are added: each is kept, kept with notes or refused, and one bad file harms no other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from kb.app.library import Library, Outcome
from kb.cli.speaking import progress_words
from kb.core.errors import BadManifest
from kb.core.settings import Settings
from tests.hostile import HOSTILE, LIBRARY
from tests.papers import CHILD_Z, QUIET, child_z, mr_v, paper


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with Library.open(settings) as opened:
        yield opened


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
