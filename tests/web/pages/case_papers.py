"""Invented papers of cases, and a library of them, for the tests of pages that tell cases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.app.library import Library
from kb.core.settings import Settings

VISITS = "\n\n".join(
    f"At visit {number} a worker saw the front room and the kitchen, where Ms B was cooking and the radio was on."
    for number in range(1, 10)
)


SMALL = f"""# Serious case review: Wren

Published 2019

## What happened

Ms B lived with Wren and an older boy in one room above a shop and had asked twice for another home.

Wren born March 2015. The midwife was worried about the cold.

{VISITS}

Wren died from a skull fracture in June 2018. Rory, then aged 6, was found with old burns and went to live with an aunt.

## Lessons

- Practitioners need professional curiosity about the rooms that they are not shown.
- Practitioners should invite fathers, and men who have lately moved in, to the first meeting.
- Practitioners who work with a 15-year-old should be professionally curious about where he sleeps.
"""


STUDIES = f"""# Joint targeted area inspection of Fenmere

Published 2021

## Areas for improvement

- Practitioners lack professional curiosity when a toddler is not brought to the clinic.
- Practitioners lack professional curiosity when plans are closed early.

## Case study: area for improvement

Agencies in Fenmere write many plans and read few of them.

Thirteen-year-old Orla has moved three times. She told a teacher that she was hungry.
Workers did not show professional curiosity about who else lived with Orla.

There was a lack of professional curiosity about what Orla said to her school.

## Practice study: weaknesses

Tam is a two-year-old boy who lives with his father. The lack of professional curiosity about his father was a weakness.
{VISITS.splitlines()[0]}

## Case study: effective practice

The panel meets each month and its members share information with each other. They bring lists and the lists are joined.
Schools receive the lists.

## Next steps

Leaders in Fenmere will write to inspectors.
"""


SERVICE = """# Focused visit to Saltby children's services

Published 2022

## Areas for improvement

- Practitioners lack professional curiosity about the men in families of babies.
- Practitioners lack professional curiosity about why families move.
"""


MANIFEST = "\n".join(
    f"""[[review]]
slug = "{slug}"
title = "{title}"
review_type = "{kind}"
published = "{year}"

[[document]]
file = "{slug}.md"
review = "{slug}"
title = "{title}"
published = "{year}"
"""
    for slug, title, kind, year in (
        ("wren", "Wren", "serious-case-review", "2019"),
        ("fenmere", "Fenmere", "inspection", "2021"),
        ("saltby", "Saltby", "inspection", "2022"),
    )
)


@contextmanager
def open_shelf(papers: Path, data: Path) -> Iterator[Library]:
    """Open a library of a review of one child, an inspection with case studies, and one that tells of nobody."""
    for slug, words in (("wren", SMALL), ("fenmere", STUDIES), ("saltby", SERVICE)):
        (papers / f"{slug}.md").write_text(words)
    (papers / "manifest.toml").write_text(MANIFEST)
    with Library.open(Settings(data=data, search="memory:")) as held:
        assert held.add([papers]).count("refused") == 0
        yield held
