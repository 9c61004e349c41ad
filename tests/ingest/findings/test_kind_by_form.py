"""What a finding is by the form of its sentence, below a heading that may stand over findings of any kind."""

from __future__ import annotations

import pytest

from ingest.findings.grammar import SentenceGrammar
from ingest.findings.kind_by_form import kind_by_form
from kb.core.model import Kind
from kb.vocabulary import load

GRAMMAR = SentenceGrammar(load())


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Local councils to satisfy themselves that lodgings are visited.", Kind.RECOMMENDATION),
        ("NHS Ashmere and the housing service: agree one form for missed doses.", Kind.RECOMMENDATION),
        ("It was open to the ward to ask for a second opinion that week.", Kind.MISSED_OPPORTUNITY),
        ("There was still time to ring the school before the bell.", Kind.MISSED_OPPORTUNITY),
        ("The nursery might at that point have asked the aunt.", Kind.MISSED_OPPORTUNITY),
        ("The rota left a gap on Sunday nights.", Kind.CONCERN),
        ("The median wait in that year was forty-one days.", None),
        ("The median wait in that year was 41 days.", Kind.EVIDENCE),
        ("The average team had six vacancies.", None),
        ("A second midwife took up post in June.", Kind.ACTION),
        ("A new worker has joined the team.", Kind.ACTION),
        ("Of the six staff who answered, four had not read it.", Kind.EVIDENCE),
        ("Nearly two thirds of the plans had no date.", Kind.EVIDENCE),
        ("The board will publish its own count in the spring.", Kind.ACTION),
        ("The joint course begins in the new term.", Kind.ACTION),
        ("Services will often wait for each other.", None),
        ("Surgeries will close a file when a letter comes back.", None),
        ("A course on bruising for wards opens next month.", Kind.ACTION),
        ("The chronology begins in January 2015.", None),
        ("The threats begin in the spring and nobody is told.", None),
        ("A third party rang the ward.", None),
        ("Access to services was slow.", None),
        ("Letters from the council to families went out late.", None),
        ("The nurse told the trust to wait.", None),
        ("Would you know whom the trust is to tell?", None),
        ("It was open to the ward to ask, and it did.", None),
    ],
)
def test_the_form_of_a_sentence_tells_its_kind(sentence: str, kind: Kind | None) -> None:
    told = kind_by_form(GRAMMAR.read(sentence))
    assert (told.kind if told else None) is kind
