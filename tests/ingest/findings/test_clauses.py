"""Main clauses: whether a sentence speaks of anyone and of now, or of somebody and of then."""

from __future__ import annotations

import pytest

from ingest.findings.clauses import main_clause


@pytest.mark.parametrize(
    ("line", "subject", "tense"),
    [
        ("children who cope are easily left to go on coping.", "a general noun", "present"),
        ("a plan that nobody has read protects nobody.", "anyone", "present"),
        ("asking once is not enough.", "doing something", "present"),
        ("the school nurse did not ring the surgery.", "the body", "past"),
        ("she was seen alone on one occasion.", "he or she", "past"),
        ("nobody asked who lived in the house.", "nobody", "past"),
        ("the trust has appointed a lead nurse.", "the body", "has done"),
        ("we will repeat the audit in june.", "we", "will"),
        ("social workers must ask about money.", "bodies", "should"),
        ("what matters is who was asked.", "what", "present"),
        ("a drawer full of letters", "anyone", "no verb"),
        ("", "none", "no verb"),
    ],
)
def test_subject_and_tense_of_the_main_clause(line: str, subject: str, tense: str) -> None:
    clause = main_clause(line)
    assert (clause.subject, clause.tense) == (subject, tense)


@pytest.mark.parametrize(
    "framed",
    [
        "the panel considers that a plan protects nobody.",
        "however, in march 2020, the author found that a plan protects nobody.",
        "4.12 it seems to me that a plan protects nobody.",
    ],
)
def test_what_only_frames_a_clause_is_passed_over(framed: str) -> None:
    assert main_clause(framed) == main_clause("a plan protects nobody.")
