"""The name of a case as a title gives it, apart from the words for a review or a paper: "Yew Tree House", "Petra".

"Learning review: Yew Tree House" and "The Marsh twins: serious case review" name a case where what is left of a part of
the title, without words for papers, is a name of two to four words. Single words are read with more care, by
`case_names`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kb.core.expressions import expression

NO_NAME = frozenset(
    """
    the a an and or of for to in on at by with from this that these those what how who why when where which our
    their his her its my your we it he she they one
    two three four five six seven eight nine ten first second third all
    january february march april may june july august september october november december spring summer autumn winter
    monday tuesday wednesday thursday friday saturday sunday easter christmas
    child children adult adults baby infant family families person people young man woman men women boy girl mother
    father parent parents sibling siblings victim perpetrator subject patient mr mrs ms miss dr professor
    domestic homicide safeguarding serious case practice review reviews report reports overview executive summary full
    final draft local national rapid learning lessons lesson
    action actions plan plans multi agency multi-agency single
    briefing minute seven-minute annual chapter section part
    page version update updated progress published publication
    independent chair author reviewer lead panel board partnership council committee service services trust police
    health care social mental school schools education housing hospital community county city borough district north
    south east west royal london england wales scotland ireland northern british english welsh scottish government
    home office department ministry nhs ofsted response responses reply letter regulation minutes meeting agenda item
    slides presentation recommendations recommendation findings
    finding introduction foreword contents background terms
    reference methodology method conclusion conclusions analysis appendix glossary neglect abuse violence exploitation
    death deaths suicide harm self-neglect self sexual physical emotional criminal financial modern slavery protection
    safety poverty trafficking
    working together act act's extended concise statutory thematic joint targeted area inspection strategy policy
    procedure guidance training conference workshop newsletter bulletin poster good practice key themes theme
    commissioned completed carried reviewing undertaken being not no after before during since following about into
    cpr sar dhr scr lcspr cspr mental-health coroner inquest prevention future covid coronavirus offender incident
    director corporate assistant deputy interim chief executive officer officers members cabinet scrutiny
    head manager senior lord lady sir dame detective
    inspector sergeant secretary state bishop mayor councillor councillors councils boards partnerships dear sincerely
    status lead owner target due date rag comments evidence outcome number ref done what why scope timescale deadline
    anonymised redacted confidential restricted official easy read reading copy online printed appendices
    money budget finance funding membership governance attendance apologies present welcome training priorities
    performance data audit audits engagement communications structure partners activity impact numbers achievements
    challenges future
    log tracker item paper deceased easy title subject topic heading
    concerning re summary group joint audit dated lessons session deck slide
    lcspr lscpr apr cmr susr owhr mhhr dardr press statement media release notice sab scp
    lscp lscb scb csp sapb icb sscp cpc apc ppc asp partner deaths life told tell
    agencies agency organisations professionals practitioners staff voice lived experience experiences death's year
    """.split()
)
_PARTS = expression(r"\s*(?:[:|()“”\"]|\s[-–—]\s|,(?=\s))\s*|[‘](?=[A-Z])|(?<=\w)[’](?=\W|$)")
_WORDS = expression(r"[^\W_]+(?:[’'-][^\W_]+)*")
_POSSESSED = expression(r"[’']s$")
_LONGEST = 4  # words of a name
_OF_A_REVIEW = frozenset(  # of which a title has one that names a case; a paper's may name a meeting or a service
    "review case inquest cspr lcspr lscpr sar dhr scr dardr cpr apr cmr susr owhr mhhr adolygiad".split()
)


def names_in_title(title: str, places: Collection[str], small: Collection[str]) -> Iterator[str]:
    """Yield the names of two to four words that the title of a review sets apart from words for papers.

    `places` are words that name no case, `small` those that the document also writes with a small letter; one word of
    a name at least is neither.
    """
    parts = [words for part in _PARTS.split(title) if (words := _WORDS.findall(part))]
    if not any(_lower_form(word) in _OF_A_REVIEW for words in parts for word in words):
        return
    for words in parts:
        name = _trim(words)
        if not 2 <= len(name) <= _LONGEST or not name[0][0].isupper() or any(map(_is_of_papers, name)):
            continue
        if any(word[0].isupper() and not {_lower_form(word)} & {*places, *small} for word in name):
            yield " ".join([*name[:-1], _POSSESSED.sub("", name[-1])])


def name_words(title: str, places: Collection[str] = ()) -> frozenset[str]:
    """Return the words of a title, in small letters, that are no words for papers and no `places`."""
    found = (word for word in _WORDS.findall(title) if word[0].isupper() and not _is_of_papers(word))
    return frozenset(_lower_form(word) for word in found) - {*places}


def _trim(words: list[str]) -> list[str]:
    """Return a part of a title without the words for papers, and those that join, at its ends."""
    first, last = 0, len(words)
    while first < last and _is_of_papers(words[first]):
        first += 1
    while last > first and _is_of_papers(words[last - 1]):
        last -= 1
    return words[first:last]


def _is_of_papers(word: str) -> bool:
    return word.isdigit() or _lower_form(word) in NO_NAME


def _lower_form(word: str) -> str:
    return _POSSESSED.sub("", word.lower().replace("’", "'"))
