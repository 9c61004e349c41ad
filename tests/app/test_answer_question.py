"""What answers a question and what is told missing, corrected or combined, over a small index."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kb.app.answer_question import AnsweredQuestion, answer_question
from kb.app.answer_sources import AnswerSources
from kb.app.finding_order import FindingOrder
from kb.core.model import FindingInContext, Review
from kb.vocabulary import load
from search import IndexEntry, Query
from search.engines.memory import Memory
from search.understanding.answerability import Closeness

VOCABULARY = load()


class Shelf:
    """Findings of a small library: the index, and the texts behind it."""

    def __init__(self, *entries: IndexEntry) -> None:
        self.engine = Memory(VOCABULARY)
        self.engine.rebuild(entries, 0)
        self.entries = {one.id: one for one in entries}
        self.asked: list[Query] = []

    def search(self, query: Query) -> Any:
        self.asked.append(query)
        return self.engine.search(query)

    def holdings(self, ids: Sequence[str]) -> tuple[FindingInContext, ...]:
        found = []
        for one in map(self.entries.__getitem__, ids):
            finding = SimpleNamespace(id=one.id, text=one.body, heading=(), themes=one.themes)
            found.append(
                SimpleNamespace(
                    finding=finding, review=SimpleNamespace(title=one.title, area=one.area, slug=one.review)
                )
            )
        return cast(tuple[FindingInContext, ...], tuple(found))

    def answer(self, text: str, *, narrow: bool = True, **filters: tuple[str, ...]) -> AnsweredQuestion:
        return answer_question(
            Query(text, filters=filters),
            AnswerSources(self.search, (), VOCABULARY, holdings=self.holdings, narrow=narrow),
        )


def entry(number: int, body: str, kind: str = "concern", themes: tuple[str, ...] = ()) -> IndexEntry:
    return IndexEntry(number, str(number), "d", "r", body, kind=kind, themes=themes)


class FarOrder:
    """Stands for an order by meaning in which the nearest finding is so near to every question."""

    def __init__(self, of_text: float) -> None:
        self.near = Closeness(0.1, of_text)

    def closeness(self, *_: object) -> Closeness:
        return self.near

    def likeness(self, *_: object) -> float:
        return 1.0

    def theme_chances(self, _: str) -> dict[str, float]:
        return {}

    def encode_at_once(self, _: object) -> None:
        pass

    def read_theme(self, _: object) -> str:
        return ""


def test_the_answer_is_of_the_kind_or_says_that_there_is_none() -> None:
    praised = entry(2, "Midwives asked fathers to every visit.", "good_practice")
    shelf = Shelf(entry(1, "Fathers were not asked to visits."), praised)
    answered = shelf.answer("good examples of asking fathers")
    assert [hit.id for hit in answered.results.hits] == ["2"]
    assert [one.value for one in answered.understood.asked] == ["good_practice"]
    assert "1" in [hit.id for hit in shelf.answer("good examples of asking fathers", narrow=False).results.hits]
    none = Shelf(entry(1, "Fathers were not asked to visits.")).answer("good examples of asking fathers")
    assert [hit.id for hit in none.results.hits] == ["1"]
    assert none.results.notices[0].startswith("We found no good practice on “asking fathers” in this library.")


def test_an_area_of_which_nothing_is_of_the_kind_is_told_as_an_area() -> None:
    held = (Review("r", "Mr T", "", "Northby Board", "Northby", "Northby Board"),)
    told = {}
    for body in ("Recommendations were late in Northby.", "The bell rang."):
        shelf = Shelf(entry(1, body))
        asked = Query("recommendations in Northby")
        told[body] = answer_question(
            asked, AnswerSources(shelf.search, held, VOCABULARY, holdings=shelf.holdings)
        ).results.notices
    first, second = told.values()
    none = "We found no recommendation from Northby in this library."
    assert f"{none} The nearest findings of any kind and area are shown." in first
    assert none in second


def test_a_kind_that_answers_nothing_gives_way_to_what_answers() -> None:
    late = entry(1, "Lanterns for the ferry were lent late.")
    shelf = Shelf(late, entry(2, "A school bell was mended.", "action"), entry(3, "A lantern was bought.", "action"))
    answered = shelf.answer("what was done about ferry lanterns lent late")
    assert [hit.id for hit in answered.results.hits][:1] == ["1"]
    assert answered.results.notices[0].startswith("We found no action on “ferry")
    assert answered.understood.nothing == ""
    nothing = Shelf(*list(shelf.entries.values())[1:]).answer("what was done about ferry lanterns lent late")
    assert nothing.understood.nothing  # of no kind
    assert [hit.id for hit in nothing.results.hits] == ["3"]


def test_a_word_of_talk_is_told_as_a_word_and_a_subject_as_missing() -> None:
    shelf = Shelf(entry(1, "Lanterns were lent to the twins."), entry(2, "The ferry was late."))
    told = shelf.answer("dazzling lanterns bamboozle").understood
    assert told.nothing == "No finding in this library has the words “dazzling” or “bamboozle”."
    assert shelf.answer("dazzling").understood.nothing == "Nothing in this library is about “dazzling”."
    assert shelf.answer("polite").understood.nothing == "No finding in this library has the word “polite”."
    assert shelf.answer("Selworth lanterns bamboozle Grimby").understood.nothing.startswith("Nothing in this library")


def test_words_that_are_all_held_are_never_told_as_missing() -> None:
    """No finding has all of most long questions, those that are answered among them (kb/decisions/0161)."""
    shelf = Shelf(
        entry(1, "The lighthouse visits were planned with the family."),
        entry(2, "Umbrellas were handed to the school."),
        entry(3, "A lighthouse near an umbrella shop stood in the story."),
    )
    apart = Shelf(*list(shelf.entries.values())[:2]).answer("lighthouse umbrellas")
    assert not apart.understood.nothing
    assert {hit.id for hit in apart.results.hits} == {"1", "2"}
    assert not shelf.answer("lighthouse umbrellas").understood.unanswered


def test_what_a_filter_leaves_says_nothing_of_the_whole_library() -> None:
    shelf = Shelf(
        entry(1, "The lighthouse stood near an umbrella shop.", kind="concern"),
        entry(2, "The lighthouse keeper shared what he knew.", kind="lesson"),
        entry(3, "Umbrellas were handed to the school.", kind="lesson"),
    )
    answer = shelf.answer("lighthouse umbrella shop", kind=("lesson",))
    assert not answer.understood.unanswered
    assert not any("Nothing in this library" in one for one in answer.results.notices)


def test_every_page_tells_the_same_total() -> None:
    shelf = Shelf(*(entry(n, f"Lanterns were lent to twin {n}, in the right care of a person.") for n in range(1, 36)))
    for text, total in (("lanterns lent", 35), ("lanterns lent in Right Care Right Person", 10)):
        answers = [
            answer_question(
                Query(text, page=page, size=10), AnswerSources(shelf.search, (), VOCABULARY, holdings=shelf.holdings)
            )
            for page in (1, 2, 4)
        ]
        assert [one.results.total for one in answers] == [total] * 3
        assert [len(one.results.hits) for one in answers] == ([10, 10, 5] if total == 35 else [10, 0, 0])
        assert [one.understood.query.page for one in answers] == [1, 2, 4]


def test_a_name_that_stands_further_down_is_no_missing_name() -> None:
    beside = [entry(n, "Lanterns were lent by the Lantern Wardens.") for n in range(1, 15)]
    shelf = Shelf(*beside, entry(20, "The Kite Menders wrote of the matter at length and of much else beside it."))
    answered = shelf.answer("did lantern wardens lend lanterns as Kite Menders would")
    assert not answered.understood.unanswered
    assert Shelf(*beside).answer("did lantern wardens lend lanterns as Kite Menders would").understood.unanswered


def test_a_place_that_is_held_with_nothing_else_of_the_question_is_told_with_it() -> None:
    beside = [entry(n, "Lanterns were lent by the wardens.") for n in range(1, 15)]
    shelf = Shelf(*beside, entry(20, "The wardens visited a school in Nottingham."))
    told = shelf.answer("lanterns lent Nottingham").understood
    assert told.nothing == "Nothing in this library is about “lanterns lent Nottingham”."
    assert not shelf.answer("school Nottingham").understood.unanswered
    assert Shelf(*beside).answer("lanterns lent in Nottingham").understood.missing == ("Nottingham",)


def test_a_place_further_down_in_a_named_review_is_not_reported_as_missing() -> None:
    beside = [entry(n, "Lanterns were lent by the wardens.") for n in range(1, 15)]
    shelf = Shelf(*beside, entry(20, "The wardens visited a school in Nottingham."))
    held = (Review("r", "Family Q", "", "Nottingham Board", "", ""),)
    asked = Query("Family Q lanterns lent Nottingham")
    answered = answer_question(asked, AnswerSources(shelf.search, held, VOCABULARY, holdings=shelf.holdings))
    assert answered.understood.reviews == ("r",)
    assert answered.understood.nothing == ""


def test_a_correction_must_make_sense_beside_the_other_words() -> None:
    shelf = Shelf(entry(1, "The neglect of the twins was seen."), entry(2, "Lanterns were lent to carers."))
    assert shelf.answer("neglekt of the twins").understood.corrected == "neglect of the twins"
    assert shelf.answer("neglekt of lanterns").understood.corrected == ""


def test_the_index_is_asked_at_most_twice() -> None:
    shelf = Shelf(entry(1, "The neglect of the twins was seen."))
    for text in (
        "neglekt",
        "good examples of sailing",
        "neglect",
        "good examples of neglekt",
        "Right Care Right Person",
    ):
        shelf.asked.clear()
        shelf.answer(text)
        assert len(shelf.asked) <= 2, text


@pytest.mark.parametrize("word", ["Leeds", "leeds", "casual", "quiz", "contrast", "timeline", "kites"])
def test_places_ordinary_words_and_words_of_the_product_are_no_mistakes(word: str) -> None:
    shelf = Shelf(
        *(entry(n, f"Neglect {near} was seen.") for n, near in enumerate("leads causal quit contract".split(), 1))
    )
    answered = shelf.answer(f"neglect {word}")
    assert (answered.understood.corrected, answered.understood.suggestion, answered.results.did_you_mean) == (
        "",
        "",
        "",
    )


def test_a_word_that_is_no_word_is_put_right_beside_ordinary_ones() -> None:
    shelf = Shelf(entry(1, "The causal chain of neglect was seen by lanterns."))
    assert shelf.answer("causal neglekt").understood.corrected == "causal neglect"


def test_an_everyday_phrase_for_a_theme_finds_all_of_the_theme_words_first() -> None:
    shelf = Shelf(
        entry(1, "Nobody asked who Mr Z was.", themes=("fathers-hidden-men",)),
        entry(2, "Her new boyfriend was not known.", themes=("fathers-hidden-men",)),
        entry(3, "Records were kept late.", themes=("recording",)),
    )
    assert [hit.id for hit in shelf.engine.search(Query("new boyfriend we didn't know about")).hits] == ["2", "1"]


def test_words_in_one_sentence_come_before_words_far_apart() -> None:
    filler = "and the plan went on for some weeks while others came and went without any note " * 2
    shelf = Shelf(
        entry(1, f"Lanterns lanterns {filler} ferry ferry."),
        entry(2, f"It was found that a lantern on that old ferry went out {filler} {filler}."),
    )
    assert [hit.id for hit in shelf.engine.search(Query("lantern ferry")).hits][:1] == ["2"]


def test_a_theme_is_no_answer_where_no_finding_has_the_most_telling_words() -> None:
    themes = ("housing-conditions-homelessness",)
    shelf = Shelf(entry(1, "Tenancies of care leavers were kept.", themes=themes))
    words = Shelf(entry(1, "There was damp and mould in council homes.", themes=themes))
    for held, of_text, told in ((shelf, 0.1, True), (shelf, 0.5, False), (words, 0.1, False)):
        order = cast(FindingOrder, FarOrder(of_text))
        query = Query("damp conditions and homelessness")
        found = answer_question(query, AnswerSources(held.search, (), VOCABULARY, holdings=held.holdings, order=order))
        assert found.results.total == 1
        assert bool(found.understood.nothing) is told


def test_a_single_word_is_never_taken_for_one_that_is_not_of_the_field() -> None:
    shelf = Shelf(entry(1, "Practice is varying."), entry(2, "Neglect was seen."))
    assert not shelf.answer("vaping").results.did_you_mean
    assert shelf.answer("neglekt").understood.corrected == "neglect"


@pytest.mark.parametrize("asked", ["hoarding", "Hoarders?", "about hoarding"])
def test_of_one_matter_that_nothing_has_no_part_is_said_to_be_held(asked: str) -> None:
    """Another name of it has words that stand apart in what is held: "self" and "neglect"."""
    shelf = Shelf(entry(1, "She cut her self free."), entry(2, "The neglect of the twins was told late."))
    assert shelf.answer(asked).understood.nothing.startswith("Nothing in this library is about “")


def test_words_that_say_what_an_answer_is_for_are_told_as_left_out() -> None:
    shelf = Shelf(entry(1, "The ferry was late."))
    told = shelf.answer("examples of a late ferry, easy to read").results.notices
    assert told[-1] == "We searched without “easy to read”."
    assert "“easy to read”" not in " ".join(shelf.answer("examples of a late ferry").results.notices)


def test_words_of_dialect_are_read_as_standard_ones_and_said_to_be() -> None:
    shelf = Shelf(entry(1, "The child was not seen by the police."))
    answered = shelf.answer("polis didnae see the bairn")
    assert answered.understood.corrected == "police didn't see the child"
    assert [hit.id for hit in answered.results.hits] == ["1"]
    typed = answer_question(
        Query("polis"), AnswerSources(shelf.search, (), VOCABULARY, holdings=shelf.holdings, spelling=False)
    )
    assert typed.understood.corrected == ""


def test_of_two_words_that_tell_alike_the_one_that_nothing_has_is_told() -> None:
    themes = ("housing-conditions-homelessness",)
    shelf = Shelf(entry(1, "The fire service called.", themes=themes), entry(2, "A damp flat.", themes=themes))
    order = cast(FindingOrder, FarOrder(0.1))
    for asked, missing in (("caravan fire", ("caravan",)), ("fire in the flat", ())):
        sources = AnswerSources(shelf.search, (), VOCABULARY, holdings=shelf.holdings, order=order)
        assert answer_question(Query(asked), sources).understood.missing == missing


def test_words_that_ask_for_a_comparison_are_not_told_as_missing() -> None:
    shelf = Shelf(entry(1, "Lanterns were lent to the twins."))
    assert shelf.answer("lanterns vs umbrellas of glass").understood.missing == ("umbrellas", "glass")


def test_a_finding_with_the_rarest_words_is_found_among_all_of_a_theme() -> None:
    themes = ("cp-plans-core-groups",)
    on_theme = [entry(n, f"Core groups of family {n} met.", themes=themes) for n in range(2, 40)]
    shelf = Shelf(entry(1, "Minutes reach families four weeks late."), *on_theme)
    assert "1" in [hit.id for hit in shelf.engine.search(Query("minutes of conferences late to parents", size=50)).hits]


@pytest.mark.parametrize(("chance", "read"), [(0.9, "key-worker-continuity"), (0.5, "")])
def test_a_theme_whose_name_is_doubted_is_read_only_where_the_sense_is_certain(chance: float, read: str) -> None:
    class SureOrder(FarOrder):
        def theme_chances(self, _: str) -> dict[str, float]:
            return {"key-worker-continuity": chance}

        def read_theme(self, _: object) -> str:
            return "key-worker-continuity"

    shelf = Shelf(entry(1, "Changes of staff around a child were many.", themes=("key-worker-continuity",)))
    order = cast(FindingOrder, SureOrder(0.5))
    sources = AnswerSources(shelf.search, (), VOCABULARY, holdings=shelf.holdings, order=order)
    found = answer_question(Query("too many changes of staff around a child"), sources)
    assert found.understood.read_as == read


@pytest.mark.parametrize(("chance", "themes"), [(0.05, 1), (0.5, 2)])
def test_one_word_names_a_theme_beside_others_only_where_its_sense_bears_it_out(chance: float, themes: int) -> None:
    class WordSense(FarOrder):
        def theme_chances(self, text: str) -> dict[str, float]:
            return {"domestic-abuse": chance, "neglect": 0.04} if text == "survivors" else {}

    shelf = Shelf(entry(1, "Survivors were met at core group meetings."))
    order = cast(FindingOrder, WordSense(0.5))
    sources = AnswerSources(shelf.search, (), VOCABULARY, holdings=shelf.holdings, order=order)
    found = answer_question(Query("core group meetings and survivors"), sources).understood
    assert len(found.themes) == themes
    assert len(found.combined) == (2 if themes == 2 else 0)


def test_that_no_child_said_something_is_never_told_above_what_quotes_children() -> None:
    shelf = Shelf(entry(1, "A girl said, “Nobody asked me about the ferry.”"))
    answered = shelf.answer("direct quotes from children about the ferry")
    assert answered.understood.none_of_kind == ""
    assert [hit.id for hit in answered.results.hits] == ["1"]


def test_where_a_child_s_words_are_asked_for_and_nothing_is_found_that_is_told() -> None:
    shelf = Shelf(entry(1, "The lanterns were lent."))
    answered = shelf.answer("direct quotes from children about zeppelins")
    assert not answered.results.total
    assert answered.understood.none_of_kind.startswith("We found no ")
