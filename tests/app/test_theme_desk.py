"""Themes changed by a keeper: tried, kept in the library's own folder, undone, and never half done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.app.backup import restore
from kb.app.library import Library
from kb.app.theme_desk import ThemeDraft
from kb.core.errors import BadQuestion, BadVocabulary, LibraryUnavailable, NotHeld
from kb.core.settings import Settings
from search.port import Query

BY = "Rowan"
PAPER = """# Learning review: Child Lantern

Invented for tests; Sandhaven is no real place.

## Lessons

1. The lighthouse keepers were never asked what they had seen of the family.
2. The children were left unsupervised and were always hungry.
3. Each harbour pilot who knew the family was told a different story.
"""
LAMP = "The lighthouse keepers were never asked what they had seen of the family."
PILOT = "Each harbour pilot who knew the family was told a different story."
HUNGRY = "The children were left unsupervised and were always hungry."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    paper = tmp_path / "lantern.md"
    paper.write_text(PAPER, encoding="utf-8")
    with Library.open(Settings(data=tmp_path / "library", search="memory:")) as opened:
        opened.add([paper])
        yield opened


def draft(**more: object) -> ThemeDraft:
    usual = ThemeDraft("People of the harbour", "harm", "What people at sea knew.", strong=("lighthouse keeper",))
    return replace(usual, **more)  # type: ignore[arg-type]  # each test names fields of a draft


def themes_of(library: Library, words: str) -> set[str]:
    return next(set(one.finding.themes) for one in library.findings() if one.finding.text == words)


def find_texts(library: Library, theme: str) -> set[str]:
    hits = library.search(Query(filters={"theme": (theme,)})).hits
    return {one.finding.text for one in library.holdings([hit.id for hit in hits])}


def test_a_theme_is_tried_kept_and_found_after_the_upkeep_and_not_before(library: Library) -> None:
    change = library.theme_desk.add(draft())
    trial, *_ = library.try_themes(change).differences  # beside a new theme another may weigh less
    assert (trial.label, trial.gained, trial.lost) == ("People of the harbour", 1, 0)
    assert [one.finding.text for one in trial.gaining] == [LAMP]
    assert "people-of-the-harbour" not in library.vocabulary.themes
    library.change_themes(change, BY, "Two reviews speak of it")
    assert library.vocabulary.themes["people-of-the-harbour"].label == "People of the harbour"
    assert "people-of-the-harbour" not in themes_of(library, LAMP)
    assert library.behind()
    library.catch_up()
    assert not library.behind()
    assert "people-of-the-harbour" in themes_of(library, LAMP)
    assert find_texts(library, "people-of-the-harbour") == {LAMP}


def test_a_change_is_in_the_own_folder_and_outlives_an_opening_and_a_backup(library: Library, tmp_path: Path) -> None:
    library.change_themes(library.theme_desk.add(draft()), BY)
    library.catch_up()
    assert (library.settings.data / "vocabulary/themes/people-of-the-harbour.toml").is_file()
    with Library.open(library.settings) as again:
        assert "people-of-the-harbour" in again.vocabulary.themes
    made = library.back_up(tmp_path / "backups")
    restore(made.folder, tmp_path / "restored")
    with Library.open(Settings(data=tmp_path / "restored", search="memory:")) as back:
        assert "people-of-the-harbour" in back.vocabulary.themes
        assert "people-of-the-harbour" in themes_of(back, LAMP)


def test_a_new_name_keeps_the_address_and_the_old_name(library: Library) -> None:
    held = ThemeDraft.of(library.vocabulary.themes["neglect"])
    library.change_themes(library.theme_desk.edit("neglect", replace(held, label="Neglected needs")), BY)
    theme = library.vocabulary.themes["neglect"]
    assert (theme.label, "Neglect" in theme.also_called) == ("Neglected needs", True)
    assert library.ask(Query(text="neglected needs")).results.total == 1


def test_a_merged_theme_leads_on_with_findings_decisions_and_filters(library: Library) -> None:
    lamp = next(one.finding.id for one in library.findings() if one.finding.text == LAMP)
    library.decide_theme(lamp, "neglect", accepted=True, by=BY)
    change = library.theme_desk.merge("neglect", "emotional-abuse")
    lost = next(one for one in library.try_themes(change).differences if one.theme == "neglect")
    assert (lost.lost, lost.gained) == (1, 0)
    library.change_themes(change, BY)
    library.catch_up()
    assert "emotional-abuse" in themes_of(library, LAMP)
    assert "neglect" not in themes_of(library, LAMP)
    assert "emotional-abuse" in themes_of(library, HUNGRY)
    assert (now := library.vocabulary.theme("neglect"))
    assert now.slug == "emotional-abuse"
    assert library.ask(Query(text="theme:neglect")).results.total == 2
    assert library.present_theme("neglect") == "emotional-abuse"


def test_a_split_theme_gives_cues_away_and_undoing_puts_all_back(library: Library) -> None:
    library.change_themes(library.theme_desk.add(draft(strong=("lighthouse keeper", "harbour pilot"))), BY)
    before = library.vocabulary.themes["people-of-the-harbour"]
    new = ThemeDraft("Pilots", "", "What pilots knew.")
    batch = library.change_themes(library.theme_desk.split("people-of-the-harbour", new, ["harbour pilot"]), BY)
    library.catch_up()
    assert "pilots" in themes_of(library, PILOT)
    assert "people-of-the-harbour" not in themes_of(library, PILOT)
    assert "people-of-the-harbour" in themes_of(library, LAMP)
    assert library.undo(batch, BY) == 1
    library.catch_up()
    assert library.vocabulary.themes["people-of-the-harbour"] == before
    assert "pilots" not in library.vocabulary.themes
    assert "people-of-the-harbour" in themes_of(library, PILOT)


def test_a_retired_theme_is_given_no_more_and_decisions_wait_for_its_return(library: Library) -> None:
    lamp = next(one.finding.id for one in library.findings() if one.finding.text == LAMP)
    library.decide_theme(lamp, "neglect", accepted=True, by=BY)
    batch = library.change_themes(library.theme_desk.retire("neglect"), BY)
    library.catch_up()
    assert "neglect" not in themes_of(library, LAMP) | themes_of(library, HUNGRY)
    library.undo(batch, BY)
    library.catch_up()
    assert "neglect" in themes_of(library, LAMP) & themes_of(library, HUNGRY)


def test_what_people_refused_is_not_gained_and_what_they_gave_is_not_lost(library: Library) -> None:
    ids = {one.finding.text: one.finding.id for one in library.findings()}
    batch = library.change_themes(library.theme_desk.add(draft()), BY)
    library.catch_up()
    library.decide_theme(ids[LAMP], "people-of-the-harbour", accepted=False, by=BY)
    library.decide_theme(ids[PILOT], "people-of-the-harbour", accepted=True, by=BY)
    held = ThemeDraft.of(library.vocabulary.themes["people-of-the-harbour"])
    wider = library.theme_desk.edit("people-of-the-harbour", replace(held, strong=("keepers were", "harbour pilot")))
    assert library.try_themes(wider).differences[0].gained == 0
    assert library.try_themes(library.theme_desk.retire("people-of-the-harbour")).differences[0].lost == 1
    assert batch


def test_the_record_says_who_changed_which_theme_and_why(library: Library) -> None:
    batch = library.change_themes(library.theme_desk.add(draft()), BY, "Asked for by the panel")
    library.undo(batch, "Ash")
    acts = [(one.act, one.subject, one.person) for one in library._store.acts()][:2]
    assert acts == [("undo_theme", "people-of-the-harbour", "Ash"), ("change_theme", "people-of-the-harbour", BY)]
    (made,) = library.corrections_of("theme:people-of-the-harbour")
    assert (made.reason, made.undone_by) == ("Asked for by the panel", "Ash")
    assert library._store.broken_audit() == ()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"label": " "}, "Enter a name"),
        ({"label": "Neglect"}, "called “Neglect” already"),
        ({"definition": ""}, "Say what the theme is"),
        ({"group": "lamps"}, "Choose the group"),
        ({"strong": ()}, "at least one cue"),
        ({"must_match": ("Nobody spoke of lamps.",)}, "“Nobody spoke of lamps.” is not given this theme"),
        ({"must_spare": ("A lighthouse keeper waved.",)}, "“A lighthouse keeper waved.” is given this theme"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(
    library: Library, more: dict[str, object], sentence: str
) -> None:
    before = library.vocabulary.fingerprint
    with pytest.raises(BadQuestion, match=sentence):
        library.change_themes(library.theme_desk.add(draft(**more)), BY)
    assert (library.vocabulary.fingerprint, library.waits_for_themes()) == (before, False)
    assert library._store.newest_corrections(1) == ()


def test_a_wrong_cue_is_refused_and_what_was_kept_stays(library: Library) -> None:
    library.change_themes(library.theme_desk.add(draft()), BY)
    held = ThemeDraft.of(library.vocabulary.themes["people-of-the-harbour"])
    for cue in ("lamp||", "* lamp", "lamp ..", "(lamp)"):
        change = library.theme_desk.edit("people-of-the-harbour", replace(held, strong=(cue,)))
        with pytest.raises(BadVocabulary, match=r"^themes/people-of-the-harbour\.toml: cues\.strong: '"):
            library.change_themes(change, BY)
    assert library.vocabulary.themes["people-of-the-harbour"].cues.strong == ("lighthouse keeper",)


def test_only_the_last_change_of_a_theme_is_undone(library: Library) -> None:
    first = library.change_themes(library.theme_desk.add(draft()), BY)
    held = ThemeDraft.of(library.vocabulary.themes["people-of-the-harbour"])
    change = library.theme_desk.edit("people-of-the-harbour", replace(held, weak=("harbour",)))
    second = library.change_themes(change, BY)
    with pytest.raises(BadQuestion, match="changed since"):
        library.undo(first, BY)
    assert "people-of-the-harbour" in library.vocabulary.themes
    library.undo(second, BY)
    library.undo(first, BY)
    assert "people-of-the-harbour" not in library.vocabulary.themes
    with pytest.raises(NotHeld):
        library.undo(first, BY)


def test_a_folder_that_cannot_be_written_changes_nothing(library: Library) -> None:
    (library.settings.data / "vocabulary").write_text("in the way", encoding="utf-8")
    with pytest.raises(LibraryUnavailable, match="Nothing was changed"):
        library.change_themes(library.theme_desk.add(draft()), BY)
    assert library._store.newest_corrections(1) == ()


def test_another_process_takes_up_what_was_changed_and_a_faulty_file_changes_nothing(library: Library) -> None:
    with Library.open(library.settings, elsewhere=True) as other:
        library.change_themes(library.theme_desk.add(draft()), BY)
        assert "people-of-the-harbour" not in other.vocabulary.themes
        other.follow_vocabulary(at_once=True)
        assert "people-of-the-harbour" in other.vocabulary.themes
        path = library.settings.data / "vocabulary/themes/people-of-the-harbour.toml"
        path.write_text("label = ", encoding="utf-8")
        other.follow_vocabulary(at_once=True)
        assert "people-of-the-harbour" in other.vocabulary.themes
