"""What a question asks for beside findings, and whether it names a subject at all."""

from __future__ import annotations

import pytest

from search.understanding.intents import asks_for_a_page, intents, without_intents


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("neglect by year and type of review", "table"),
        ("trends in exploitation", "table"),
        ("are lessons from SARs repeated in DHRs", "table"),
        ("who else recommended a register of carers", "similar"),
        ("recommendations similar to ours on bruising", "similar"),
        ("was this case already used in a session", "used_before"),
        ("last year's training pack", "used_before"),
        ("terms of reference for a review about hoarding", "questions"),
        ("what changed after the inspection", "follow_up"),
        ("what did the school do afterwards", "follow_up"),
        ("30 minute session on neglect for health visitors", "case_pack"),
        ("two reviews side by side", "contrast"),
        ("a short case on neglect", "cases"),
        ("a drowning case you can use with the team", "cases"),
        ("gentle story about a fire", "cases"),
        ("a sensitive case for induction", "cases"),
        ("a flood, non graphic case", "cases"),
        ("sensitive drowning case for induction", "cases"),
        ("a flood, not too gruesome", "cases"),
        ("learning from a fire, gentle enough for a session", "cases"),
    ],
)
def test_questions_for_a_page_are_noticed_however_they_are_worded(question: str, intent: str) -> None:
    assert intent in intents(question)


@pytest.mark.parametrize(
    "question",
    [
        "drugs used in supported housing",
        "police powers used before the arrest",
        "each child was seen",
        "the type of injury",
        "last year of school",
        "training sessions for carers",
        "careful case recording",
        "safe case transfer between teams",
        "safe handover examples",
        "careful lifting cases",
        "roles not explicit in the plan",
    ],
)
def test_words_of_practice_ask_for_no_page(question: str) -> None:
    assert intents(question) == ()


@pytest.mark.parametrize(
    ("question", "only_a_page"),
    [
        ("quiz", True),
        ("contrast: same theme, different agency", True),
        ("themes in every review 2015 to 2018", True),
        ("check our draft DHR against earlier ones", True),
        ("lessons in our area since 2016 that came back", True),
        ("quiz on neglect", False),
        ("what changed after recommendation 3", False),
        ("who else recommended a register of carers", False),
        ("neglect", False),
    ],
)
def test_a_subject_beside_the_page_is_noticed(question: str, only_a_page: bool) -> None:
    assert asks_for_a_page(question) is only_a_page


def test_the_subject_is_left_without_the_words_that_ask_for_a_page() -> None:
    assert without_intents("who else made this recommendation to housing providers") == "to housing providers"
    assert without_intents("neglect by year and review type") == "neglect"
    assert without_intents("gentle drowning story") == "drowning story"
    assert without_intents("a non-graphic lightning case for induction") == "a lightning case for induction"
