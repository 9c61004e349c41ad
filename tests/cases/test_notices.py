"""What a reader is told beforehand of a case: sure of whom, sure of what, and otherwise cautious."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.app.library import Library
from kb.cases.notices import content_notice
from kb.core.settings import Settings
from kb.text.notices import notice_sentence
from kb.vocabulary import load

VOCABULARY = load()
CHILD, ADULT, HOMICIDE = "child-safeguarding-practice-review", "safeguarding-adult-review", "domestic-homicide-review"


def notice(type_: str, title: str, story: str, *findings: tuple[str, str], ages: tuple[float, ...] = ()) -> str:
    told = [(text, frozenset({theme} - {""})) for text, theme in findings]
    review_type = VOCABULARY.review_types.get(type_)
    return notice_sentence(content_notice(review_type, title, story, "", told, ages, VOCABULARY))


@pytest.mark.parametrize(
    ("type_", "title", "story", "told"),
    [
        # of the one it is named after
        (CHILD, "Wren", "Wren was four months old. She died at home in March 2019.", "the death of a child"),
        (CHILD, "Child R", "In May the ambulance was called and Child R was found dead.", "the death of a child"),
        (CHILD, "Learning summary: Idris", "This review follows the death of Idris, aged 15.", "the death of a child"),
        (ADULT, "Mrs Pell", "Mrs Pell, a retired cook, died in hospital.", "the death of an adult"),
        (ADULT, "Review into Adult H", "Adult H’s death was not expected.", "the death of an adult"),
        (HOMICIDE, "Domestic Homicide Review", "They had met in 2011.", "the death of an adult and domestic abuse"),
        (
            CHILD,
            "Nico",
            "Nico lived with his aunt after his mother died in 2012.",
            "the death of or serious harm to a child",
        ),
        (CHILD, "Tess", "Tess was at risk of dying from hunger. She recovered.", "serious harm to a child"),
        (
            CHILD,
            "Ada",
            "The family’s dog died, and Ada stopped going to school.",
            "the death of or serious harm to a child",
        ),
        (ADULT, "Ben", "Ben cared for his wife until her death in 2015.", "the death of or serious harm to an adult"),
        (
            ADULT,
            "Ms V",
            "Staff feared that Ms V could have died from a fall.",
            "the death of or serious harm to an adult",
        ),
        (
            CHILD,
            "Family K",
            "A man was stabbed in the same street. The children were safe.",
            "the death of or serious harm to a child",
        ),
        (
            CHILD,
            "Kit",
            "Kit was seventeen. He was hit by a van and later died.",
            "the death of a child",
        ),
        (CHILD, "Young Person Osei", "Osei was fifteen. He was struck by a train and died.", "the death of a child"),
        (ADULT, "Mr Roe", "Mr Roe fell on the stairs at Beck Lodge and died.", "the death of an adult"),
        (
            CHILD,
            "Ilse",
            "Ilse was cared for by her aunt, who fell ill and died.",
            "the death of or serious harm to a child",
        ),
        (CHILD, "Twins A and B", "Twin B fell ill at night and died. Twin A is well.", "the death of a child"),
        (CHILD, "Rhona", "Rhona was two. She fell through ice and was killed.", "the death of a child"),
        (ADULT, "Mr Noakes", "Mr Noakes’s funeral was on a Monday. Four carers came.", "the death of an adult"),
        (
            ADULT,
            "Learning from Della",
            "The inquest heard that no one rang.",
            "the death of or serious harm to an adult",
        ),
        (CHILD, "Milo", "Milo had two broken legs. Today he lives with his aunt.", "serious harm to a child"),
        (
            CHILD,
            "Petra",
            "The inquest was in May. A boy of the same name is well.",
            "the death of or serious harm to a child",
        ),
        # named after the one who did it
        ("mappa-serious-case-review", "Mr Crane", "Mr Crane hit a boy.", "the death of or serious harm to a person"),
        # nothing says whom it concerns
        ("", "Learning from Sol", "Sol died after a fall.", "the death of a person"),
        ("", "Mr Amery", "Mr Amery died after a fall.", "the death of an adult"),
        ("prevention-of-future-deaths", "Regulation 28 report", "The inquest ended in May.", "the death of a person"),
        ("none", "Guide", "If a child died in your area, would you know? Every child who died was known.", ""),
        ("none", "Annual report", "Numbers of plans rose. Staff were trained.", ""),
        ("none", "Away day", "We heard from a mother whose daughter died and from a son whose father drowned.", ""),
        ("inspection", "Joint inspection", "Leaders know their services well.", ""),
    ],
)
def test_a_death_is_told_only_of_the_one_it_came_to(type_: str, title: str, story: str, told: str) -> None:
    assert notice(type_, title, story) == (f"Before you read: this includes {told}." if told else "")


def test_ages_say_whom_a_case_is_about_where_its_type_does_not() -> None:
    assert "death of a child" in notice("", "Learning from Sol", "Sol died after a fall.", ages=(2.0,))
    assert "death of an adult" in notice("", "Learning from Sol", "Sol died after a fall.", ages=(40.0,))
    assert "death of a person" in notice("", "Learning from Sol", "Sol died after a fall.", ages=(2.0, 40.0))


@pytest.mark.parametrize(
    ("story", "subjects"),
    [
        ("She took her own life. A note spoke of suicide.", ("suicide or self-harm",)),
        ("He was known for self-neglect. The hoarding had grown.", ("self-neglect or hoarding",)),
        ("There was no domestic abuse. Nobody spoke of domestic violence, never of domestic abuse.", ()),
        ("The board has a subgroup on domestic abuse.", ()),  # in passing
        ("He controlled her: domestic abuse began in 2014. Police recorded domestic violence.", ("domestic abuse",)),
    ],
)
def test_a_hard_subject_is_told_where_the_case_speaks_of_it(story: str, subjects: tuple[str, ...]) -> None:
    told = content_notice(VOCABULARY.review_types[ADULT], "Ms V", story, "", [], (), VOCABULARY)
    assert told.subjects == subjects


def test_one_finding_in_passing_tells_no_subject_and_two_do() -> None:
    one = ("Staff had training on sexual abuse.", "sexual-abuse")
    two = ("Her disclosure of sexual abuse was not recorded.", "sexual-abuse")
    assert "sexual abuse" not in notice(CHILD, "Ivy", "Ivy is thirteen.", one)
    assert "sexual abuse" in notice(CHILD, "Ivy", "Ivy is thirteen.", one, two)


HARMED_CHILD, HARMED_ADULT = "serious harm to a child", "serious harm to an adult"
EITHER_CHILD = "the death of or serious harm to a child"  # where the text does not say that the child lives
CASES = [
    (
        "Local child safeguarding practice review: Baby Tansy",
        "Tansy was four months old. The young man who lived with her mother rang 999. Tansy had a serious head injury "
        "and recovered.",
        (HARMED_CHILD,),
    ),
    (
        "Serious case review: Child N",
        "Child N was 15. He took his own life in March 2017. He had told a teacher that he thought of suicide.",
        ("the death of a child", "suicide or self-harm"),
    ),
    (
        "Domestic homicide review: Orla",
        "Orla was 41 and was killed by her husband in 2016. He had controlled her money.",
        ("the death of an adult", "domestic abuse"),
    ),
    (
        "Safeguarding adults review: Mr Teal",
        "Mr Teal was 78 and lived alone among papers to the ceiling. He neglected himself. He died in a fire.",
        ("the death of an adult", "self-neglect or hoarding"),
    ),
    (
        "Safeguarding adults review: Marl House",
        "Staff at a care home shouted at residents and left them unwashed. Nobody died. One man had a broken hip.",
        (HARMED_ADULT, "abuse or neglect in a place of care"),
    ),
    (
        "Learning review: Kit",
        "Kit lived with an aunt. He was found with burns and is now safe.",
        ("serious harm to a person",),
    ),
    (
        "Child safeguarding practice review: Fern and Moss",
        "Fern was sexually abused by her uncle. She told her school at 14. Moss saw it.",
        (EITHER_CHILD, "sexual abuse"),
    ),
    (
        "Thematic review of exploitation",
        "Seven young people were exploited by a gang to carry drugs. One was stabbed and died.",
        ("the death of a person", "exploitation of a child or young person"),
    ),
    ("Annual report of the partnership", "The partnership trained 300 staff. Attendance rose.", ()),
    (
        "Regulation 28 report: Prevention of future deaths",
        "Mrs Lark, aged 66, was found dead at home after a fall from her bed.",
        ("the death of an adult",),
    ),
    (
        "Domestic abuse related death review: Ines",
        "Ines was 29. She took an overdose and died after years of coercive control.",
        ("the death of an adult", "domestic abuse", "suicide or self-harm"),
    ),
    (
        "Mental health homicide review: Mr Q",
        "Mr Q killed a stranger in the park in 2018. He was unwell.",
        ("the death of a person",),
    ),
    (
        "Serious case review: Child U",
        "Child U was starved and beaten by her stepfather and lives with her aunt.",
        (HARMED_CHILD, "neglect", "physical abuse"),
    ),
    (
        "Seven-minute briefing: Jory",
        "Jory, 17, was excluded from school. He was stabbed at a bus stop and survived.",
        (HARMED_CHILD,),
    ),
    (
        "Rapid review: twins",
        "The twins were two weeks old. One died while sleeping beside an adult who had drunk alcohol.",
        ("the death of a child",),
    ),
    (
        "Safeguarding adult review: Anwen",
        "Anwen was 19 and had been in care. She was found hanged.",
        ("the death of an adult", "suicide or self-harm"),
    ),
    ("Joint inspection of Fenmere", "Leaders know their service well. Children are seen alone.", ()),
    (
        "Child practice review CPR 4/2019",
        "The child, aged three, ate tablets left on a table and was in intensive care.",
        (EITHER_CHILD,),
    ),
    (
        "Adult practice review: Mr H",
        "Mr H, 52, was kept in a garage and made to work without pay. He is safe now.",
        (HARMED_ADULT, "financial abuse or modern slavery"),
    ),
    (
        "Child safeguarding practice review: Family W",
        "The family had fled from the children's father. The children are well. Their grandfather died in 2011.",
        (HARMED_CHILD, "domestic abuse"),
    ),
]


@pytest.mark.parametrize(("title", "story", "told"), CASES, ids=[title for title, *_ in CASES])
def test_a_paper_has_the_notice_of_its_case(tmp_path: Path, title: str, story: str, told: tuple[str, ...]) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text(
        f"# {title}\n\nAn invented paper of Fenmere.\n\n## What happened\n\n{story}\n\n"
        "## Lessons\n\n- Practitioners should share what they know.\n",
        encoding="utf-8",
    )
    with Library.open(Settings(data=tmp_path / "data", search="memory:")) as library:
        library.add([paper])
        (review,) = library.reviews()
        notice = library.content_notice(review.slug)
    assert set(notice.all_subjects) == set(told)
    assert notice_sentence(notice).startswith("Before you read") is bool(told)


def test_first_lines_name_a_subject_only_where_somebody_came_to_harm() -> None:
    first = "Staff had training on domestic abuse. The board met six times."
    report = content_notice(VOCABULARY.review_types["none"], "Annual report", "", first, [], (), VOCABULARY)
    assert report.all_subjects == ()
    named = content_notice(VOCABULARY.review_types["none"], "Report on domestic abuse", "", first, [], (), VOCABULARY)
    assert named.subjects == ("domestic abuse",)
    case = content_notice(VOCABULARY.review_types[ADULT], "Ms V", "", "Ms V fled domestic abuse.", [], (), VOCABULARY)
    assert case.subjects == ("domestic abuse",)


def test_a_sentence_of_the_story_and_of_the_first_lines_counts_once() -> None:
    once = "Staff had training on domestic abuse."
    told = content_notice(VOCABULARY.review_types["none"], "Annual report", once, once, [], (), VOCABULARY)
    assert told.subjects == ()


@pytest.mark.parametrize(
    ("words", "theme"),
    [
        ("Staff had training on domestic abuse.", "domestic-abuse"),
        ("Practitioners were offered a course on sexual abuse.", "sexual-abuse"),
        ("A leaflet about suicide went to every school.", "suicide-self-harm"),
    ],
)
def test_a_finding_that_is_a_sentence_of_the_opening_is_no_second_one(words: str, theme: str) -> None:
    opening = f"The partnership met six times. {words}"
    report = VOCABULARY.review_types["none"]
    once = content_notice(report, "Annual report", "", opening, [(words, frozenset({theme}))], (), VOCABULARY)
    assert once.subjects == ()
    other = (f"In May it was said again: {words}", frozenset({theme}))
    twice = content_notice(report, "Annual report", "", opening, [other], (), VOCABULARY)
    assert twice.subjects == (VOCABULARY.themes[theme].notice,)


@pytest.mark.parametrize(
    ("type_", "title", "story", "told"),
    [
        (
            CHILD,
            "Wren",
            "The foster carer had met Wren once. She died in 2020.",
            "the death of or serious harm to a child",
        ),
        (ADULT, "Ben", "Ben’s landlord rang. He was found dead in May.", "the death of or serious harm to an adult"),
        (CHILD, "Idris", "In the spring Idris moved to a hostel. He died there in May.", "the death of a child"),
        (ADULT, "Ben", "Ben had been ill for a year. He was found dead in May.", "the death of an adult"),
    ],
)
def test_who_he_is_after_a_sentence_that_begins_with_another_is_not_known(
    type_: str, title: str, story: str, told: str
) -> None:
    assert notice(type_, title, story) == f"Before you read: this includes {told}."
