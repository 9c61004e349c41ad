"""Which action of a paper answers which recommendation of its review, where words do not tell it.

"A team now goes into homes unannounced" answers "should visit homes together, without notice". The sentence encoder
tells which of a review's recommendations an action is about; it does not tell well whether it answers any, for all
that a review and its papers say is about one matter. So an action must be near to one recommendation, clearly nearer
than to the others, and no other action of its paper may be nearer to that one. Such a link is never called certain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from kb.core.model import Answer, FindingInContext
from kb.recurrence.answers_by_words import MOST_PAIRS, under_the_review
from kb.recurrence.meanings import Floats, Meanings

NEAR = 0.35  # cosine from which an action may answer a recommendation (benchmarks.links_given, record 0149)
LEAD = 0.08  # by how much it must be nearer than to the next recommendation
CLOSE_IN_MEANING = "it is close in meaning to a recommendation of another document"


def answers_by_meaning(
    asked: Sequence[FindingInContext],
    given: Sequence[FindingInContext],
    answering: Collection[str],
    meanings: Meanings,
) -> Iterator[Answer]:
    """Yield an answer for each action of `given` that means what one of the recommendations asks for.

    All are of one review: the recommendations of its fullest document, and all actions of others. Those in `answering`,
    by id, answer something already; they get no answer here and may be nearer to a recommendation than another of their
    paper. One recommendation alone leads before none, and is answered by nothing here.
    """
    if len(asked) < 2 or not given or len(asked) * len(given) > MOST_PAIRS:
        return
    papers: defaultdict[str, list[FindingInContext]] = defaultdict(list)
    for held in given:
        papers[held.document.id].append(held)
    open_to_answers = {held.finding.id for held in under_the_review(asked[0], given)} - set(answering)
    wanted = _vectors(asked, meanings)
    for paper in papers.values():
        near = _vectors(paper, meanings) @ wanted.T
        for row, held in enumerate(paper):
            best, following = np.argsort(-near[row], kind="stable")[:2].tolist()
            leads = near[row, best] - near[row, following] >= LEAD and near[row, best] >= near[:, best].max()
            if held.finding.id in open_to_answers and near[row, best] >= NEAR and leads:
                yield Answer(asked[best].finding.id, held.finding.id, CLOSE_IN_MEANING, certain=False)


def _vectors(several: Sequence[FindingInContext], meanings: Meanings) -> Floats:
    """Return the unit vectors of the texts of findings, one a row, less what all findings share."""
    return np.array([meanings.text_vector(one.finding.text, one.finding.last_heading) for one in several], np.float32)
