"""What recurs is kept in tables: after any changes they hold what working all out anew would give."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from kb.app import held_findings, linking
from kb.app.likeness_file import LikenessFile
from kb.app.linking import Linker, linked_by
from kb.app.meaning_cache import MeaningFile
from kb.core.corrections import Amendment
from kb.core.errors import LibraryBusy
from kb.core.finding_ids import finding_id
from kb.core.model import Answer, Finding, Kind, Metadata, Polarity, Reading
from kb.recurrence import EchoFinder, Meanings, find_encoder
from kb.recurrence.stored_statistics import StoredStatistics
from kb.store import PUT, Store, ledger
from kb.store import recurrence_tables as r
from kb.store.linking import LinkingTables
from kb.vocabulary import Cues, Vocabulary, Weights, load
from tests.makers import make_about, make_document, make_tag

WHO = ("schools", "health visitors", "the council", "the police", "housing officers", "social workers")
MATTERS = """missed appointments|bruises seen at school|letters from hospital|moves between flats|bail conditions|
unpaid rent|
dental decay|night wandering|pill counts|locked bedrooms|dog bites|burnt hands|stolen medicine|hidden knives|
weight loss|failed visits|school absence|loud quarrels|broken windows|old fractures""".replace("\n", "").split("|")
DUTIES = """were not told to the {}|should be written down for the {}|now go to the {} each week|never reached the {}|
must be weighed by the {}""".replace("\n", "").split("|")
OTHERS = "midwife|probation officer|court guardian|dentist|pharmacist|landlord|paediatrician|mosque".split("|")
THEMES = ("housing-moves", "neglect", "information-sharing", "core-groups")
TABLES = (r.likest, r.pairs, r.printings, r.linked_answers, r.threads, r.thread_steps, r.came_back, r.follow_ups)
COUNTS = (r.theme_counts, r.theme_neighbours, r.theme_means)


def make_linker(store: Store, rearranged: int, vocabulary: Vocabulary | None = None) -> Linker:
    vocabulary = vocabulary or load()
    meanings = MeaningFile(Path("none"), None, vocabulary.fingerprint)
    file = LikenessFile(store.originals.folder.parent / "likeness.arrays", linked_by(vocabulary, meanings))
    return Linker(store, vocabulary, meanings, file, rearranged=rearranged)


def make_paper(chance: random.Random, number: int) -> Reading:
    """A paper of a few findings, some of which other papers nearly repeat."""
    told = [(chance.choice(MATTERS), duty.format(OTHERS[number % 8])) for duty in chance.sample(DUTIES, 4)]
    several = [f"{matter.capitalize()} {duty} by {chance.choice(WHO)}." for matter, duty in told]
    document = make_document(several, f"paper-{number}.pdf")
    kinds = (Kind.LESSON, Kind.RECOMMENDATION, Kind.ACTION, Kind.CONCERN)
    findings = tuple(
        Finding(
            finding_id(document.sha256, words),
            kind,
            words,
            words,
            document.span((start := document.text.index(words), start + len(words))),
            ("Learning",),
            tags=tuple(make_tag(theme) for theme in chance.sample(THEMES, chance.randint(1, 2))),
        )
        for words, kind in zip(several, kinds, strict=True)
    )
    about = make_about(
        f"Review {number // 2}", where="manifest", area=f"Area {number % 3}", published=str(2010 + number % 9)
    )
    answers = (Answer(findings[1].id, findings[2].id, "it stands beside it"),)
    return Reading(document, replace(about, review=about.title), (), findings, answers)


def add(store: Store, reading: Reading) -> None:
    original = Path(store.originals.folder.parent, "copy")
    original.write_text(reading.document.text, encoding="utf-8")
    store.keep(reading, size=100, stated=Metadata(), original=original)


def change(store: Store, chance: random.Random, number: int) -> None:
    """Do one of the things that change a library."""
    held = store.findings()
    act = chance.choice(("add", "add", "withdraw", "retag", "judge", "judge", "forget", "reread"))
    if act == "add" or len(held) < 40:
        add(store, make_paper(chance, number))
    elif act == "withdraw":
        store.withdraw(chance.choice(store.documents()).id, "")
    elif act == "retag":
        one = chance.choice(held)
        decided = Amendment(one.finding.id, f"theme:{chance.choice(THEMES)}", chance.random() < 0.5)
        store.amend(one.document.id, [decided])
    elif act == "reread":
        document = chance.choice(store.documents())
        findings = tuple(one.finding for one in store.findings(document=document.id))[:-1]
        store.reread(document, Reading(store.text(document.id), document.about, (), findings, ()))
    else:
        first, other = (held.finding.id for held in chance.sample(held, 2))
        echoes = store.recurrences.strong_links([first])[first]
        other = echoes[0].echo if echoes else other
        if act == "judge":
            store.judge_echo(first, other, chance.random() < 0.5)
        else:
            store.forget_verdict(first, other)


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.database.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in (*TABLES, *COUNTS)
        }


@pytest.mark.parametrize(
    ("rearranged", "seed"),
    [
        (0, 1),
        (5000, 2),
        (5000, 3),
        *(pytest.param(*both, marks=pytest.mark.nightly) for both in ((0, 2), (0, 3), (5000, 1))),
    ],
)
def test_tables_hold_what_working_all_out_anew_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rearranged: int, seed: int
) -> None:
    if seed == 3:  # as of a large library, nothing stays in memory that was linked by
        monkeypatch.setattr(linking, "REMEMBERED", 0)
    if seed != 2:  # as in a large library, words are read one by one: in one as small as this, all would be at once
        monkeypatch.setattr(held_findings, "WHOLE_SHARE", 0)
    chance = random.Random(seed)
    with closing(Store.open(f"sqlite:///{tmp_path / 'rows.sqlite3'}", tmp_path / "library")) as store:
        for number in range(24):
            add(store, make_paper(chance, number))
        linker = make_linker(store, rearranged)
        linker.catch_up()
        for number in range(24, 40):
            change(store, chance, number)
            if chance.random() < 0.3:
                linker = make_linker(store, rearranged)  # a process that begins in between
            if chance.random() < 0.7:
                linker.catch_up()
        linker.catch_up()
        told = rows(store)
        assert told["pairs"]
        assert told["threads"]
        assert_likest_anew(store)
    shutil.copy(tmp_path / "rows.sqlite3", tmp_path / "again.sqlite3")
    with closing(Store.open(f"sqlite:///{tmp_path / 'again.sqlite3'}", tmp_path / "library")) as store:
        with store.database.writing() as connection:
            for table in (*TABLES, *COUNTS):
                if table not in (r.likest, r.pairs):
                    connection.execute(delete(table))
            ledger.send(connection, PUT, [])
        make_linker(store, rearranged).catch_up()
        assert rows(store) == told


def assert_likest_anew(store: Store) -> None:
    """Rank every finding anew, under what was counted when the tables were made."""
    mark = store.recurrences.mark()
    assert mark is not None
    finder = EchoFinder(load(), 0)
    finder.add(store.findings())
    finder.resume(StoredStatistics.unpack(mark.measure), 0)
    ids = sorted(store.ids())
    kept, strong = store.recurrences.likest(ids), store.recurrences.strong_links(ids)
    assert set(kept) == set(ids)
    beside = store.recurrences.beside(ids)
    for one in ids:
        fresh = finder.rank(one)
        assert [(like.id, like.near) for like in kept[one]] == [(like.id, like.near) for like in fresh]
        assert [like.score for like in kept[one]] == pytest.approx([like.score for like in fresh], abs=1e-5)
        reasons = {echo.echo: echo.why for echo in finder.explain(one, fresh)}
        assert {echo.echo: echo.why for echo in strong[one]} == {echo.echo: reasons[echo.echo] for echo in strong[one]}
        assert beside[one] == finder.beside(one)


def test_a_thread_goes_at_once_with_any_of_its_findings(tmp_path: Path) -> None:
    chance = random.Random(7)
    with closing(Store.open(f"sqlite:///{tmp_path / 'rows.sqlite3'}", tmp_path / "library")) as store:
        for number in range(24):
            add(store, make_paper(chance, number))
        make_linker(store, 5000).catch_up()
        thread = store.recurrences.threads(store.recurrences.thread_ids())[0]
        document = store.finding(thread.steps[0].finding).document.id
        store.withdraw(document, "")
        assert thread.outline.id not in store.recurrences.thread_ids()
        assert store.recurrences.thread_ids()


def test_only_one_process_links_and_the_others_find_it_done(tmp_path: Path) -> None:
    chance = random.Random(8)
    with closing(Store.open(f"sqlite:///{tmp_path / 'rows.sqlite3'}", tmp_path / "library")) as store:
        for number in range(6):
            add(store, make_paper(chance, number))
        first, second = make_linker(store, 5000), make_linker(store, 5000)
        assert second.behind()
        first.catch_up()
        assert not second.behind()


@pytest.mark.parametrize("died", [False, True], ids=["goes on", "begins again"])
@pytest.mark.parametrize(("at_once", "part"), [(10, "write_findings"), (10, "write_rest"), (1000, "write_rest")])
def test_what_could_not_be_written_is_written_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int, part: str, died: bool
) -> None:
    monkeypatch.setattr(linking, "WRITTEN_AT_ONCE", at_once)
    chance = random.Random(9)
    with closing(Store.open(f"sqlite:///{tmp_path / 'rows.sqlite3'}", tmp_path / "library")) as store:
        for number in range(6):
            add(store, make_paper(chance, number))
        linker = make_linker(store, 0)
        linker.catch_up()
        for number in (7, 8, 9):
            add(store, make_paper(chance, number))
        with monkeypatch.context() as patched:
            patched.setattr(LinkingTables, part, refuse)
            with pytest.raises(LibraryBusy):
                linker.catch_up()
        assert linker.behind()
        assert store.recurrences.mark() is not None, "what is kept can be read meanwhile"
        if died:  # another process goes on
            linker = make_linker(store, 0)
        linker.catch_up()
        assert set(store.recurrences.likest(sorted(store.ids()))) == store.ids()
        assert_likest_anew(store)


def refuse(*_given: object) -> None:
    raise LibraryBusy("another writes")


def with_other_cues(vocabulary: Vocabulary) -> Vocabulary:
    """Return a vocabulary whose themes are known by other words, in all that linking must not ask."""
    other = {
        slug: replace(
            theme,
            definition="something else",
            cues=Cues(("quillwort",), (), ()),
            also_called=("bogbean",),
            crosswalk={},
            harm=not theme.harm,
            must_match=(),
            must_spare=(),
            questions=(),
            notice="",
            notice_words=(),
            described_words=(),
        )
        for slug, theme in vocabulary.themes.items()
    }
    return replace(vocabulary, themes=other, weights=Weights(), retired={}, fingerprint="other")


def test_other_cues_of_themes_leave_what_is_linked_and_link_the_same(tmp_path: Path) -> None:
    told: list[dict[str, list[tuple[object, ...]]]] = []
    for number, vocabulary in enumerate((load(), with_other_cues(load()))):
        folder = tmp_path / str(number)
        folder.mkdir()
        with closing(Store.open(f"sqlite:///{folder / 'rows.sqlite3'}", folder / "library")) as store:
            chance = random.Random(3)
            for paper in range(14):
                add(store, make_paper(chance, paper))
            make_linker(store, 5000, vocabulary).catch_up()
            assert not make_linker(store, 5000, with_other_cues(vocabulary)).behind()
            told.append(rows(store))
    assert told[0]["likest"]
    assert told[0]["pairs"]
    assert told[0] == told[1]


def test_what_likeness_asks_of_a_theme_has_all_linked_anew(tmp_path: Path) -> None:
    vocabulary = load()
    meanings = MeaningFile(tmp_path / "none.npz", None, vocabulary.fingerprint)
    theme = vocabulary.themes["neglect"]
    others = (
        replace(theme, label="Another name"),
        replace(theme, related=("early-help",)),
        replace(theme, replaces=("early-help",)),
        replace(theme, weak=not theme.weak),
    )
    changed = [replace(vocabulary, themes={**vocabulary.themes, "neglect": other}) for other in others]
    changed.append(replace(vocabulary, acronyms={**vocabulary.acronyms, "QWB": "quillwort board"}))
    failing = vocabulary.polarities[Polarity.FAILING.value]
    more_cues = replace(failing, cues=(*failing.cues, "quillwort"))
    for listed in (more_cues, replace(failing, spare=(*failing.spare, "quillwort bed"))):
        changed.append(replace(vocabulary, polarities={**vocabulary.polarities, failing.slug: listed}))
    made = {linked_by(one, meanings) for one in (vocabulary, *changed)}
    assert len(made) == 1 + len(changed)


def test_other_weights_of_answers_have_all_linked_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = ("kb.recurrence/links.py", "kb.recurrence/data/answers.json", "kb.recurrence/data/quality.json")
    for name in (*written, "kb.text/stemming.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    monkeypatch.setattr("kb.app.linking.resources.files", lambda package: tmp_path / package)

    make_digest = linking._code.__wrapped__
    first = make_digest()
    (tmp_path / written[2]).write_text("2", encoding="utf-8")  # what was measured of links makes none
    assert make_digest() == first
    (tmp_path / written[1]).write_text("2", encoding="utf-8")
    assert make_digest() != first


def test_links_made_without_an_encoder_are_not_taken_for_those_made_with_one(tmp_path: Path) -> None:
    vocabulary, encoder = load(), find_encoder()
    if encoder is None:
        pytest.skip("the sentence encoder is not installed")
    meanings = MeaningFile(tmp_path / "meanings.npz", Meanings(encoder, vocabulary.acronyms), vocabulary.fingerprint)
    without = MeaningFile(tmp_path / "none.npz", None, vocabulary.fingerprint)
    assert linked_by(vocabulary, meanings).endswith(":meaning")
    assert linked_by(vocabulary, without).endswith(":words")
