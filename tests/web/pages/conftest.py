"""What several tests of pages share."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from kb.app.library import Library
from tests.web import site
from tests.web.pages.case_papers import open_shelf


@pytest.fixture(scope="package")
def case_shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of a review of one child, an inspection with case studies, and one that tells of nobody."""
    with open_shelf(tmp_path_factory.mktemp("papers"), tmp_path_factory.mktemp("shelf")) as held:
        yield held


@pytest.fixture(scope="package")
def case_pages(case_shelf: Library) -> Iterator[httpx.Client]:
    """A browser on the pages of that library."""
    with site.client(case_shelf) as opened:
        yield opened
