"""The first findings of an answer stand in order of nearness; nothing is added, taken away or moved further on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from kb.app.finding_order import FindingOrder
from kb.app.nearness_signs import REORDERED, NearnessSigns, OrderWeights, focus_of, is_unlikely, worth_of
from kb.app.question_parts import part_weights
from kb.core.model import FindingInContext, Kind
from kb.text.stemming import stem
from kb.vocabulary import load
from search import IndexEntry, Query
from search.engines.memory import Memory
from search.port import Hit, Results
from tests.makers import make_reading, make_tag

VOCABULARY = load()


class OrderedShelf:
    """Findings of these words, in an engine and as they are held."""

    def __init__(self, *sentences: str) -> None:
        reading = make_reading(sentences)
        found = [FindingInContext(one, None, SimpleNamespace(area="")) for one in reading.findings]  # type: ignore[arg-type]
        self.held = {one.finding.id: one for one in found}
        self.engine = Memory(VOCABULARY)
        self.engine.rebuild(
            [
                IndexEntry(n, one.finding.id, "d", "r", one.finding.text, kind=one.finding.kind.value)
                for n, one in enumerate(found, 1)
            ],
            0,
        )

    def holdings(self, ids: Sequence[str]) -> list[FindingInContext]:
        return [self.held[one] for one in ids]

    def texts(self, query: Query, *, ordered: bool = True) -> list[str]:
        search = self.engine.search
        found = FindingOrder(VOCABULARY).search(query, search, self.holdings) if ordered else search(query)
        return [self.held[hit.id].finding.text for hit in found.hits]


SPREAD = "Lanterns lanterns lanterns were lent. Kites were not seen by anybody at the lantern shop."
TOGETHER = "The wardens who were asked about all of this in the long weeks of that spring lent kites and lanterns."


def test_a_finding_with_the_words_in_one_sentence_goes_before_one_that_has_them_apart() -> None:
    shelf = OrderedShelf(SPREAD, TOGETHER)
    assert shelf.texts(Query("kites lanterns lent"))[0] == TOGETHER


def test_the_same_findings_are_found_on_the_same_number_of_pages() -> None:
    shelf = OrderedShelf(*[f"Lantern {n} was lent to a school in week {n}." for n in range(REORDERED + 25)])
    pages = [shelf.texts(Query("lantern lent", page=page, size=20)) for page in range(1, 6)]
    assert [len(page) for page in pages] == [20, 20, 20, 20, 5]
    assert len({text for page in pages for text in page}) == REORDERED + 25
    beyond = Query("lantern lent", page=4, size=20)
    assert shelf.texts(beyond) == shelf.texts(beyond, ordered=False)


def test_another_order_and_the_signs_of_the_language_are_left_to_the_engine() -> None:
    shelf = OrderedShelf(SPREAD, TOGETHER)
    for query in (Query("kites OR lanterns"), Query("kites lanterns", sort="oldest"), Query("")):
        assert shelf.texts(query) == shelf.texts(query, ordered=False)


def test_what_a_review_learned_goes_before_what_is_told_as_well() -> None:
    shelf = OrderedShelf("A lantern was lent here.", "A lantern was lent there.")
    first, second = shelf.held.values()
    shelf.held[first.finding.id] = replace(first, finding=replace(first.finding, kind=Kind.CONCERN))
    shelf.held[second.finding.id] = replace(second, finding=replace(second.finding, kind=Kind.LESSON))
    assert shelf.texts(Query("lantern lent")) == [second.finding.text, first.finding.text]


@pytest.mark.parametrize("first", [True, False])
def test_of_a_kind_that_is_asked_for_the_sentence_that_made_it_one_has_the_words(first: bool) -> None:
    kites_first = "Kites were mended well. Lanterns lent to schools were lost."
    lanterns_first = "Lanterns lent to schools were lost. Kites were mended well."
    shelf = OrderedShelf(kites_first, lanterns_first)
    for id_, one in shelf.held.items():
        gap = one.finding.text.index(".") + 1
        evidence = (0, gap) if first else (gap, len(one.finding.text))
        shelf.held[id_] = replace(one, finding=replace(one.finding, evidence=evidence))
    query = Query("lanterns lent schools", {"kind": (Kind.LESSON.value,)})
    assert shelf.texts(query)[0] == (lanterns_first if first else kites_first)


def test_what_is_from_the_area_that_is_named_goes_before_what_only_tells_more() -> None:
    shelf = OrderedShelf("Lanterns were lent and lent in Ilde, lanterns all.", "A lantern was seen in the hall.")
    first, second = shelf.held.values()
    shelf.held[second.finding.id] = replace(second, review=SimpleNamespace(area="Upper Wexcombe"))  # type: ignore[arg-type]
    assert shelf.texts(Query("lanterns"))[0] == first.finding.text
    assert shelf.texts(Query("lanterns in upper wexcombe"))[0] == second.finding.text


class MeaningByLetter:
    """Stands for the encoder's vectors: what begins with the same letter means the same."""

    def __init__(self, held: Iterable[FindingInContext]) -> None:
        self.held = [one.finding for one in held]
        self.chances: dict[str, float] = {}

    def question_text(self, question: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        return np.array([letter == question[0].lower() for letter in "abcdefghijklmnopqrstuvwxyz"], np.float32)

    def known_text(self, text: str, _heading: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        return self.question_text(text)

    def theme_chances(self, asked: Any) -> dict[str, float]:
        return self.chances

    def centre_question(self, asked: Any) -> Any:
        return asked

    def holds(self, id_: str, text: str, _heading: str) -> bool:
        return any(one.id == id_ and one.text == text for one in self.held)

    def find_nearest(self, asked: Any, most: int, least: float) -> tuple[str, ...]:
        return tuple(one.id for one in self.held if asked @ self.question_text(one.text) >= least)[:most]


def ask_by_meaning(shelf: OrderedShelf, query: Query) -> Results:
    meanings = MeaningByLetter(shelf.held.values())
    order = FindingOrder(VOCABULARY, meanings)  # type: ignore[arg-type]
    return order.search(query, shelf.engine.search, shelf.holdings)


def test_what_means_nearly_the_same_is_found_without_the_words_and_reported() -> None:
    shelf = OrderedShelf("Wardens lent lanterns.", "Lamps went out.", "Kites flew.")
    found = ask_by_meaning(shelf, Query("lanterns lent"))
    assert [shelf.held[hit.id].finding.text for hit in found.hits] == ["Wardens lent lanterns.", "Lamps went out."]
    assert found.total == 2
    assert "1 result below has few or none of your words but a similar meaning." in found.notices
    by_date = ask_by_meaning(shelf, Query("lanterns lent", sort="newest"))
    assert by_date.total == 2


def test_what_no_longer_says_what_was_encoded_is_not_found_by_it() -> None:
    """As where another process could not write down what it encoded anew: only the old vector is known here."""
    shelf = OrderedShelf("Wardens lent lanterns.", "Lamps went out.", "Ladders fell.")
    meanings = MeaningByLetter(shelf.held.values())
    changed = next(one for one in shelf.held.values() if one.finding.text == "Lamps went out.")
    shelf.held[changed.finding.id] = replace(changed, finding=replace(changed.finding, text="Kites flew."))
    found = FindingOrder(VOCABULARY, meanings).search(  # type: ignore[arg-type]
        Query("lanterns lent"), shelf.engine.search, shelf.holdings
    )
    assert [shelf.held[hit.id].finding.text for hit in found.hits] == ["Wardens lent lanterns.", "Ladders fell."]


def test_signs_of_the_language_and_words_as_typed_are_asked_of_the_words_alone() -> None:
    shelf = OrderedShelf("Wardens lent lanterns.", "Lamps went out.")
    for query in (Query('"lanterns lent"'), Query("lanterns AND lent"), Query("lanterns lent", synonyms=False)):
        assert "Lamps went out." not in {shelf.held[hit.id].finding.text for hit in ask_by_meaning(shelf, query).hits}


def test_what_has_the_exact_words_is_put_in_order_by_all_words() -> None:
    spread = "A kite lantern was lent. Wardens met. Schools met again."
    together = "A kite lantern was lent to wardens of all those schools."
    shelf = OrderedShelf(spread, together, "Wardens of schools met.")
    found = shelf.texts(Query('"kite lantern" wardens schools'))
    assert found == [together, spread]  # and nothing without the exact words


class NearOnlyLoosely(MeaningByLetter):
    """The same, where all but the first are near a question, and none very near."""

    def known_text(self, text: str, heading: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        return 0.2 * super().known_text(text, heading)

    def find_nearest(self, asked: Any, most: int, least: float) -> tuple[str, ...]:
        return () if least > 0.3 else tuple(one.id for one in self.held)[1 : most + 1]


def test_a_page_with_few_results_is_filled_with_what_is_nearest_in_meaning_and_says_so() -> None:
    shelf = OrderedShelf("Wardens lent lanterns.", *[f"Lamp {n} went out." for n in range(20)])
    order = FindingOrder(VOCABULARY, NearOnlyLoosely(shelf.held.values()))  # type: ignore[arg-type]
    few = order.search(Query("lanterns lent"), shelf.engine.search, shelf.holdings)
    assert few.total == 10
    assert shelf.held[few.hits[0].id].finding.text == "Wardens lent lanterns."
    assert "9 results below have few or none of your words but a similar meaning." in few.notices
    newest = order.search(Query("lanterns lent", sort="newest"), shelf.engine.search, shelf.holdings)
    assert (newest.total, newest.notices) == (few.total, few.notices)  # another order says so too
    none = order.search(Query("zebras"), shelf.engine.search, shelf.holdings)
    assert none.total == 0  # nothing found stays nothing found, with its own ways out
    counted = {count.value: count.findings for count in few.facets["kind"]}
    for kind, findings in counted.items():  # a filter keeps its promise
        filtered = order.search(Query("lanterns lent", {"kind": (kind,)}), shelf.engine.search, shelf.holdings)
        assert filtered.total == findings


@pytest.mark.parametrize(
    ("text", "belied"),
    [
        ("Lanterns were lent to schools. More work is needed on kites.", 0.0),
        ("Kites were mended well. More work is needed on lanterns lent to schools.", 1.0),
        ("Kites were mended well. Lanterns were not lent to schools.", 1.0),
        ("Lanterns were lent. Kites were late.", 0.0),
        ("The mending of kites is outstanding. Lanterns were lent to schools.", 1.0),  # and are not praised
        ("Lanterns were skilfully lent to schools. Kites are outstanding.", 0.0),
    ],
)
def test_of_good_practice_what_is_not_praised_counts_against_it(text: str, belied: float) -> None:
    shelf = OrderedShelf(text)
    (one,) = shelf.held.values()
    order, query = FindingOrder(VOCABULARY), Query("lanterns lent schools", {"kind": (Kind.GOOD_PRACTICE.value,)})
    assert order.signs(query, {one.finding.id: one}, None)[one.finding.id].belied == belied
    of_any = replace(query, filters={})
    assert order.signs(of_any, {one.finding.id: one}, None)[one.finding.id].belied == 0.0


@pytest.mark.parametrize(
    ("question", "after"), [("lanterns not lent to schools", True), ("lanterns lent to schools", False)]
)
def test_praise_stands_back_for_a_question_after_a_failing(question: str, after: bool) -> None:
    shelf = OrderedShelf("Lanterns were lent to schools.")
    (one,) = shelf.held.values()
    praise = replace(one, finding=replace(one.finding, kind=Kind.GOOD_PRACTICE))
    signs = FindingOrder(VOCABULARY).signs(Query(question), {"a": praise, "b": one}, None)
    assert (signs["a"].praised, signs["b"].praised) == (float(after), 0.0)


def test_words_that_stand_everywhere_tell_least_however_their_stems_are_made() -> None:
    asked = {one: ((stem(one),),) for one in ("practice", "police", "authority", "lantern", "mother")}
    weights = part_weights(asked)
    assert weights["practice"] < weights["police"] < weights["mother"] < weights["lantern"]
    assert weights["authority"] < weights["mother"]


def test_sense_counts_as_far_as_no_finding_has_the_words_of_a_question() -> None:
    shelf = OrderedShelf("Wardens lent lanterns.", "Lamps went out.")
    themed = [replace(one, finding=replace(one.finding, tags=(make_tag("t"),))) for one in shelf.held.values()]
    found = {one.finding.text: one for one in themed}
    meanings = MeaningByLetter(found.values())
    meanings.chances = {"t": 0.5}
    order = FindingOrder(VOCABULARY, meanings)  # type: ignore[arg-type]

    def theme_sign(question: str) -> float:
        asked = meanings.question_text(question)
        return order.signs(Query(question), found, asked)["Lamps went out."].theme

    assert theme_sign("lanterns lent") == pytest.approx(0.0)
    assert theme_sign("zebras kept") == pytest.approx(0.5)
    assert 0 < theme_sign("lanterns zebras") < 0.5


def points_of_unmatched(*shares: float) -> list[float]:
    """Return what findings without the engine's points are worth, beside one that has all its points for half."""
    signs = {f"n{n}": replace(_NO_SIGNS, whole=share) for n, share in enumerate(shares)} | {
        "found": replace(_NO_SIGNS, whole=0.5)
    }
    hits = [Hit("found", 8.0), *(Hit(f"n{n}", 0.0) for n in range(len(shares)))]
    none = OrderWeights(**{one.name: 0.0 for one in fields(OrderWeights)})
    worth = worth_of(hits, signs, none)
    return [worth[f"n{n}"] / worth["found"] for n in range(len(shares))]


_NO_SIGNS = NearnessSigns(meaning=0, field=0, sentence=0, whole=0, telling=0, exact=False, place=False, lesson=False)


@pytest.mark.parametrize(("share", "worth"), [(0.0, 0.0), (0.25, 0.5), (0.5, 1.0), (0.9, 1.0)])
def test_what_is_found_for_its_meaning_has_points_for_the_words_that_it_has(share: float, worth: float) -> None:
    """As a short note that has too few of the words to be found by them."""
    assert points_of_unmatched(share) == [pytest.approx(worth)]


class CountedEncoder(MeaningByLetter):
    """The same, which notes what it encodes of questions."""

    def __init__(self, held: Iterable[FindingInContext]) -> None:
        super().__init__(held)
        self.encoded: list[str] = []

    def question_text(self, question: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        self.encoded.append(question)
        return super().question_text(question)

    def known_text(self, text: str, _heading: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        return super().question_text(text)

    def find_nearest(self, asked: Any, most: int, least: float) -> tuple[str, ...]:
        return tuple(one.id for one in self.held if asked @ self.known_text(one.text, "") >= least)[:most]


def test_a_question_is_encoded_once_for_an_answer_and_remembered_for_no_other() -> None:
    shelf = OrderedShelf("Wardens lent lanterns.", "Lamps went out.")
    encoder = CountedEncoder(shelf.held.values())
    order = FindingOrder(VOCABULARY, encoder)  # type: ignore[arg-type]
    for answers in (1, 2):
        once = order.for_one_answer()
        once.search(Query("lanterns lent"), shelf.engine.search, shelf.holdings)
        once.search(Query("lanterns lent"), shelf.engine.search, shelf.holdings)
        once.theme_chances("lanterns lent")
        assert encoder.encoded == ["lanterns lent"] * answers
    order.theme_chances("lanterns lent")
    order.theme_chances("lanterns lent")
    assert len(encoder.encoded) == 4


def test_parts_of_a_question_are_encoded_at_once_and_each_once() -> None:
    encoder = CountedEncoder(())
    at_once: list[list[str]] = []

    def question_texts(wordings: list[str]) -> list[Any]:
        at_once.append(wordings)
        return [MeaningByLetter.question_text(encoder, one) for one in wordings]

    encoder.question_texts = question_texts  # type: ignore[attr-defined]
    once = FindingOrder(VOCABULARY, encoder).for_one_answer()  # type: ignore[arg-type]
    for _ in range(2):
        once.encode_at_once(["kites", "lanterns", "kites"])
    assert (once.likeness("kites", "lanterns"), encoder.encoded) == (0.0, [])
    assert at_once == [["kites", "lanterns"]]
    FindingOrder(VOCABULARY).for_one_answer().encode_at_once(["kites", "lanterns"])  # without an encoder: nothing


class NearSomewhat(MeaningByLetter):
    """Stands for vectors in which what begins with "z" is near to all else by .3."""

    def question_text(self, question: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        return np.array([1, 0] if question[0] == "z" else [0.3, 0.95], np.float32)


def test_what_is_near_and_on_the_theme_of_a_question_is_found_though_it_is_not_very_near() -> None:
    shelf = OrderedShelf("Wardens lent lanterns.", "Lamps went out.")
    held = [replace(one, finding=replace(one.finding, tags=(make_tag("t"),))) for one in shelf.held.values()]
    meanings = NearSomewhat(held)
    order = FindingOrder(VOCABULARY, meanings)  # type: ignore[arg-type]
    holdings = lambda ids: [one for one in held if one.finding.id in set(ids)]  # noqa: E731
    meanings.chances = {"t": 0.1}
    assert order.search(Query("zebras"), shelf.engine.search, holdings).total == 0
    meanings.chances = {"t": 0.4}
    assert order.search(Query("zebras"), shelf.engine.search, holdings).total == 2


def test_a_finding_on_one_likely_theme_alone_is_more_on_it_than_one_that_touches_several() -> None:
    found = make_reading(("Lamps went out.",)).findings[0]

    def focus(*themes: str) -> float:
        tagged = replace(found, tags=tuple(make_tag(one) for one in themes))
        return focus_of(FindingInContext(tagged, None, None), {"t": 0.5, "u": 0.1})  # type: ignore[arg-type]

    assert focus("t") == pytest.approx(0.5)
    assert focus("t", "u", "v") < focus("t", "u") < focus("t")
    assert focus("u") == pytest.approx(0.1)
    assert focus() == 0.0


def test_what_is_near_in_meaning_is_put_in_order_however_many_findings_have_the_words() -> None:
    """The engine puts it behind all that has the words."""
    shelf = OrderedShelf(*(f"Wardens {n} lent out kites." for n in range(2 * REORDERED)), "Lamps went out.")
    lamps = next(one for one in shelf.held.values() if one.finding.text == "Lamps went out.")
    first = ask_by_meaning(shelf, Query("lent kites", size=2 * REORDERED))
    assert [hit.id for hit in first.hits].index(lamps.finding.id) == REORDERED  # weighed, and not as near as the words
    pages = [ask_by_meaning(shelf, Query("lent kites", page=page, size=40)) for page in (1, 2, 3, 4)]
    assert [hit.id for page in pages for hit in page.hits].count(lamps.finding.id) == 1
    assert {hit.id for page in pages for hit in page.hits} == shelf.held.keys()
    assert {page.total for page in pages} == {len(shelf.held)}
    elsewhere = ask_by_meaning(shelf, Query("lent kites", {"kind": ("no such kind",)}))
    assert elsewhere.hits == ()


def test_what_the_engine_left_behind_has_no_more_points_than_the_last_that_it_put_first() -> None:
    signs = {f"n{n}": replace(_NO_SIGNS, whole=1.0) for n in range(REORDERED + 1)}
    hits = [*(Hit(f"n{n}", 100.0 - n) for n in range(REORDERED)), Hit(f"n{REORDERED}", 0.0)]
    worth = worth_of(hits, signs, OrderWeights())
    assert worth[f"n{REORDERED}"] == worth[f"n{REORDERED - 1}"]


class NearByKinship(NearSomewhat):
    """The same, where the centred question is nearer."""

    def centre_question(self, asked: Any) -> Any:
        return 1.6 * asked


def test_where_nothing_has_the_words_what_is_only_kin_to_a_question_is_not_found() -> None:
    shelf = OrderedShelf("Wardens lent lanterns.", "Lamps went out.")
    order = FindingOrder(VOCABULARY, NearByKinship(shelf.held.values()))  # type: ignore[arg-type]
    assert order.search(Query("zebras"), shelf.engine.search, shelf.holdings).total == 0
    assert order.search(Query("zebras lent"), shelf.engine.search, shelf.holdings).total == 2


def test_words_by_chance_are_unlikely_beside_a_likely_theme() -> None:
    assert is_unlikely(["a"], {"b": 0.8, "a": 0.1})
    assert not is_unlikely(["a"], {"b": 0.3, "a": 0.1})
    assert not is_unlikely(["a"], {})


def test_findings_are_put_in_order_of_meaning_alone_where_it_is_known() -> None:
    shelf = OrderedShelf("Lamps went out.", "Zebras grazed.", "Kites flew.")
    held = list(shelf.held.values())
    by_letter = FindingOrder(VOCABULARY, MeaningByLetter(held))  # type: ignore[arg-type]
    assert [one.finding.text[:1] for one in by_letter.by_meaning("zinnias", held)] == ["Z", "L", "K"]
    assert list(FindingOrder(VOCABULARY).by_meaning("zinnias", held)) == held


@pytest.mark.parametrize("typed", ["stand-in", "stand in", "standin"])
def test_a_compound_that_is_printed_as_one_goes_before_its_words(typed: str) -> None:
    shelf = OrderedShelf(
        "Wardens stand in the hall of the ward at night.",
        "Wardens keep a stand\u2010in list for the night.",
    )
    assert "stand\u2010in" in shelf.texts(Query(typed))[0]


def test_likeness_is_not_known_without_an_encoder() -> None:
    assert FindingOrder(VOCABULARY).likeness("kites", "lanterns") is None
