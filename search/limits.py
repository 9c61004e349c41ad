"""Limits on one question. Exceeding one gives a sentence, never a fault."""

from __future__ import annotations

QUESTION_LENGTH = 500  # characters of a question; longer texts belong on the page that checks a draft
CLAUSES = 50  # words, phrases and other parts of a question
BRACKETS = 20  # deep
PREFIX = 3  # letters before a star
EXPANSIONS = 1000  # words that one star may stand for
SPELLINGS = 50  # words that one ~ may stand for
EDITS = 2
DISTANCE = 50  # words between words that are near
DEPTH = 10_000  # matches into the results that pages reach
VALUES = 50  # chosen values of one facet
FEW_RESULTS = 20  # below so many matches of most words, any word will do
SECONDS = 2.0
TOO_LONG = "Your search took too long. Use fewer words, or type more letters before a *."
