"""Content notices of invented papers, read as a library reads them. Where it is unsure, "a person"."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.app.library import Library
from kb.core.settings import Settings
from kb.text.notices import notice_sentence

CHILD, ADULT, PERSON = "serious harm to a child", "serious harm to an adult", "serious harm to a person"
CASES = [
    (
        "Local child safeguarding practice review: Baby Tansy",
        "Tansy was four months old. The young man who lived with her mother rang 999. Tansy had a serious head injury "
        "and recovered.",
        (CHILD,),
    ),
    (
        "Serious case review: Child N",
        "Child N was 15. He took his own life in March 2017. He had told a teacher that he thought of suicide.",
        ("the death of a child", "suicide or self-harm"),
    ),
    (
        "Domestic homicide review: Orla",
        "Orla was 41 and was killed by her husband in 2016. He had controlled her money.",
        ("the death of an adult", "domestic abuse"),
    ),
    (
        "Safeguarding adults review: Mr Teal",
        "Mr Teal was 78 and lived alone among papers to the ceiling. He neglected himself. He died in a fire.",
        ("the death of an adult", "self-neglect or hoarding"),
    ),
    (
        "Safeguarding adults review: Marl House",
        "Staff at a care home shouted at residents and left them unwashed. Nobody died. One man had a broken hip.",
        (ADULT, "abuse or neglect in a place of care"),
    ),
    ("Learning review: Kit", "Kit lived with an aunt. He was found with burns and is now safe.", (PERSON,)),
    (
        "Child safeguarding practice review: Fern and Moss",
        "Fern was sexually abused by her uncle. She told her school at 14. Moss saw it.",
        (CHILD, "sexual abuse"),
    ),
    (
        "Thematic review of exploitation",
        "Seven young people were exploited by a gang to carry drugs. One was stabbed and died.",
        ("the death of a person", "exploitation of a child or young person"),
    ),
    ("Annual report of the partnership", "The partnership trained 300 staff. Attendance rose.", ()),
    (
        "Regulation 28 report: Prevention of future deaths",
        "Mrs Lark, aged 66, was found dead at home after a fall from her bed.",
        ("the death of an adult",),
    ),
    (
        "Domestic abuse related death review: Ines",
        "Ines was 29. She took an overdose and died after years of coercive control.",
        ("the death of an adult", "domestic abuse", "suicide or self-harm"),
    ),
    (
        "Mental health homicide review: Mr Q",
        "Mr Q killed a stranger in the park in 2018. He was unwell.",
        ("the death of a person",),
    ),
    (
        "Serious case review: Child U",
        "Child U was starved and beaten by her stepfather and lives with her aunt.",
        (CHILD, "neglect", "physical abuse"),
    ),
    (
        "Seven-minute briefing: Jory",
        "Jory, 17, was excluded from school. He was stabbed at a bus stop and survived.",
        (CHILD,),
    ),
    (
        "Rapid review: twins",
        "The twins were two weeks old. One died while sleeping beside an adult who had drunk alcohol.",
        ("the death of a child",),
    ),
    (
        "Safeguarding adult review: Anwen",
        "Anwen was 19 and had been in care. She was found hanged.",
        ("the death of an adult", "suicide or self-harm"),
    ),
    ("Joint inspection of Fenmere", "Leaders know their service well. Children are seen alone.", ()),
    (
        "Child practice review CPR 4/2019",
        "The child, aged three, ate tablets left on a table and was in intensive care.",
        (CHILD,),
    ),
    (
        "Adult practice review: Mr H",
        "Mr H, 52, was kept in a garage and made to work without pay. He is safe now.",
        (ADULT, "financial abuse or modern slavery"),
    ),
    (
        "Child safeguarding practice review: Family W",
        "The family had fled from the children's father. The children are well. Their grandfather died in 2011.",
        (CHILD, "domestic abuse"),
    ),
]


@pytest.mark.parametrize(("title", "story", "told"), CASES, ids=[title for title, *_ in CASES])
def test_a_paper_has_the_notice_of_its_case(tmp_path: Path, title: str, story: str, told: tuple[str, ...]) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text(
        f"# {title}\n\nAn invented paper of Fenmere.\n\n## What happened\n\n{story}\n\n"
        "## Lessons\n\n- Practitioners should share what they know.\n",
        encoding="utf-8",
    )
    with Library.open(Settings(data=tmp_path / "data", search="memory:")) as library:
        library.add([paper])
        (review,) = library.reviews()
        notice = library.content_notice(review.slug)
    assert set(notice.all_subjects) == set(told)
    assert notice_sentence(notice).startswith("Before you read") is bool(told)
