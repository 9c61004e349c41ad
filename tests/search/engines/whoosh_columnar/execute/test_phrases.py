"""Words that stand together are found where they do, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.text.stemming import stem
from kb.text.tokens import words
from search.engines.memory import _near_in, _phrase_in
from search.engines.whoosh_columnar.execute.phrases import in_phrase, in_window
from search.engines.whoosh_columnar.storage.segment import FIELDS, SegmentWord, SegmentWords
from tests.search.engines.whoosh_columnar.segments import segment
from tests.search.makers import entry

FEW = "plan plans the of child children".split()
TEXT = st.lists(st.sampled_from(FEW), max_size=9).map(" ".join)


def known_words(held: SegmentWords, wanted: list[str], exact: bool) -> list[SegmentWord] | None:
    found = [held.word(word) if exact else held.stem(word) for word in wanted]
    return [word for word in found if word is not None] if None not in found else None


@settings(max_examples=150, deadline=None)
@given(
    texts=st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=8),
    wanted=st.lists(st.sampled_from(FEW), min_size=2, max_size=4),
    exact=st.booleans(),
    field=st.sampled_from([None, 0, 1, 2]),
    distance=st.integers(0, 4),
)
def test_phrases_and_nearness_are_as_in_memory(
    texts: list[tuple[str, str, str]],
    wanted: list[str],
    exact: bool,
    field: int | None,
    distance: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    entries = [entry(n, body, heading=heading, title=title) for n, (body, heading, title) in enumerate(texts, 1)]
    held, _ = segment(entries, tmp_path_factory.mktemp("segment"))
    wanted = wanted if exact else [stem(word) for word in wanted]
    fields = FIELDS if field is None else (FIELDS[field],)

    def places(holds: object) -> list[int]:
        assert callable(holds)
        found = []
        for place, one in enumerate(entries):
            forms = [words(getattr(one, name)) for name in fields]
            forms = forms if exact else [[stem(word) for word in form] for form in forms]
            if any(holds(tuple(form)) for form in forms):
                found.append(place)
        return found

    here = known_words(held, wanted, exact)
    phrase = [] if here is None else in_phrase(held, here, held.standing, field).tolist()
    assert phrase == places(lambda form: _phrase_in(tuple(wanted), form))
    different = list(dict.fromkeys(wanted))
    here = known_words(held, different, exact)
    window = len(different) + distance
    near = [] if here is None else in_window(held, here, window, held.standing, field).tolist()
    assert near == places(lambda form: _near_in(tuple(different), distance, form))


def test_a_rare_word_beside_a_very_frequent_one(tmp_path: Path) -> None:
    entries = [entry(n, "the the the the the the the the") for n in range(1, 60)]
    entries += [entry(60, "the needle"), entry(61, "needle the")]
    held, _ = segment(entries, tmp_path)
    here = known_words(held, ["the", "needle"], True)
    assert here is not None
    assert in_phrase(held, here, held.standing, None).tolist() == [59]


def test_fields_and_entries_next_to_each_other_make_no_phrase(tmp_path: Path) -> None:
    entries = [entry(1, "core", heading="group", title="core"), entry(2, "group")]
    held, _ = segment(entries, tmp_path)
    here = known_words(held, ["core", "group"], True)
    assert here is not None
    assert in_phrase(held, here, held.standing, None).tolist() == []
    assert in_window(held, here, 50, held.standing, None).tolist() == []
