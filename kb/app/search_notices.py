"""What was searched in place of what was typed, as sentences: for files, programs and commands, which have no chips."""

from __future__ import annotations

from kb.app.answer_question import AnsweredQuestion
from kb.vocabulary import Vocabulary
from search.facets import FACETS


def search_notices(answered: AnsweredQuestion, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return every sentence that the search page says about a search, in the page's order.

    The page shows the first two sorts as a link and as chips, which can be undone by a click.
    """
    understood = answered.understood
    sentences = []
    if understood.corrected:
        sentences.append(f"Showing results for “{understood.corrected}” instead of “{understood.typed}”.")
    if not understood.none_of_kind:
        for one in understood.asked:
            facet = FACETS[one.facet]
            value = facet.label_of(one.value, vocabulary)
            sentences.append(f"Showing only {facet.label.lower()} “{value}”, because you typed “{one.typed.strip()}”.")
    return (*sentences, *answered.results.notices)
