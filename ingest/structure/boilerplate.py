"""Words that are printed around findings and are none: purpose, method, law, thanks, addresses, announcements."""

from __future__ import annotations

import re

from ingest.structure.headings import is_caption, is_date, is_reach
from ingest.words import wordlist
from kb.core.expressions import expression
from kb.text.dates import DATE
from kb.text.phrases import Phrases, words_of
from kb.text.sentences import sentences, split_sentences

_ANYWHERE = Phrases(wordlist("boilerplate"))
_MARK = expression(r"©|\bupload(?:ed)?\s*:\s")
_FOOTNOTE = expression(
    r"^\\?[*+†‡](?=[A-Za-z‘“])|"
    r"^(?:<sup>)?[\d*\\†‡+]{1,3}(?:</sup>)?\s*(?=[A-Z‘“w])(?=.{0,200}(?:\bAct\s+\d{4}|www\.|https?:|"
    r"\bsection\s+\d|\bregulations?\b|\bGuidance\b|\bIbid|\bsee\b))",
    re.DOTALL,
)
_OPENING = expression(
    r"""^\W*(?:
      (?:this|the)\s+(?:[\w’'-]+\s+){0,4}(?:letter|report|inspection|visit|briefing|document|addendum|summary|
          bulletin|paper|annex|inspection\s+report)\s+
          (?:\([^)]*\)\s+)?(?:also\s+)?(?:summari[sz]es|outlines|describes|was\s+(?:carried|led|conducted|
          written|commissioned|undertaken|requested|prepared|produced)|took\s+place|takes\s+place|
          looked\s+(?:closely\s+)?(?:at|into)|is\s+(?:information|intended|designed|based|for|a\s+summary)|
          presents|sets\s+out|provides|contains|has\s+been\s+(?:written|produced|prepared|published|
          commissioned)|aims|focuse[sd]\s+on|included\s+an?\s+evaluation|considered|covers|should\s+be\s+read|
          does\s+not\s+have)
    | (?:this|the\s+(?:action|improvement|implementation))(?:\s+action)?\s+plan\s+(?:was|is|has\s+been)\s+
          (?:agreed|approved|signed\s+off|presented|endorsed|held|owned|kept|maintained|managed|monitored|overseen|
          reviewed|updated|brought|reported)\s+(?:\w+ly\s+)?(?:by|at|to|in|on|each|every)\b
          (?![^.]*\b(?:but|not|never|nobody|no\s+one|without|although)\b)
    | the\s+colours\s+(?:are|show|say|mean|used)\b
    | there\s+are\s+no\s+(?:(?:direct|immediate|specific|additional|further|new|other|known|significant)\s+)*
          (?:[\w-]+(?:\s*,\s*|\s+(?:or|and)\s+))*[\w-]+\s+implications\b
    | (?:(?:final|overview|full|main)\s+)*(?:report|review|paper|version)\s+(?:agreed|approved|signed\s+off|
          accepted|endorsed|adopted|published)\s+(?:by|at|on|in)\b
          (?![^.]*\b(?:that|who|found|finds|told|said|says|asked|showed|shows|was|were|is|are|had|has|have|did)\b)
          [^.]*\b(?:19|20)\d\d\W*$
    | (?:this|the\s+(?:action|improvement|implementation)|the(?=[^.]*\b(?:board|partnership|panel|committee|group|
          executive|council)\b))(?:\s+action)?\s+plan\s+will\s+be\s+(?:\w+ly\s+)?
          (?:reviewed|looked\s+at|monitored|updated|overseen|refreshed|presented)\b
    | (?:during\s+(?:the|this)\s+(?:inspection|visit|
          fieldwork)[^,]*,\s+)?inspectors\s+(?:also\s+)?(?:considered|looked\s+at|evaluated|reviewed|examined|
          scrutinised|held\s+(?:discussions|meetings)|carried\s+out|undertook|focused|
          were\s+on\s+site)(?=.{0,220}\b(?:arrangements|evidence|this\s+visit|aspects|following|effectiveness|
          case\s+records|methodolog))
    | the\s+(?:panel|review|author|reviewer|inquiry)\s+(?:also\s+)?(?:asked|considered|explored|
          looked\s+at)\s+(?:whether|how|if|why|what)\b |
          the\s+(?:lead\s+)?inspectors?\s+(?:for\s+this\s+visit\s+)?(?:was|were)\b
    | (?:between|from|on)\s+\d{1,2}\s+[A-Za-z]*\s*(?:\d{4}\s+)?(?:and|to)\b |
          a\s+joint\s+inspection\s+of\s+the\s+multi | this\s+was\s+the\s+(?:first|second|third|
          fourth)\s+(?:monitoring|focused)
    | (?:his|her)\s+majesty[’']?s\s+inspect | the\s+structure\s+is\s+designed | each\s+briefing\b | (?:7|
          seven)[\s-]minute\s+briefings\s+(?:are|should)\b | pseudonym
    | the\s+(?:child|children|adult|young\s+person|victim)[’']?s?\s+(?:real\s+)?names?\b | to\s+(?:protect|
          preserve)\s+(?:the\s+)?(?:anonymity|confidentiality|identit)
    | (?:limits|limitations|caveats?)\s*: | [^.]{3,60}\s(?:(?:is|are)\s+)?available\s+(?:on\s+request|to\s+download)\W*$
    | (?:agreed|approved|signed\s+off|authorised|countersigned)\s+by\s+[^.;]{3,80}?\bon\s+
          \d{1,2}\s+[a-z]+\s+(?:19|20)\d\d\b
    | our\s+(?:shared\s+|joint\s+)?(?:vision|mission|values|ambition|aspiration)\s+(?:is|are)\b
    | (?:members|the\s+board|the\s+committee|cabinet|the\s+panel)\s+(?:noted|received|agreed|resolved|approved|
          thanked|welcomed)(?!\s+(?:with\s+\w+\s+)?that\b) | resolved\b
    | (?:the\s+)?(?:members|board|(?:\w+\s+){0,3}committee|cabinet|panel|executive|council)\s+(?:is|are)\s+(?:\w+\s+)?
          (?:asked|invited|requested|recommended)\s+to\s+(?:\(?[a-z1-9]\)\s+)?(?:note|comment|
          (?:(?:receive|scrutinise|endorse|approve|discuss)(?:\s+and\s+|\s+)){1,2}(?:the|this|these|its)\s+(?:\w+\s+){0,2}?
          (?:report|paper|update|progress|position|contents?|minutes|presentation|recommendations?))\b
    | it\s+was\s+(?:resolved|agreed)\s+that\s+(?:the\s+)?(?:report|
          minutes|paper|update|item)
    | it\s+was\s+(?:then\s+)?(?:resolved|agreed)\s+that\s+
          (?:this|it|the\s+(?:action|recommendation|strategy))\s+(?:could|can|should|may|would)\s+
          (?:now\s+)?be\s+(?:closed|signed\s+off|removed|taken\s+off|marked)\b[^,;]*$
    | figures\s+(?:are|relate|refer|exclude|include|given)\b | (?:copies|a\s+copy)\s+of\s+th(?:is|e)\s+ |
          source\s*: | image\s*: | photo\s*: | slide\s+\d+ | page\s+\d+
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_BODY = r"(?:(?:[A-Z][\w’'-]*|and|of|the|for|&)\s+)+(?:Partnership|Board|Council|Committee|Trust|Commission)"
# who published it and when: "Tarnmouth Safeguarding Children Partnership, September 2023"
_IMPRINT = expression(rf"{_BODY}\s*[,–—|·(-]?\s*(?i:{DATE})\)?\.?")
# or for which occasion, as on a title slide: "Lunchtime briefing, Tarnmouth Safeguarding Children Partnership"
_OCCASION = expression(
    r"(?i:(?:[\w-]+\s+){0,2}(?:briefing|seminar|workshop|session|webinar|presentation|event))\s*[,:–—|·-]\s*"
    rf"{_BODY}(?:\s*[,–—|·(-]?\s*[\w\s]{{0,13}}\b\d{{4}}\)?)?\.?"
)
# the body alone, or when its paper was last changed: "Updated 3 November 2025", "Tarnmouth Council, revised 4 May 2024"
_CHANGED = (
    r"(?:last\s+)?(?:updated?|revised|amended|refreshed|reviewed|correct|current|position|as)"
    r"(?:\s+(?:on|at|as\s+at|to))?\s*:?\s+"
)
_BODY_ALONE = (
    r"(?:The\s+)?(?:[A-Z][\w’'-]*\s+(?:(?:and|of|&)\s+)?){1,6}(?:Partnership|Board|Council|Committee|Trust|Commission)"
)
_LAST_CHANGED = expression(rf"{_BODY_ALONE}\.?|(?:{_BODY}\s*[,:–—|·(-]\s*)?(?i:{_CHANGED}{DATE})\)?\.?")
# a paper's own name with its version: "Multi-agency action plan, version 7, updated 30 September 2022"
_VERSION = expression(
    r"(?:[\w’'-]+\s+){0,5}(?:plan|tracker|log|report|review),?\s+(?:version|v\.?)\s*\d[\d.]*"
    rf"(?:[\s,–—·|(-]*(?:{_CHANGED})?{DATE})?\)?\.?",
    re.IGNORECASE,
)
# to, for or by whom a paper is, as on a cover, with no verb of its own: "Submitted to the Board on 4 May 2024"
_DELIVERED = expression(
    r"^\W*(?:this\s+(?:report|paper|plan|review)\s+(?:is|was)\s+)?(?:(?:formally|jointly|first)\s+)?(?:submitted|presented|"
    r"prepared|addressed|produced|compiled|written|authored|commissioned)\s+(?:to|for|by|on\s+behalf\s+of)\s+"
    r"(?:the\s+)?(?-i:[A-Z])(?:(?!\b(?:that|who|which|was|were|is|are|had|has|have|did|does|should|must|will|would|can|"
    r"could|not|never|nobody|but|without|because|although|so|when|before|after|until)\b)[^.;]){2,110}\.?$",
    re.IGNORECASE,
)
# what a paper is and for whom, below its title: "A short guide for everyone who supports adults in Tarnmouth. May 2024"
_SORT_OF_PAPER = expression(
    r"(?:An?\s+|Our\s+)?(?:(?:\w+[\s-]minute|short|quick|learning|practice|one[\s-]page)\s+){0,2}(?:briefing|poster|guide|bulletin|summary|handout|leaflet)\s+"
    r"(?:for|to|from)\s+(?:(?!\b(?:should|must|was|were|did|had|not)\b)[^.;:?!]){3,90}\.?"
    rf"(?:\s*(?i:{DATE}))?\.?",
    re.IGNORECASE,
)
_COVER_LINES = (_IMPRINT, _OCCASION, _LAST_CHANGED, _VERSION, _DELIVERED, _SORT_OF_PAPER)
_ANNOUNCES = expression(
    r"""^(?:
      (?:[^.]{0,160}\b)?(?:the\s+)?following\s+(?:[\w-]+\s+){0,4}(?:recommendations?|lessons?|learning|actions?|
          findings?|themes?|areas?|points?|issues?|questions?)\b[^.]*[.:]?
    | (?:[^.]{0,200}\b)?(?:are|is|have\s+been|has\s+been|were)\s+(?:set\s+out|outlined|listed|summari[sz]ed|
          detailed|shown|given|described|presented)\s+(?:in\s+(?:the\s+)?[\w\s]{1,30}|below|here|above|
          as\s+follows|overleaf)[^.]*[.:]?
    | (?:the|this)\s+(?:[\w-]+\s+){0,6}(?:makes?|made|has\s+made|identified|has\s+identified|contains|
          highlighted)\s+(?:a\s+(?:total|number)\s+of\s+|
          the\s+following\s+)?(?:[\w-]+\s+){0,3}(?:recommendations|lessons|learning\s+points|findings|themes|
          areas\s+(?:of|for)\s+[\w\s]{1,20}|
          priorities)(?:\s+for\s+[\w\s’'-]{1,80})?(?:[^.]*?)[.:]?(?:\s+these\s+(?:recommendations\s+)?are[^.]*[.:]?)?
    | [^.]*\b(?:take|answer|address|deal\s+with|respond\s+to|turn\s+to)\s+
          (?:them|these|those|each(?:\s+of\s+(?:them|these|those))?|(?:your|the)\s+\w+)\s+(?:in\s+turn|one\s+by\s+one|in\s+(?:the\s+same|that|your)\s+order)\b[^.]*[.:]
    | (?:the|this|our|a)\s+(?:[\w’'-]+\s+){0,3}(?:plan|table|list|tracker|chart|diagram|picture|figure|matrix)\s+
          (?:(?:is|are|can\s+be\s+(?:seen|found))\s+(?:\w+\s+)?(?:below|overleaf|above|attached|enclosed)|follows)\W*
    | (?:the|we|our|all)\b[^.]{0,60}?\b(?:accept(?:s|ed)?|agree[sd]?|endorse[sd]?|adopt(?:s|ed)?|welcome[sd]?)\s+
          (?:all\s+)?(?:of\s+)?
          (?:the|these|its)\s+(?:[\w-]+\s+)?(?:recommendations|lessons|actions|findings)\s+(?:in\s+(?:the|this)\s+(?:drawing|diagram|figure|
          table|box|list|picture|chart|graphic|slide)|below|above|overleaf|that\s+follow)[^.]{0,30}[.:]?
    | (?:[\w-]+\s+){1,2}(?:recommendations|lessons|actions)\s+(?:are|were|have\s+been)\s+
          (?:put|made|addressed|offered|presented)\s+to\s+
          (?![^.]*\bthat\b)[^.]*[.:]
    | (?:these|they|the\s+(?:recommendations|lessons|findings|actions))\s+(?:are|
          were)(?:\s+as\s+follows)?\s*[.:]
    | (?![^.]*\b(?:not|no|never|without|wrong|late|but|nobody|only|although|though)\b)
          (?:these|all\s+(?:of\s+)?(?:these|them)|(?:all\s+)?(?:of\s+)?the\s+(?:above\s+)?recommendations)\s+
          (?:were|have\s+been|had\s+been|will\s+be)\s+(?:\w+ly\s+)?(?:put|sent|given|shared|presented|discussed|
          agreed|accepted|drawn\s+up|written|considered|monitored|circulated|numbered|grouped)\b
          (?:\s+(?:to|by|with|at|in|into|for|on|under|together|before|after|during)\b[^.]*)?[.]?
    | [^.]*\bas\s+follows\s*[.:]
    | (?:see|please\s+see|refer\s+to)\s+(?:also\s+)?(?:the\s+)?(?:appendix|appendices|annex|section|page|
          paragraph|chapter|glossary|website|full\s+report)\b[^.]*[.]?
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_REPLY_WANTED = expression(  # "Tell us in a minute what you will do: www...", "Book a place with the team on 01632 ..."
    r"^\W*(?:please\s+)?(?:(?:tell|let|give|send|e-?mail|write\s+to|contact)\s+us|book|sign\s+up|register|scan|watch|download|join\s+us|follow\s+us|"
    r"to\s+(?:book|register|find\s+out\s+more|give\s+feedback))\b(?:.*"
    r"(?:https?:|www\.|\b[\w-]+\.(?:example|gov|org|nhs|police|co|com|uk|net|cymru|scot|wales)\b|[\w.]+@[\w-]+\.|\b0\d{2,4}[\s-]?\d{3}[\s-]?\d{3,4}\b|"
    r"\bQR\b)|(?<=\bus)\b.*\b(?:feedback|survey)\b|(?<=\bgive\sfeedback)\b)",
    re.IGNORECASE | re.DOTALL,
)
_VALUE = expression(
    r"^(?:date|time|event|consequence|outcome|place|location|age|gender|sex|ethnicity|name|born|author|"
    r"published|publication date|reference|ref|version|status(?=[^.;]*[.;]?\W*$)|"
    r"lead|owner|contact|tel|email|keywords|key words|model|source|web|website|review type|methodology|"
    r"local authority|period|completed by|approved by|draft)\s*[:–]\s*\S",
    re.IGNORECASE,
)
_MEETING = expression(
    r"^(?:(?:that|to)\s+)?(?:note|notes|noted|receive|received|approve|endorse|agree|accept|consider|"
    r"comment\s+on|delegate|thank)\b[^.]{0,60}\b(?:report|minutes|contents?|update|paper|progress|"
    r"presentation|recommendations\s+(?:in|set))\b"
    r"|\bbe\s+(?:noted|received|welcomed|circulated\s+to\s+members)\s*[.;]?$|\b(?:report|minutes|paper|update|"
    r"accounts)\b.{0,60}\bbe\s+(?:approved|endorsed|accepted|agreed|adopted)\s*[.;]?$",
    re.IGNORECASE,
)
_DEFINES = expression(
    r"^(?:[A-Z][\w’'/&() -]{1,60})\s+[–-]\s+(?:where|when|this\s+(?:is|offers|deals|undertakes)|is\s+(?:a|the|"
    r"when)|means|refers|the\s+(?:process|act)|any|an?\s)",
    re.IGNORECASE,
)
_OF_TERMS = expression(r"\b(?:words|terms|phrases|language|abbreviations|jargon)\b", re.IGNORECASE)
_TERM = expression(  # "Virtual school: the team that oversees the schooling of children in care."
    r"^[A-Z][\w’'/&() -]{1,50}:\s+(?:an?|the|any|when|where|what|how|[a-z]+ing|"
    r"[a-z]+s?\s+(?:that|which|who|for|of|by|to|from|made|given))\b"
    r"(?![^.]*\b(?:was|were|did|had|should|must)\b)"
)
_PURPOSE = expression(
    r"\b(?:purpose|aims?|objectives?|terms\s+of\s+reference|remit|scope|key\s+lines\s+of\s+enquiry|"
    r"statutory\s+guidance|methodology)\b[^.]*(?::|\bto:?)$|\b(?:was|were|is|are)\s+asked\s+to\s+(?:consider|"
    r"evaluate|examine|address|answer)\b[^.]*:$"
    r"|\b(?:review|panel|inspection|author)\s+(?:sought|aimed|set\s+out|was\s+to|will|considered|addressed|"
    r"looked\s+at|examined)\b[^.]*:$|\bjudge\s+progress\s+made\b[^.]*:$|\b(?:alleged|allegations?|"
    r"complained)\b[^.]*:$"
    r"|\b(?:attended|present|members|contributed|contributors|agencies\s+(?:involved|contributing))\b[^.]*:$",
    re.IGNORECASE,
)
_DENIES = expression(
    r"^\W*(?:none|nil|n/?a|not\s+applicable|nothing)(?:\s+(?:was|were|to\s+report|identified|noted|recorded|"
    r"found|made|at\s+this\s+time))*"
    r"\W*$|^(?:there\s+(?:is|are|was|were)\s+no|no)\s+(?:\w+\s+){0,3}(?:recommendations?|lessons?|actions?|"
    r"concerns?|good\s+practice|"
    r"learning|findings|areas|issues|missed\s+opportunit(?:y|ies))\b(?:\s+(?:points?|for|to|from|in|of|were|was|"
    r"is|are|have|has|been|"
    r"identified|made|noted|arising|this|the|at)\b[^,;:]{0,60})?\.?$|^(?:the\s+\w+\s+)?(?:makes?|has|have|"
    r"had)\s+no\s+(?:\w+\s+)?"
    r"(?:recommendations?|comments?)\b.{0,60}$",
    re.IGNORECASE,
)
_FUNCTION = expression(
    r"\b(?:at|with|of|for|from|by|that|which|who|when|where)$|^and\s+\w+ing\b|^(?:all|the|a|an|every|each)\b",
    re.IGNORECASE,
)

_UNFILLED = expression(
    r"^\W*(?:[<\[{(]\s*(?:insert|add|enter|type|write|name|date|text|tbc|please|to\s+be\s+(?:added|completed|confirmed))\b[^<>\[\]{}]*[>\]})]|"
    r"click\s+(?:or\s+tap\s+)?(?:here\s+)?to\s+(?:enter|add)\b.{0,30}|choose\s+an\s+item|"
    r"(?:insert|enter|type)\s+(?:your\s+)?(?:text|action|recommendation|name|date)\s+here|select\s+(?:status|one|an?\s+\w+)|x{3,})\W*$",
    re.IGNORECASE,
)
_GRADE = expression(  # and no more: "The overall effectiveness of the services is judged to be adequate."
    r"^(?:the\s+)?(?:overall\s+)?(?:effectiveness|judgements?|quality|capacity|leadership|experiences?|outcomes?|arrangements?)\b[^.;:,]{0,120}?\s"
    r"(?:is|are|was|were)\s+(?:that\s+.{0,60}?\s)?(?:(?:judged|graded|rated|evaluated|considered|found)\s+(?:to\s+be\s+|as\s+)?)"
    r"(?:outstanding|excellent|very\s+good|good|adequate|satisfactory|weak|inadequate|unsatisfactory|require[sd]?\s+improvement|requiring\s+improvement)\W*$",
    re.IGNORECASE,
)


def is_boilerplate(text: str, words: list[str] | None = None) -> bool:
    """Return whether these words, or most of their sentences, are no finding wherever they stand."""
    if _OPENING.match(text) or _VALUE.match(text) or _MARK.search(text) or _FOOTNOTE.match(text) or _GRADE.match(text):
        return True
    if _REPLY_WANTED.match(text):
        return True
    if is_reach(text) or is_date(text) or is_caption(text):
        return True
    if any(
        form.fullmatch(text.strip())
        for form in (_IMPRINT, _OCCASION, _LAST_CHANGED, _VERSION, _DELIVERED, _SORT_OF_PAPER)
    ):
        return True
    if not _ANYWHERE.find(words_of(text) if words is None else words):
        return False
    sentences = split_sentences(text)
    return 2 * sum(1 for sentence in sentences if _ANYWHERE.find(words_of(sentence))) >= len(sentences)


def boilerplate_begins(text: str) -> int:
    """Return where a text goes over into boilerplate to its end, or its length where it does not."""
    begins = len(text)
    for start, end in reversed(list(sentences(text))):
        if not _ANYWHERE.find(words_of(text[start:end])):
            break
        begins = start
    return begins if begins > 0 else len(text)


def is_unfilled(text: str) -> bool:
    """Return whether a cell or a line still asks for its content: "<insert action here>", "Choose an item."."""
    return bool(_UNFILLED.match(text))


def announces_only(text: str) -> bool:
    """Return whether a sentence only says that findings follow: "The review makes eight recommendations."."""
    return len(text) < 420 and bool(_ANNOUNCES.match(text))


def denies_itself(text: str) -> bool:
    """Return whether a line says that there is nothing of what its heading announces: "None identified."."""
    return len(text) < 200 and bool(_DENIES.match(text))


def is_meeting_business(text: str) -> bool:
    """Return whether a line is what a meeting resolves about its own papers: "to note the report"."""
    return bool(_MEETING.search(text))


def is_definition(text: str) -> bool:
    """Return whether a line says what a term means."""
    return bool(_DEFINES.match(text))


def explains_term(text: str, heading: str) -> bool:
    """Return whether a line below a heading such as "Words we have used" says what one of them means."""
    return bool(_OF_TERMS.search(heading)) and bool(_TERM.match(text))


def opens_no_findings(lead_in: str) -> bool:
    """Return whether a list's opening sentence says that it holds purposes, questions asked, allegations or people."""
    return bool(_PURPOSE.search(lead_in))


def is_list_of_labels(text: str) -> bool:
    """Return whether a line is a run of key words: three or more short names between commas, and no sentence."""
    if text.endswith(("?", ":")) or ". " in text:
        return False
    names = [name.strip() for name in re.split(r"[,;•|]", text.rstrip("."))]
    if len(names) < 3 or len(text) > 400:
        return False
    if any(_FUNCTION.search(name) for name in names):
        return False
    return max(len(name.split()) for name in names) <= 4 and not re.search(
        r"\b(?:is|are|was|were|has|have|should|must|not|need)\b", text
    )
