"""Theme files as the program writes them: read again they are the same theme, and a fault keeps nothing."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.core.errors import BadVocabulary
from kb.vocabulary import Cues, Theme, load
from kb.vocabulary.theme_files import theme_toml, with_themes, write_theme

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\x7f\t"), min_size=1).filter(
    lambda text: text == text.strip()
)


def test_every_theme_supplied_is_the_same_when_it_was_written_and_read() -> None:
    supplied = load().themes
    assert with_themes(None, {slug: theme_toml(one) for slug, one in supplied.items()}).themes == supplied


@given(label=WORDS, sentence=WORDS)
def test_any_words_are_written_so_that_they_are_read_again(label: str, sentence: str) -> None:
    theme = Theme("lamps", label, "harm", sentence, Cues(("lamp",)), must_match=(sentence,), questions=(sentence,))
    told = tomllib.loads(theme_toml(theme))
    assert (told["label"], told["definition"], told["questions"]) == (label, sentence, [sentence])
    assert told["check"] == {"must_match": [sentence]}


def test_a_retired_theme_is_given_no_more_and_nothing_breaks_that_named_it() -> None:
    neglect = load().themes["neglect"]
    naming = [slug for slug, one in load().themes.items() if "neglect" in one.related]
    retired = with_themes(None, {"neglect": theme_toml(neglect, retired=True)})
    assert naming
    assert retired.theme("neglect") is None
    assert retired.retired["neglect"].label == neglect.label
    assert all("neglect" not in retired.themes[slug].related for slug in naming)
    moved = replace(load().themes["emotional-abuse"], replaces=("neglect",))
    merged = with_themes(None, {"neglect": theme_toml(neglect, retired=True), "emotional-abuse": theme_toml(moved)})
    assert (found := merged.theme("neglect"))
    assert found.slug == "emotional-abuse"
    assert any("emotional-abuse" in merged.themes[slug].related for slug in naming)


def test_a_fault_names_file_and_field_and_no_folder_of_the_machine(tmp_path: Path) -> None:
    write_theme(tmp_path, "lamps", theme_toml(Theme("lamps", "Lamps", "harm", "Light.", Cues(("lamp",)))))
    wrong = theme_toml(Theme("lamps", "Lamps", "harm", "Light.", Cues(("lamp||",))))
    with pytest.raises(BadVocabulary, match=r"^themes/lamps\.toml: cues\.strong: 'lamp\|\|' ") as told:
        with_themes(tmp_path, {"lamps": wrong})
    assert "/tmp" not in str(told.value)
    assert load(tmp_path).themes["lamps"].cues.strong == ("lamp",)


def test_a_changed_folder_is_read_anew(tmp_path: Path) -> None:
    lamps = Theme("lamps", "Lamps", "harm", "Light.", Cues(("lamp",)))
    write_theme(tmp_path, "lamps", theme_toml(lamps))
    assert load(tmp_path) is load(tmp_path)
    write_theme(tmp_path, "lamps", theme_toml(replace(lamps, label="Street lamps")))
    assert load(tmp_path).themes["lamps"].label == "Street lamps"
    write_theme(tmp_path, "lamps", None)
    assert "lamps" not in load(tmp_path).themes
