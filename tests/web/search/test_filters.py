"""The values that a search has chosen are told in words, on its page and in its files."""

from __future__ import annotations

import io

import httpx
from openpyxl import load_workbook

from kb.app.library import Library
from kb.vocabulary import labels
from search.port import Query
from web.search.filters import chip_words, chosen_values


def test_reviews_and_documents_are_named_by_their_title(library: Library) -> None:
    review = library.reviews()[0]
    held = library.documents(review.slug)[0]
    chosen = chosen_values(Query(filters={"review": (review.slug,), "document": (held.id, "nobody-has-it")}), library)
    told = {(chip.facet_label, chip.label) for chip in chosen}
    title = labels.document(held, review)
    assert told == {("Review", review.title), ("Document", title), ("Document", "nobody-has-it")}


def test_a_value_of_yes_or_no_is_told_with_its_facet(library: Library) -> None:
    (chip,) = chosen_values(Query(filters={"answered": ("yes",)}), library)
    assert chip_words(chip) == f"{chip.facet_label}: Yes"


def test_a_file_of_a_search_names_its_review_by_its_title(library: Library, http: httpx.Client) -> None:
    review = library.reviews()[0]
    book = load_workbook(io.BytesIO(http.get("/search.xlsx", params={"review": review.slug}).content), read_only=True)
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert review.title in cells
    assert review.slug not in cells
