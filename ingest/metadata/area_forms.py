"""The forms in which a line names an area: a place before or behind the name of a body, a council or a coroner.

In each the group `place` is a run of words with capitals, which may hold more than the name; `body` is what bears it.
"""

from __future__ import annotations

from kb.core.expressions import expression

BODY = (
    r"(?:(?:[Mm]ulti-?\s?[Aa]gency|Local|Regional|Joint|Integrated|Strategic)\s+)*(?:Policing\s+and\s+Community\s+Safety\s+Partnerships?|Safeguarding\s+(?:Children|Child|Adult|Families|People)(?:s|[’']s|s[’'])?\s+and\s+"
    r"(?:Adult|Children|Child|Vulnerable\s+Adult|Young\s+People)(?:s|[’']s|s[’'])?\s+(?:Partnership|Board|Committee)s?"
    r"|(?:Community\s+Safety\s+and\s+)?Safeguarding\s+(?:(?:Children|Child|Adult|Vulnerable\s+Adult)(?:s|[’']s|s[’'])?\s+)?"
    r"(?:and\s+Community\s+Safety\s+)?(?:(?:Strategic|Executive|Assurance|Improvement|Delivery|Management|Inter-?[Aa]gency|Multi-?[Aa]gency)\s+)?(?:Partnership\s+Board|Partnership|"
    r"Board|Committee|Arrangements|Partners|Executive)s?|Community\s+Safety\s+(?:Strategic\s+)?(?:Partnership|Board|Unit)s?"
    r"|Safer\s+Partnership|Safer\s+(?:and\s+Stronger\s+)?(?:Communities|Neighbourhoods)\s+(?:Strategic\s+)?(?:Partnership|Board)"
    r"|Crime\s+(?:and|&)\s+Disorder\s+Reduction\s+Partnership|Violence\s+Reduction\s+(?:Unit|Partnership)|Alcohol\s+(?:and|&)\s+Drugs?\s+Partnership"
    r"|Integration\s+Joint\s+Board|Clinical\s+Commissioning\s+Groups?|Primary\s+Care\s+Trust|Children[’']s\s+(?:Services\s+)?Trust"
    r"|Youth\s+Offending\s+(?:Service|Team)|Corporate\s+Parenting\s+Board|Safeguarding\s+Children,\s+Young\s+People\s+and\s+Adults\s+(?:Partnership|Board)"
    r"|(?:Children|Child|Adults?)(?:[’']s|s[’']?)?(?:,?\s+(?:(?:and|&)\s+)?(?:Young\s+People|Adults?|Families)(?:[’']s|s[’']?)?)*\s+Safeguarding\s+(?:(?:Strategic|Executive|Assurance|Improvement)\s+)?(?:Partnership|Board|Committee)s?"
    r"|(?:(?:Area\s+)?(?:Child|Adult)|Public)\s+Protection\s+(?:Committee|Partnership)s?|Adult\s+Support\s+(?:and|&)\s+Protection\s+Committee"
    r"|Local\s+Area\s+Partnership|Public\s+Protection\s+Network|Strategic\s+Partnership\s+Boards?|Domestic\s+(?:Abuse|Violence)\s+(?:Local\s+)?(?:and\s+\w+\s+\w+\s+)?(?:Partnership\s+)?(?:Board|Partnership|Forum)"
    r"|Violence\s+Against\s+Women\s+Partnership|(?:Health\s+(?:and|&)\s+Social\s+Care|HSC)\s+(?:Trust|Partnership)|Child\s+Death\s+Overview\s+Panel|(?:University\s+|Teaching\s+)?"
    r"Health\s+Board|(?:Health\s+(?:and|&)\s+)?Well-?[Bb]eing\s+Board|Public\s+Services?\s+Board|Chief\s+Officers[’']?\s+Group|Integrated\s+Care\s+Board|Youth\s+Justice\s+(?:Service|Board|Partnership)"
    r"|(?:HSCP|RSB|LSCB|LSCP|SCP|SCB|SAB|SSCB|SSCP|SSAB|CSP|SCPB|MASA|CPC|APC|LSAB|ACPC|CDRP|PCSP|CDOP|CCG|PCT|IJB)s?(?=\W|$))"
)
_WORD = r"(?:St\.|(?!Councils?\b)[A-ZÀ-ÖØ-ÞŴŶ][\w’'.&-]{0,60})"
_JOINS = r"(?:and|of|upon|on|with|the|in|le|under|by|next|near|y|yr|ar|a|ac|a'r|a’r|cum|sub|nan|h-\w+|&)"
PLACE = rf"(?<![\w’']){_WORD}(?:(?:,\s+|/|\s+)(?:{_JOINS}\s+){{0,2}}{_WORD}){{0,9}}"
_BEFORE = expression(  # up to the first body: another one may follow
    rf"(?P<place>{PLACE}?)(?:[’']s|s[’'])?\s+(?:\((?:Metropolitan|Unitary|City|Borough|County)\)\s+)?(?P<body>{BODY})"
)
BODY_FOR = expression(rf"\b(?P<body>{BODY})\s+(?:for|of|in)\s+(?:the\s+)?(?:area\s+of\s+)?(?P<place>{PLACE})")
_SAFER = expression(
    rf"\bSafer\s+(?P<place>(?!Communit|Neighbourhood|Together|Streets?\b|Homes?\b|Lives\b|Schools?\b|Places\b|Futures\b|Recruitment\b){PLACE}?)\s+(?P<body>(?:Communities\s+)?(?:Community\s+Safety\s+)?(?:Partnership|Board))\b"
)
_KEEPING = expression(
    rf"\bKeeping\s+(?P<place>{PLACE}?)\s+(?P<body>(?:Children\s+)?Safe(?:\s+(?:Partnership|Board))?)\b"
)
_STYLED = expression(
    rf"\b(?:London\s+Borough|Royal\s+(?:London\s+)?Borough|Metropolitan\s+Borough|Metropolitan\s+District|City\s+(?:and\s+\w+\s+)?|"
    rf"Borough|District|County(?:\s+Borough)?|County\s+Council|City\s+Council|Council)\s+of\s+(?:the\s+)?(?P<place>{PLACE})"
)
_COUNCIL = expression(
    rf"(?P<place>{PLACE})\s+(?:(?:County(?:\s+Borough)?|City|Borough|District|Metropolitan(?:\s+(?:Borough|District|City))?|MBC|Unitary|Town|Parish|"
    r"Islands|and\s+District)\s+)?(?P<body>Councils?|Combined\s+Authority|MBC)\b"
)
_BODY_IN = expression(rf"^(?:The\s+)?(?P<body>{BODY})(?:\s*,\s*|\s+[-–—:|]\s+|:\s*)(?P<place>{PLACE})\s*\.?$")
_CORONER = expression(
    r"(?<!\b[Cc]hief )"  # who is of no area
    rf"\b[Cc]oroner(?:[’']?s?\s+[Aa]rea)?,?\s+(?:for|of)\s+(?:the\s+)?(?:(?:coroner\s+area|coroner[’']s\s+area|area|county|city)\s+of\s+)?(?P<place>{PLACE})"
)
_CORONER_AREA = expression(  # and no name: "Dear Coroner, ..." or "Senior Coroner, Ms ..."
    rf"^(?!\W*Dear\b).*\b[Cc]oroner,\s+(?!(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame)\b)(?P<place>{PLACE})\W*$"
)
WELSH_BODY = expression(r"(?:Bwrdd|Partneriaeth|Cyngor|Heddlu)\b")
_SAFEGUARDING_ALONE = expression(rf"^\W*(?P<place>{PLACE})\s+(?P<body>Safeguarding)\W*$")
_SAFEGUARDS = expression(rf"(?P<place>{PLACE})\s+(?P<body>Safeguarding\s+[A-Z]\w+)\b")
NHS = expression(rf"\bNHS\s+(?P<place>{PLACE})")
WELSH = expression(
    rf"\b(?P<body>Bwrdd\s+Diogelu(?:\s+(?:Plant|Oedolion|Rhanbarthol))*|Partneriaeth\s+Diogelwch\s+Cymunedol|Heddlu|Comhairle|Cyngor(?:\s+(?:Sir|Dinas|"
    rf"Bwrdeistref(?:\s+Sirol)?))?|Bwrdd\s+Iechyd(?:\s+(?:Prifysgol|Addysgu))?)\s+(?P<place>(?:nan\s+)?{PLACE})"
)
HEALTH = expression(
    rf"(?P<place>{PLACE})\s+(?P<body>(?:(?:University|Teaching|General|District)\s+)*(?:(?:Hospitals?|Healthcare|Ambulance\s+Service|"
    r"Mental\s+Health|Community\s+Health|Partnership|Integrated\s+Care|Health\s+(?:and|&)\s+(?:Social\s+)?Care)\s+)*(?:University\s+)?"
    r"(?:NHS\s+(?:Foundation\s+)?(?:Trust|Partnership)|Integrated\s+Care\s+(?:System|Partnership)|ICB|ICS))\b"
)
_SMALL_BODY = expression(  # a body that a sentence describes: "the community safety partnership for Ellerton"
    r"(?:\bthe\s+|^\W*)(?:local\s+)?(?P<body>(?:[Cc]ommunity\s+safety|[Ss]afeguarding(?:\s+(?:children|adults?))?|(?:[Cc]hild|[Aa]dult|[Pp]ublic)"
    r"\s+protection)\s+(?:partnership|board|committee))\s+"
    rf"(?:for|of|in)\s+(?:the\s+)?(?P<place>{PLACE})"
)
_POLICE = expression(  # a line that is nothing but the name of a force or of who oversees it
    rf"^\W*(?P<place>{PLACE})\s+(?P<body>Police(?:\s+(?:Force|and\s+(?:Fire\s+and\s+)?Crime\s+Commissioner))?|Constabulary|"
    rf"Fire\s+(?:and|&)\s+Rescue(?:\s+(?:Service|Authority))?)\W*$"
)
_SAFER_ALONE = expression(  # a partnership that calls itself so
    rf"^\W*(?P<body>Safer|Safe|Safeguarding(?:\s+in)?|Keeping\s+(?:Children|Adults|People)\s+Safe\s+in)\s+(?P<place>{PLACE})\W*$"
)
_NAMED_AS_AREA = expression(  # "Local authority: Ellerton"
    rf"^\W*(?:Local\s+[Aa]uthority(?:\s+[Aa]rea)?|Coroner(?:[’']?s[’']?)?\s+[Aa]rea|Council|Borough|County)\s*:\s*(?P<place>{PLACE})\W*$"
)
_LABELLED = expression(  # "Area: Norfolk", and no "Area: Mental Health"
    rf"^\W*(?:(?:(?:Local|Review)\s+)?[Aa]rea|Authority(?:\s+[Aa]rea)?|Partnership)\s*:\s*(?P<place>{PLACE})\W*$"
)
_BODY_BEHIND = expression(rf"^\W*(?P<place>{PLACE})\s*(?:[-–—:|]\s+|\()(?P<body>{BODY})\)?\W*$")
_BODY_BEFORE = expression(rf"^\W*(?P<body>{BODY})\s+\((?P<place>{PLACE})\)\W*$")
_COMMISSIONER = expression(rf"\bPolice\s+(?:and|,)\s+(?:Fire\s+and\s+)?Crime\s+Commissioner\s+for\s+(?P<place>{PLACE})")
_SERVICES = expression(
    rf"(?P<place>{PLACE})(?:[’']s|s[’'])?\s+(?P<body>Local\s+Authority|C?BC|M\.B\.C\.|Children[’']?s[’']?\s+(?:Social\s+Care|Services)|"
    r"Children\s+First|[Pp]artnership(?!\s+working)|Adult(?:\s+Social\s+Care|\s+Services)|Metropolitan\s+Borough|Borough)(?=\W|$)"
)
OWN_BODY = expression(  # a body called as no other is: "Children's Multi-Agency Resilience and Safeguarding Board"
    rf"(?P<run>{PLACE})\s+(?P<body>Board|Partnership|Committee|Panel)\b"
)
_CORONER_OF = expression(rf"\bCoroner\s+(?P<place>{PLACE})\W*$")
_REVIEW_IN = expression(
    rf"\b(?:[Rr]eview|SCR|SAR|DHR|LCSPR|CSPR|[Hh]omicide)\s+in\s+(?:the\s+)?(?P<place>{PLACE})(?:\s+area)?\W*$"
)
SLASHED = expression(rf"^\W*(?P<place>{PLACE})\s/\s$")
# These forms name any place, on the list or not.
ANY_PLACE = (
    _BEFORE,
    _SAFER,
    _KEEPING,
    WELSH,
    BODY_FOR,
    _BODY_IN,
    _SMALL_BODY,
    _STYLED,
    _COUNCIL,
    _CORONER,
    _CORONER_AREA,
    _NAMED_AS_AREA,
)
# These forms say so little that only a place on the list is taken from them.
OF_LISTED = (
    NHS,
    _SAFEGUARDS,
    _SAFEGUARDING_ALONE,
    _SAFER_ALONE,
    HEALTH,
    _BODY_BEHIND,
    _BODY_BEFORE,
    _COMMISSIONER,
    _POLICE,
    _SERVICES,
    _CORONER_OF,
    _REVIEW_IN,
    _LABELLED,
)
