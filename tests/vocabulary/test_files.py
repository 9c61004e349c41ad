"""The vocabulary's files: what is supplied is whole, what a user adds is checked."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kb.app.try_themes import missing_parts
from kb.core.errors import BadVocabulary
from kb.core.model import Polarity, Status, Subject
from kb.recurrence.terms import normalise_word
from kb.text.cue_words import cue_tokens
from kb.text.cues import faults
from kb.text.stemming import english_stem
from kb.vocabulary import Vocabulary, load, read
from tests.conftest import ROOT

THEME = """
label = "Dogs in the home"
group = "circumstances"
definition = "Dogs that are a danger to a child."
[cues]
strong = ["dangerous dog", "dog bite"]
[check]
must_match = ["The dangerous dog had been seen by the health visitor."]
must_spare = ["The hot dog stall was busy."]
"""


@pytest.fixture
def vocabulary() -> Vocabulary:
    return load()


def extra_file(folder: Path, name: str, text: str) -> Path:
    """Write one file into a folder of additions."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_every_file_is_a_theme_and_every_group_has_themes(vocabulary: Vocabulary) -> None:
    files = {path.stem for path in (ROOT / "kb/vocabulary/themes").glob("*.toml")}
    assert set(vocabulary.themes) == files
    assert {theme.group for theme in vocabulary.themes.values()} == set(vocabulary.groups)


def test_every_theme_says_what_it_is_and_holds_itself_to_sentences(vocabulary: Vocabulary) -> None:
    assert list(missing_parts(vocabulary)) == []


def test_what_a_theme_lacks_is_said_part_by_part(vocabulary: Vocabulary) -> None:
    bare = replace(
        next(iter(vocabulary.themes.values())),
        slug="garden-ponds",
        definition="Water in a garden",
        related=(),
        must_match=("The pond was open.", "The pond was deep."),
    )
    assert list(missing_parts(replace(vocabulary, themes={"garden-ponds": bare}))) == [
        "garden-ponds: 2 of at least 3 sentences under must_match.",
        "garden-ponds: its definition does not end with a full stop.",
        "garden-ponds: no related theme.",
    ]


def test_every_cue_is_well_written(vocabulary: Vocabulary) -> None:
    wrong = [
        f"{theme.slug}: {cue!r} {faults(cue)}"
        for theme in vocabulary.themes.values()
        for cue in (
            *theme.cues.strong,
            *theme.cues.weak,
            *theme.cues.spare,
            *(phrase for near in theme.cues.near for part in near for phrase in part.split("|")),
        )
        if faults(cue)
    ]
    assert not wrong


def test_polarities_and_subjects_are_those_of_the_model(vocabulary: Vocabulary) -> None:
    assert set(vocabulary.polarities) == set(Polarity)
    assert set(vocabulary.subjects) == set(Subject)
    assert set(vocabulary.statuses) == set(Status)
    cues = [
        cue
        for entries in (vocabulary.polarities, vocabulary.subjects)
        for entry in entries.values()
        for cue in (*entry.cues, *entry.spare)
    ]
    assert not [cue for cue in cues if faults(cue)]


def test_the_four_themes_whose_words_stand_everywhere_are_marked_weak(vocabulary: Vocabulary) -> None:
    weak = {theme.slug for theme in vocabulary.themes.values() if theme.weak}
    assert weak == {"multi-agency-working", "training-development", "policy-procedure", "cp-plans-core-groups"}


def test_acronyms_and_synonyms_are_words(vocabulary: Vocabulary) -> None:
    assert vocabulary.acronyms["MARAC"] == "multi-agency risk assessment conference"
    assert all(cue_tokens(phrase) for group in vocabulary.synonyms for phrase in group)


def test_a_word_has_one_meaning_where_lessons_are_compared(vocabulary: Vocabulary) -> None:
    phrases = [phrase for group in vocabulary.alike for phrase in group]
    said = Counter(tuple(english_stem(normalise_word(token.raw)) for token in cue_tokens(phrase)) for phrase in phrases)
    assert [phrase for phrase, times in said.items() if times > 1] == []


def test_meanings_are_added_in_a_file_of_ones_own(tmp_path: Path) -> None:
    vocabulary = read(extra_file(tmp_path, "alike.toml", 'pets = [["dog", "hound"]]'))
    assert vocabulary.alike[-1] == ("dog", "hound")
    assert len(vocabulary.alike) == len(read().alike) + 1


def test_a_theme_is_added_by_one_file(tmp_path: Path) -> None:
    vocabulary = read(extra_file(tmp_path, "themes/dangerous-dogs.toml", THEME))
    assert vocabulary.themes["dangerous-dogs"].label == "Dogs in the home"
    assert set(vocabulary.themes) - set(read().themes) == {"dangerous-dogs"}
    assert vocabulary.fingerprint != read().fingerprint


def test_a_file_of_the_same_name_takes_the_place_of_the_one_supplied(tmp_path: Path) -> None:
    vocabulary = read(extra_file(tmp_path, "themes/neglect.toml", THEME))
    assert vocabulary.themes["neglect"].label == "Dogs in the home"
    assert set(vocabulary.themes) == set(read().themes)


def test_a_renamed_theme_is_still_known_by_its_old_name(tmp_path: Path) -> None:
    renamed = THEME.replace("[cues]", 'replaces = ["dogs"]\n[cues]', 1)
    vocabulary = read(extra_file(tmp_path, "themes/dangerous-dogs.toml", renamed))
    theme = vocabulary.theme("dogs")
    assert theme is not None
    assert theme.slug == "dangerous-dogs"
    assert vocabulary.theme("cats") is None


def test_an_acronym_and_a_list_entry_are_added_the_same_way(tmp_path: Path) -> None:
    extra_file(tmp_path, "acronyms.toml", 'XYZ = "example of a zone"')
    extra_file(tmp_path, "lists/review-types.toml", '[zone-review]\nlabel = "Zone review"')
    vocabulary = read(tmp_path)
    assert vocabulary.acronyms["XYZ"] == "example of a zone"
    assert "MARAC" in vocabulary.acronyms
    assert vocabulary.review_types["zone-review"].label == "Zone review"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("themes/x.toml", "label = ", "not TOML"),
        ("themes/x.toml", THEME.replace("label", "lable", 1), "lable"),
        ("themes/x.toml", THEME.replace('group = "circumstances"', 'group = "pets"'), "there is no group 'pets'"),
        ("themes/x.toml", THEME.replace("strong", "weak").replace('"dangerous dog", "dog bite"', ""), "at least one"),
        ("themes/x.toml", THEME.replace("strong =", 'near = [["dog"]]\nstrong ='), "two parts or more"),
        ("themes/x.toml", THEME.replace("[cues]", 'related = ["cats"]\n[cues]', 1), "there is no theme 'cats'"),
        ("themes/x.toml", THEME.replace("[check]", '[crosswalk]\nzoo = ["1"]\n[check]', 1), "no scheme 'zoo'"),
        ("themes/x.toml", THEME.replace("[cues]", 'replaces = ["neglect"]\n[cues]', 1), "still a theme of its own"),
        ("themes/x.toml", THEME.replace('"dog bite"', '".. bite"'), "'.. bite'"),
        ("themes/Big Dog.toml", THEME, "small letters"),
        ("kinds/x.toml", "label = 3", "label"),
        ("acronyms.toml", "XYZ = 3", "XYZ"),
        ("synonyms.toml", 'groups = [["alone"]]', "two phrases or more"),
        ("alike.toml", 'people = [["alone"]]', "two phrases or more"),
        ("alike.toml", 'people = [["dad", "…"]]', "without a word"),
        ("alike.toml", "people = 3", "people"),
        ("lists/agencies.toml", "[police]\nlable = 'x'", "police"),
        ("lists/review-types.toml", "[zone]\nlabel = 'x'\ntheme = 'cats'", "zone.theme: there is no theme 'cats'"),
        ("lists/agencies.toml", "[Police]\nlabel = 'x'", "not a slug"),
    ],
)
def test_a_bad_file_is_reported_by_its_name_and_field(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(BadVocabulary) as caught:
        read(extra_file(tmp_path, name, text))
    assert said in str(caught.value)
    assert Path(name).name in str(caught.value)


def test_a_file_that_is_not_text_is_reported(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "x.toml").write_bytes(b"label = '\xff'")
    with pytest.raises(BadVocabulary, match="UTF-8"):
        read(tmp_path)


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BadVocabulary, match="not a folder"):
        read(tmp_path / "nowhere")


def test_weights_that_cannot_be_read_are_reported(tmp_path: Path) -> None:
    with pytest.raises(BadVocabulary, match=r"weights\.json"):
        read(extra_file(tmp_path, "weights.json", "{"))
    with pytest.raises(BadVocabulary, match="signs"):
        read(extra_file(tmp_path, "weights.json", "{}"))


def test_a_kind_with_the_former_sign_for_room_between_words_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds/lesson.toml").write_text('label = "Lesson"\nheadings = ["what ~ learned"]\n', encoding="utf-8")
    with pytest.raises(BadVocabulary, match=r"lesson.toml: headings: 'what ~ learned' holds '~': write '..'"):
        read(tmp_path)


def test_everyday_words_are_written_as_cues_are() -> None:
    lists = tomllib.loads((ROOT / "search/understanding/everyday.toml").read_text(encoding="utf-8"))
    said = [words for entries in lists.values() for words in entries]
    assert len(said) > 500
    signed = [words for words in said if re.search(r"[~…*=|]|\.\.", words)]
    assert signed
    assert {words: fault for words in signed if (fault := faults(words))} == {}


def test_a_kind_that_is_asked_for_by_a_broken_pattern_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds/near_miss.toml").write_text(
        'label = "Near miss"\nasked_for = ["near (miss"]\n', encoding="utf-8"
    )
    with pytest.raises(BadVocabulary, match=r"near_miss.toml: asked_for: 'near \(miss' is not a regular expression"):
        read(tmp_path)


def test_a_kind_of_ones_own_is_called_by_its_label_unless_its_file_says_more(tmp_path: Path) -> None:
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds/near_miss.toml").write_text('label = "Near miss"\n', encoding="utf-8")
    kind = read(tmp_path).kinds["near_miss"]
    assert (kind.called, kind.rank, kind.labels, kind.asked_for) == ("near miss", 100, (), ())


@pytest.mark.parametrize(
    ("name", "cue", "sign"),
    [
        ("agencies", r"social work(?:er)?s", r"\("),
        ("agencies", "nurser*", r"\*"),
        ("document-types", "letter|reply", r"\|"),
        ("review-types", "review .. practice", r"\.\."),
        ("statuses", "=done", "="),
    ],
)
def test_a_sign_in_a_list_of_plain_phrases_is_refused(tmp_path: Path, name: str, cue: str, sign: str) -> None:
    with pytest.raises(BadVocabulary, match=rf"{name}.toml: own.cues: .* holds '{sign}': in this list a cue"):
        read(extra_file(tmp_path, f"lists/{name}.toml", f"[own]\nlabel = 'Own'\ncues = ['{cue}']\n"))


@pytest.mark.parametrize("name", ["agencies", "subjects"])
def test_a_cue_of_a_list_without_a_word_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadVocabulary, match=rf"{name}.toml: own.spare: '-' is empty"):
        read(extra_file(tmp_path, f"lists/{name}.toml", "[own]\nlabel = 'Own'\nspare = [' - ']\n"))


def test_a_list_that_is_matched_in_running_text_has_the_language_of_cues(tmp_path: Path) -> None:
    read(extra_file(tmp_path, "lists/subjects.toml", "[own]\nlabel = 'Own'\ncues = ['foster* .. carer|carers']\n"))
    with pytest.raises(BadVocabulary, match=r"subjects.toml: own.cues: 'carer\(s\)' holds"):
        read(extra_file(tmp_path, "lists/subjects.toml", "[own]\nlabel = 'Own'\ncues = ['carer(s)']\n"))


def test_a_plain_phrase_may_have_the_marks_of_names(tmp_path: Path) -> None:
    file = extra_file(
        tmp_path, "lists/agencies.toml", "[own]\nlabel = 'Own'\ncues = [\"St. Bride's A&E/ED\", 'X-ray']\n"
    )
    assert read(file).agencies["own"].cues == ("St. Bride's A&E/ED", "X-ray")


def test_a_review_type_may_name_a_theme_by_its_old_name(tmp_path: Path) -> None:
    extra_file(tmp_path, "themes/dangerous-dogs.toml", THEME.replace("[cues]", 'replaces = ["dogs"]\n[cues]', 1))
    extra_file(tmp_path, "lists/review-types.toml", "[zone]\nlabel = 'x'\ntheme = 'dogs'")
    assert read(tmp_path).review_types["zone"].theme == "dogs"
