"""Signs of a statement: what in a sentence, in its neighbours and in its chapter speaks for a finding of some kind.

Every sign has a name that a reader understands, since `kb trace` and the reason of a finding give it. The signs are
counted alike when their weights are learned (`benchmarks/train_statements.py`) and when they are used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.findings.grammar import SentenceGrammar
from ingest.structure.chapters import Chapter

_SERVICE = (
    r"(?:nurses?|midwi(?:fe|ves)|doctors?|clinicians?|gps?|surger(?:y|ies)|practices?|hospitals?|wards?|"
    r"clinics?|pharmac(?:y|ist)s?"
    r"|workers?|officers?|police|schools?|nurser(?:y|ies)|colleges?|teachers?|headteacher|teaching\s+assistant|"
    r"services?|teams?"
    r"|agenc(?:y|ies)|professionals?|practitioners?|staff|managers?|supervisors?|leaders?|partnership|board|"
    r"council|authorit(?:y|ies)"
    r"|trusts?|departments?|carers?|care\s+home|home|housing|landlord|association|marac|mash|receptionists?|"
    r"paramedics?|ambulance"
    r"|consultants?|psychiatrists?|therapists?|social\s+care|children[’']s\s+services|adult\s+services|"
    r"visitors?|visiting|lead"
    r"|prison|probation|court|commissioners?|organisations?|partners|providers?|charit(?:y|ies)|refuge|helpline)"
)
_PRACTICE = (
    r"(?:assessments?|plans?|planning|referrals?|records?|recording|chronolog(?:y|ies)|meetings?|conferences?|"
    r"core\s+groups?|visits?"
    r"|handovers?|supervision|polic(?:y|ies)|procedures?|protocols?|tools?|training|files?|notes?|"
    r"notifications?|reviews?|alerts?"
    r"|checks?|enquir(?:y|ies)|strateg(?:y|ies)|thresholds?|appointments?|information|letters?|interpreters?|"
    r"advoca(?:te|cy)"
    r"|case\s*loads?|oversight|guidance|pathways?|forms?|systems?|concerns?|risks?|capacity|discharge|moves?)"
)

# Name of the sign -> its words. A sign counts once, however often its words stand in a sentence.
_WORDS = {
    "a service": rf"\b{_SERVICE}\b",
    "a service acts": rf"^(?:[\w’'-]+\s+){{0,6}}?{_SERVICE}\b",
    "practice": rf"\b{_PRACTICE}\b",
    "nobody did": r"\b(?:nobody|no\s+one|none|neither|nothing|nowhere|not\s+one|no\s+(?:single\s+)?(?:agency|"
    r"professional|practitioner|"
    r"worker|service|social\s+worker|clinician|record|evidence|referral|assessment|plan|chronology|meeting|duty|"
    r"trace|means))\b",
    "not done": r"\b(?:did|was|were|had|has|have|could|would|is|are|does|do|be|been)\s+(?:also\s+|often\s+|"
    r"still\s+|therefore\s+|then\s+)?not\b"
    r"|\bn[’']t\b|\bnot\s+(?:been|told|asked|seen|sent|shared|made|known|taken|given|recorded|considered|"
    r"invited|brought)\b",
    "never": r"\b(?:never|at\s+no\s+(?:time|point|stage)|nor|no\s+longer|not\s+once|hardly|rarely|seldom)\b",
    "no thing": r"\bno\s+(?!one\b|longer\b|doubt\b)\w+|\bnot\s+any\b|\bwithout\s+\w+",
    "only": r"\b(?:only|merely|just\s+(?:one|two|three)|solely|little|few(?:er)?|least)\b",
    "not until": r"\b(?:not|n[’']t)\b.{0,60}\buntil\b|\buntil\s+(?:this\s+review|after|the\s+(?:day|death|"
    r"inquest))|\bonly\s+(?:when|after|once)\b",
    "against expectation": r"\b(?:but|although|though|however|yet|unfortunately|regrettably|instead|"
    r"rather\s+than|despite|whereas|"
    r"even\s+though|even\s+so|nevertheless|in\s+spite)\b",
    "fault": r"\b(?:fail(?:ed|ure|ures|s|ing)?|miss(?:ed|ing)|los[ts]|lat(?:e|er)|delay(?:s|ed)?|"
    r"overlook(?:ed)?|inadequate(?:ly)?|poor(?:ly)?|"
    r"weak(?:ness|nesses)?|insufficient(?:ly)?|lack(?:ed|ing|s)?|gaps?|absen(?:t|ce)|unclear|inconsisten(?:t|"
    r"tly|cy)|drift(?:ed)?|abandoned|"
    r"unread|unanswered|unaware|ignored|wrong(?:ly)?|error|incomplete|unable|slow|unmet|unseen|unchecked|"
    r"unchallenged|invisible|hidden|"
    r"superficial|optimis(?:m|tic)|confus(?:ed|ion)|harm(?:ful)?|difficult|hard|overwhelm(?:ed|ing)|shortages?|"
    r"vacan(?:t|cies|cy)|weakened|barriers?"
    r"|isolat(?:ed|ion)|out\s+of\s+date|unsafe|neglected|dismissed|disbelieved|mistak(?:e|en)|lapse[ds]?|"
    r"unreliable|unrecorded|unallocated)\b",
    "taken on trust": r"\b(?:assum(?:ed|ption|ptions|ing)|presum(?:ed|ption)|at\s+face\s+value|"
    r"took\s+(?:\S+\s+){1,4}word|taken\s+on\s+trust|accepted|"
    r"self[\s-]report(?:ed|s|ing)?|ascribed|attributed|explained\s+away|put\s+down\s+to|treated\s+as|seen\s+as|"
    r"dealt\s+with\s+as|handled\s+as|"
    r"regarded\s+as|described\s+as|copied|identical|repeated|carried\s+forward)\b",
    "work ended": r"\b(?:closed|ended|discharged|cancelled|withdrawn|stepped\s+down|signed\s+off|stopped|lapsed|"
    r"dropped|removed|left\s+out)\b",
    "in isolation": r"\b(?:each|separate(?:ly)?|alone|in\s+turn|one\s+by\s+one|in\s+isolation|own\s+(?:file|"
    r"system|records?|notes|chronology)|piece(?:s|meal)?|"
    r"joined|together|picture|as\s+though|as\s+if)\b",
    "kept apart": r"\b(?:not\s+(?:passed|shared|told|sent|known|copied|informed)|went\s+no\s+further|"
    r"did\s+not\s+(?:reach|follow|know|see|tell|share|link)|unknown\s+to|nowhere\s+in|held\s+back|"
    r"never\s+(?:told|shared|informed|joined|met))\b",
    "could have been": r"\b(?:could|should|would|might)\s+(?:have|not\s+have|at\s+least\s+have|also\s+have)\b|"
    r"\bhad\s+(?:the|this|that|it|she|he|they|anyone|officers|staff)\b.{3,80}\bwould\b",
    "opportunity": r"\b(?:opportunit(?:y|ies)|chances?|openings?|moments?)\b",
    "opportunity lost": r"\bmissed\s+(?:\w+\s+)?(?:opportunit|chance)|\b(?:opportunit(?:y|ies)|chances?|"
    r"openings?|moments?|occasions?\s+(?:to|on\s+which)|points?\s+at\s+which)\b.{0,140}?\b(?:lost|missed|"
    r"not\s+(?:taken|used|"
    r"seized|followed|recogni[sz]ed|seen|acted)|none|passed|wasted|overlooked|went\s+by|slipp?(?:ed)?|"
    r"without\s+\w+ing|let\s+\w+\s+go)\b|\b(?:lost|wasted|let)\s+(?:\w+\s+){0,3}(?:opportunit|chance)|"
    r"\bnot\s+taken\s+up\b"
    r"|\b(?:could|might)\s+have\b.{5,120}\b(?:was|were)\s+not\s+(?:considered|done|tried|attempted|thought|"
    r"pursued)\b|\b(?:might|could)\s+have\s+been\s+the\s+(?:point|moment)\b|\b(?:had|"
    r"if)\s+\w.{5,90}\bwould\s+have\b.{0,90}|\bnot\s+acted\s+(?:up)?on\b",
    "seen and not asked": r"^(?:when|at|in|on|during|after)\b.{10,180}\b(?:but|and)\s+(?:did\s+not|was\s+not|"
    r"were\s+not|nobody|no\s+one)\b",
    "must": r"\b(?:should|must|ought\s+to|needs?\s+to|ha(?:s|ve)\s+to|is\s+to|are\s+to|shall)\b",
    "asks a body": rf"^(?:[\w’',-]+\s+){{0,9}}?(?:{_SERVICE}|partnership|government|office|authority|icb|board|"
    rf"trust|review|director|chief\s+\w+)\b[^.;]{{0,60}}?\b(?:should|must|to\s+(?:bring|require|give|"
    r"commission|consider|ensure|review|agree|provide|develop|audit|set|make|introduce|seek|write|remind|check))\b",
    "a body should": r"^(?:(?:we\s+(?:ask|urge|invite|recommend)|i\s+(?:recommend|ask))\b|(?!an?\s|where\b|"
    r"when\b|if\b|those\b|it\b|there\b|what\b|this\b|that\b|every\w*\b|any\w*\b|somebody\b|he\b|she\b|they\b|"
    r"to\b)[\w’',&() -]{3,110}?\b(?:should|must|ought\s+to|shall|(?:is|are)\s+(?:asked\s+)?to|to\s+(?=(?:bring|"
    r"require|give|commission|consider|ensure|review|agree|provide|develop|audit|set|make|introduce|seek|write|"
    r"remind|check|keep|look|address)\b))\s*(?!have\b|be\s+able)\w+)",
    "recommends": r"\brecommend(?:s|ed|ation|ations|ing)?\b|\bis\s+(?:asked|invited)\s+to\b|\b(?:review|"
    r"reviewer|panel|author)\s+(?:would\s+)?(?:asks?|urges?|invites?|proposes?)\b",
    "lesson": r"\b(?:lessons?|learn(?:ed|t|ing)?|reminds?|reminder|teach(?:es)?|underlines?|demonstrates?|"
    r"illustrates?|importance\s+of|highlights?|"
    r"shows?\s+(?:how|that|why|what)|points?\s+to|speaks\s+to|significance)\b",
    "general present": r"^(?!.*\b(?:was|were|had|did|said|told|took|made|went|came|found|saw|knew|wrote|rang|"
    r"gave|\w+ed\b(?!\s+to\b)))(?!.*\b(?:we|our|i|has|have)\b).*"
    r"\b(?:is|are|does|do|can|cannot|may|will|needs?|depends|means|matters?|becomes?|tends?|makes?|tells?|"
    r"has\s+to)\b",
    "anyone": r"^(?:an?\s+|where\s+|when\s+|those\s+who|people\s+who|anyone\s+who|whoever|if\s+|unless\s+|"
    r"every\s+|any\s+|professionals\s+(?:who|need)|practitioners\s+(?:who|need)|"
    r"children\s+who|families\s+who|adults\s+who|workers\s+who|it\s+is\s+(?:not\s+enough|important|vital|"
    r"essential|possible)|there\s+is\s+a\s+(?:need|risk|danger|difference))",
    "not the same": r"\b(?:is|are|does|do)\s+not\s+(?:the\s+same|a|an|mean|enough|prevent|replace|"
    r"by\s+itself)\b|\brather\s+than\b|\bnot\s+a\s+reason\b|\breason\s+(?:to|for|not)\b|\bno\s+substitute\b",
    "conclusion": r"\b(?:conclu(?:de|ded|des|sion)|overall|in\s+sum|strongest|central|at\s+the\s+heart|"
    r"above\s+all|fundamental(?:ly)?|what\s+(?:was|is)\s+needed|predict(?:ed|able)|prevent(?:ed|able))\b",
    "the review judges": r"\b(?:panel|review|reviewers?|author|report|inquiry|coroner|scrutineer|you|members|"
    r"i)\s+(?:also\s+|therefore\s+|has\s+|have\s+|had\s+|was\s+|were\s+|is\s+|am\s+)?(?:found|finds?|conclude[sd]?|"
    r"satisfied|concerned|critical|believe[sd]?|identified|commend(?:s|ed)?|regrets?|impressed|"
    r"of\s+the\s+(?:view|opinion)|critici[sz]e[sd]|praised)\b"
    r"|\bin\s+(?:the|my)\s+(?:\w+[’']s\s+)?(?:view|opinion|judgement)\b|\b(?:author|reviewer|"
    r"panel)[’']s\s+(?:opinion|view|conclusion|judgement)\b",
    "the review hears": r"\b(?:panel|reviewers?|author|inquiry|coroner|scrutineer)\s+(?:also\s+|has\s+|was\s+|"
    r"is\s+)?(?:heard|told|noted?s?|consider(?:s|ed)|struck|understands|aware|met|spent|sat|visited|agree[sd]?|"
    r"thought|regarded)\b",
    "the review asked for it": r"\b(?:review|reviewers?|panel|report|recommendation|"
    r"coroner)\b.{0,40}\b(?:recommended|asked|wished|wanted|proposed|called\s+for)\b|\bit\s+(?:was|"
    r"had\s+been)\s+(?:also\s+)?(?:recommended|proposed|suggested)\b|"
    r"\bwe\s+were\s+(?:also\s+)?asked\s+to\b|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|"
    r"tenth|last|final|next)\s+recommendation\b",
    "blame denied": r"\b(?:no\s+(?:criticism|delays?|concerns?|evidence\s+of\s+(?:poor|any)|fault)|"
    r"nothing\s+was\s+missed|did\s+not\s+fail|not\s+(?:criticise|to\s+say|for\s+this\s+review|"
    r"possible\s+to\s+say|been\s+able\s+to\s+agree)|(?:none|no\s+\w+)\s+(?:were\s+|was\s+)?identified|"
    r"do(?:es)?\s+not\s+(?:think|say|suggest|seek|accept)|makes?\s+no\s+(?:recommendation|criticism)|"
    r"(?:could\s+not|not\s+think|no\s+finding|cannot\s+say)\b.{0,60}\b(?:foreseen|predicted|prevented|lived))\b",
    "courtesy": r"\bin\s+turn\s+below\b|\b(?:each|them)\s+of\s+(?:them|these|your)\b.{0,20}\bin\s+turn\b|^(?:i|"
    r"we)\s+(?:hope|trust|would|should\s+like|set\s+out|write|am\s+grateful)\b|\bthank(?:s|ed)?\b|"
    r"\bin\s+(?:answer|reply)\s+to\s+a\s+question\b|\brisk\s+that\s+future\s+deaths\b|"
    r"\bduty\s+to\s+respond\b|\bcopy\s+of\b|\bcirculate\b|\b(?:raised|revealed)\b.{0,40}\b(?:matters|"
    r"concerns)\b|\bwelcomes?\s+the\s+report\b|\bwill\s+be\s+(?:given|made)\s+(?:next|in)\b|"
    r"\bdetails\s+have\s+been\b",
    "praise": r"\b(?:good\s+practice|commend(?:s|ed|able)?|prompt(?:ly)?|same\s+(?:day|evening|night|afternoon|"
    r"morning)|next\s+(?:day|morning)|within\s+(?:an?\s+)?(?:hours?|days?|week)|persist(?:ed|ent|ently|ence)?|"
    r"insist(?:ed|ence)|persever(?:ed|ance)|tenac\w+|in\s+person|careful(?:ly)?|thorough(?:ly)?|skil(?:led|"
    r"ful(?:ly)?)|kind(?:ness|ly)?|creativ\w+|sensitiv\w+|excellent|strong|"
    r"exemplary|helpful|well|patien(?:t|ce)|advocated|challenged|escalated|thoughtful|credit|praise[ds]?|"
    r"to\s+be\s+welcomed|impress\w+|effective(?:ly)?|diligent\w*|timely|responsive|"
    r"compassion\w*|valued|appreciat\w+|best|right(?:ly)?|appropriate(?:ly)?|curio(?:us|sity)|exceeded|beyond)\b",
    "care taken": r"\b(?:away\s+from|on\s+(?:her|his|their)\s+own|by\s+(?:herself|himself)|"
    r"in\s+(?:the\s+)?(?:\w+[’']s\s+|her\s+|his\s+|their\s+)?own\s+(?:words|language)|knelt|took\s+(?:the\s+)?time|"
    r"went\s+(?:back|on|with|to\s+see|on\s+(?:her|his)\s+own)|kept\s+(?:a|on|going|ringing|visiting|him|her)|"
    r"would\s+not\s+accept|refused\s+to|noticed|made\s+sure|checked\s+(?:that|with|on)|so\s+that\s+(?:she|he|"
    r"the|they)\b|rang\s+back|rings\s+back|"
    r"asked\s+(?:her|him|the\s+(?:child|boy|girl|mother|woman|man|grandmother)|to\s+see|every|if|whether)|"
    r"wrote\s+(?:down|to|it|a|her|four)|recorded\s+(?:his|her|the)|who\s+(?:found|went|asked|stayed|noticed|"
    r"kept|took)|stayed|listened|calls?\s+every|visited|"
    r"passed\s+(?:the|it|her|his)|interpreter|followed\s+(?:it\s+)?up|twice|arranged|drove|showed|showing|"
    r"brought|drew|carried|sat\s+(?:down|with|in)|telephoned|rang|walked|fetched|posted|thought\s+of\s+this|"
    r"saw\s+(?:that|the\s+(?:risk|pattern))|"
    r"disagreed|escalat\w+|praised|met\s+(?:him|her|them)|gave\s+(?:him|her|the|up)|put\s+in\s+a|persuaded|"
    r"challeng\w+|spoke\s+(?:to|up|with)|thanked|reads?\s+(?:the|it|aloud)|makes?\s+a|goes|holds?\s+a|"
    r"found\s+the)\b",
    "by contrast": r"^(?:in|by)\s+contrast\b|\bthat\s+was\s+understood\b|\breal\s+quality\b|\bless\s+sure\b|"
    r"\bmore\s+clearly\b|\bmost\s+useful\b|\bsaw\s+the\s+risk\b|\bthought\s+of\s+this\b|\bcontrasts?\b|"
    r"\bappreciation\b|\bcourage\b|\bimpressed\b|\bunusually\b|\bto\s+(?:its|her|his|their)\s+credit\b|"
    r"\bexception\b|\balone\s+among\b",
    "has been done": r"\b(?:has|have)\s+(?:now\s+|also\s+|since\s+|already\s+|recently\s+|all\s+|"
    r"both\s+)?(?:been\s+)?(?!not\b|no\b|to\b|had\b)\w+(?:ed|en|un|ut|ept|ade|one|ilt|ritten|et|ent)\b",
    "since then": r"\b(?:since\s+(?:then|the|this|that|\d|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|\w+\s+\d{4})|"
    r"following\s+(?:this|the)\s+(?:review|death|inquest|incident)|now|in\s+response|"
    r"as\s+a\s+result\s+of\s+th(?:is|e)\s+review)\b",
    "brought in": r"\b(?:introduced|launched|adopted|rolled\s+out|appointed|recruited|implemented|established|"
    r"set\s+up|commissioned|revised|rewritten|updated|amended|changed|drafted|signed|trained|piloted|"
    r"corrected|issued|published|relaunch\w*|employed|created|went\s+live|put\s+in\s+place|in\s+place|"
    r"came\s+into\s+(?:force|use)|filled|audited|extended|replaced|asked\s+for)\b",
    "state of an action": r"\b(?:complete[d]?|outstanding|in\s+progress|on\s+track|not\s+(?:yet\s+)?(?:started|"
    r"begun|begin|proposed|adopt(?:ed)?)|work\s+has|abandoned|superseded|declined|decided\s+not|"
    r"did\s+not\s+go\s+ahead|"
    r"has\s+yet\s+to|waiting\s+for|awaiting|pilot|amber|green|red|overdue|deferred|postponed|due\s+(?:by|in)|"
    r"under\s+way|scheduled|planned|refused|turned\s+down|put\s+back|moved\s+to|more\s+time|lapsed|given\s+up|"
    r"not\s+be(?:en)?\s+(?:taken|taking)\s+forward|not\s+(?:been\s+)?accepted|signed|promised|"
    r"agreed\s+to|undert(?:ook|aken)|"
    r"up\s+to\s+date|nothing\s+to\s+report|on\s+file|evidence\s+(?:has|had)\s+been\s+seen)\b",
    "names a recommendation": r"^\W*(?:[\d.]+\s+)?(?:on\s+|as\s+to\s+|for\s+)?(?:recommendation|action)s?\s+\d",
    "work not begun": r"\bwork\s+(?:on\s+[\w\s]{1,30}\s+)?(?:has|had)\s+not\b|\b(?:has|have|"
    r"had)\s+not\s+(?:yet\s+)?(?:been\s+)?(?:begun|started)\b"
    r"|\bno\s+(?:start|progress)\s+(?:has|had|was)\b|\bnot\s+been\s+able\s+to\s+(?:begin|start)\b|"
    r"\byet\s+to\s+(?:begin|start|be\s+\w+ed)\b",
    "will be done": r"\b(?:will|shall|intends?|plans?\s+to|proposes?|expects?\s+to|(?:is|are)\s+(?:to\s+be|"
    r"being))\b|\bby\s+(?:the\s+end\s+of\s+)?(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december|spring|summer|autumn|winter)\b",
    "we": r"\b(?:we|our|us|i|my)\b",
    "you": r"^(?:you|your)\b",
    "sorry": r"\b(?:sorry|apologi[sz]e|regret(?:s|ted|fully)?)\b",
    "measured": r"\b(?:audits?|surveys?|samples?|sampled|sampling|data|figures|statistics|on\s+average|median|"
    r"compared\s+(?:to|with)|inspection\s+found|dip\s+sample|returns?|of\s+those)\b",
    "more or fewer than before": r"\b(?:rose|risen|fell|fallen|increased|decreased|doubled|halved|grew)\b|"
    r"\b(?:from|against|up\s+from|down\s+from)\s+(?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve)\b)|\bwhere\s+(?:previously|before|in\s+the)\b",
    "a share": r"\d+(?:\.\d+)?\s?%|\bper\s?cent\b|\b(?:\w+|\d+)\s+(?:out\s+)?of\s+(?:the\s+)?(?:\d+|two|three|"
    r"four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|eighteen)\b|\b(?:half|"
    r"third|quarter|most|majority|fewer\s+than)\b",
    "a figure": r"\b\d+\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|hundred)\b",
    "repeated times": r"\b(?:twice|(?:two|three|four|five|six|seven|eight|nine|ten|several|many|repeated(?:ly)?|"
    r"all|both|eleven|twelve)\s+(?:recorded\s+)?(?:times|occasions|visits|referrals|attendances|calls|contacts|"
    r"appointments|missed))\b|"
    r"\b(?:(?:\w+\s+)?(?:weeks|months|years))\b",
    "a date first": r"^(?:in|on|by|from|between|after|during|at|since|around|early\s+in|late\s+in|"
    r"towards)\s+(?:the\s+)?(?:\w+\s+){0,3}(?:\d{4}|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|spring|"
    r"summer|autumn|winter|following|monday|tuesday|wednesday|thursday|friday|saturday|sunday|age)\b",
    "a date": r"\b(?:19|20)\d{2}\b|\b(?:january|february|april|june|july|august|september|october|november|"
    r"december)\b|\b(?:in|by|until|from)\s+(?:march|may)\b",
    "biography": r"\b(?:born|grew\s+up|married|divorced|met|pregnan(?:t|cy)|lives?|lived|living\s+with|moved|"
    r"died|death|killed|aged|years?\s+old|funeral|separated|recovered|arrested|charged|convicted|sentenced|caution|"
    r"siblings?|brother|sister|grandmother|grandfather|uncle|aunt|parents|couple|childhood|diagnos(?:ed|is)|"
    r"worked\s+as|came\s+to\s+(?:england|the\s+uk|britain)|known\s+(?:here|in\s+this)|subject\s+of|adult|"
    r"pseudonym)\b",
    "a person acts": r"^(?:he|she|they|his|her|their|mother|father|the\s+(?:mother|father|family|parents|couple|"
    r"child|boy|girl|baby|children|adult|man|woman|victim|perpetrator|patient|resident|grandmother|"
    r"stepfather))\b|^(?:mr|mrs|ms|miss)\s+[a-z]",
    "begins with a pronoun": r"^(?:he|she|it|they|this|these|that|those|his|her|its|their|there|such)\b",
    "there was": r"^(?:there\s+(?:was|were)|it\s+was|this\s+was)\b",
    "speech": r"[“\"‘].{8,}[”\"’]|\b(?:said|told|says|spoke\s+of|described|recalled|explained|admitted|"
    r"according\s+to|felt)\b",
    "about the review": r"\bth(?:is|e)\s+(?:review|report|chapter|section|panel|document|inquiry|"
    r"annual\s+report)\b|\b(?:reviewers?|author|chair|panel\s+members|contributors)\b",
    "how it was made": r"\b(?:commissioned|methodolog\w*|terms\s+of\s+reference|chronologies\s+were|"
    r"individual\s+management|questionnaire|grateful|thank(?:s|ed)?|condolences|contributed|interview(?:ed|s)|"
    r"panel\s+met|met\s+(?:on|the\s+(?:reviewer|author|family))|"
    r"purpose|hindsight|blame|confidential\w*|anonymi\w*|pseudonym\w*|published|publication|"
    r"carried\s+out\s+in\s+line|"
    r"reports?\s+(?:were|was)\s+(?:received|requested)|criteria|scope|covers|period\s+(?:under|of)\s+review|"
    r"set\s+out|recommendations\s+(?:are|is|were)|chapter|annual\s+report|executive\s+group|inquest|coroner)\b",
    "law": r"\b(?:statutory|guidance\s+(?:requires|states|says)|working\s+together\b(?=.*\b(?:requires?|states|"
    r"says|guidance|\d{4}))|section\s+\d+|\bact\s+(?:19|20)\d\d|regulations?\s+\d+)\b",
    "a rule told": r"\b(?:polic(?:y|ies)|procedures?|guidance|protocol|act|law|code|standards?|duty)\b[^.]{0,40}?\b"
    r"(?:requires?|required|states?|stated|says|said|expects?|expected|provides?|provided|sets?|places?)\b|"
    r"^under\s+(?:section|the)\b.{0,60}\bmust\b",
    "words of one who was there": r"[”\"’],?\s+(?:\w+\s+){0,3}?(?:said|told|remembers?|recalls?|wrote|asked)\b|"
    r"^(?:her|his|their|the)?\s*(?:\w+\s+){0,3}?(?:mother|father|sister|brother|daughter|son|friend|aunt|uncle|"
    r"grandmother|grandfather|family|parents|cousin|nephew|niece|neighbour|colleague)\b[^.]{0,30}?\b(?:said|told|"
    r"remembers?|recalls?|believes?|describe[sd]?|feels?|felt|spoke|wanted|wished|asked)\b",
    "business of a meeting": r"\b(?:approved\s+subject|correct\s+record|taken\s+as\s+read|be\s+noted|no\s+interests|"
    r"matters\s+arising|meeting\s+closed|apologies|introduced\s+(?:the|her|his|a)\s+(?:paper|report)|took\s+(?:the\s+)?"
    r"(?:\w+\s+){1,3}through|contributions|budget|overspen[td]|underspen[td]|shortfall|website|sub-?groups?|"
    r"met\s+(?:\w+\s+)?(?:times|every|each)|attendance\s+of|lay\s+members|strategic\s+plan|courses)\b|£\d",
    "the review's own deed": r"^(?:we|i|the\s+(?:scrutineer|reviewers?|panel|chair|author|"
    r"business\s+manager))\s+(?:\w+\s+){0,2}?"
    r"(?:asked|visited|read|met|sat|spent|spoke|wrote|put\s+against|promised|considered\s+whether|looked\s+(?:at|into)|"
    r"shall\s+return|regrets|do(?:es)?\s+not\s+(?:think|accept|consider))\b|\b(?:is|was)\s+(?:not\s+for|"
    r"right\s+to\s+record)",
    "a thing they had": r"\b(?:had|has|have|is|was)\s+(?:a|an|its\s+own|their\s+own|"
    r"some)\s+(?:\w+\s+)?(?:policy|toolkit|list|"
    r"protocol|form|lead|procedure|pathway|helpline|team|register|caseload|contract)\b|"
    r"\b(?:at\s+that\s+time|the\s+then)\b|"
    r"\b(?:in\s+line|in\s+keeping|accordance)\s+with\b|\bhave\s+not\s+been\s+kept\b|\b(?:pages?|years?)\s+long\b",
    "who it is about": r"^(?:it|this|the\s+(?:review|report|chapter))\s+(?:concerns|is\s+about|tells)\b|"
    r",\s+(?:who\s+was\s+"
    r"(?:\w+|\d+)|aged\s+\w+|a\s+(?:retired\s+\w+|boy|girl|man|woman|baby|child|widow\w*)\b[^,]{0,25}),|"
    r"\bwas\s+(?:then\s+)?(?:\d{1,2}|"
    r"thirty|forty|fifty|sixty|seventy|eighty|nineteen|twenty)(?:-\w+)?\s+(?:when|and)\b|"
    r"\bwas\s+(?:killed|found\s+dead)\b",
    "asks": r"\?[”\"’]?$",
    "to establish": r"^(?:to\s+)?(?:establish|identify|contribute|apply|prevent|consider|examine|determine|"
    r"highlight|explore)\b|^(?:whether|how|what|was|were|did|is|are|do|does)\b.*\?$",
    "definition": r"^[\w’'()/& -]{2,50}:\s+\S|^[\w’'()/& -]{2,50}\s+(?:means|refers\s+to|stands\s+for)\b",
    "leads to a list": r":$",
    "passive": r"\b(?:was|were|been|being)\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|ne|lt|ght|ld|ut|ept|nt|de)\b",
    "had": r"\bhad\s+(?:been|\w+ed|never|not|no|already|a|any|an|to|known|seen|made)\b",
    "was so": r"\b(?:was|were)\b",
    "general past": r"\b(?:at\s+each|each\s+(?:time|new|visit|agency|call)|every\s+(?:time|one|agency)|all\s+of|"
    r"throughout|over\s+(?:two|three|four|five|the)|consistently|always|repeatedly|usually|often)\b",
    "consequence": r"\b(?:so\s+(?:that|the|it|she|he|they)|therefore|as\s+a\s+result|meant\s+that|which\s+meant|"
    r"led\s+to|leaving|with\s+the\s+(?:result|effect)|consequently|because|and\s+so)\b",
    "wanting to know": r"\b(?:ask(?:ed|ing)?|question(?:s|ed)?|explor(?:e|ed|ing)|consider(?:ed)?|check(?:ed)?|"
    r"establish(?:ed)?|challeng(?:e|ed)|notic(?:e|ed)|look(?:ed)?|spoken\s+to|seen\s+alone)\b",
    "told on": r"\b(?:shar(?:e|ed|ing)|inform(?:ed|ation)|pass(?:ed)?\s+(?:on|to)|notif(?:y|ied)|told|sent|"
    r"referr(?:al|ed)|transfer(?:red)?|handover|communicat\w+)\b",
}  # fmt: skip
_MORE = {
    "one worker acts": r"^(?:the|one|an?|her|his|its|their|another|individual|but\s+the|"
    r"by\s+contrast,?\s+(?:the|his|her))\s+(?:[\w’'-]+\s+){0,6}?(?:nurse|midwife|doctor|gp|worker|officer|"
    r"teacher|headteacher|head|assistant|manager|visitor|paramedic|"
    r"pharmacist|warden|receptionist|specialist|podiatrist|psychiatrist|therapist|consultant|adviser|advocate|"
    r"carer|person|librarian|coach|lead|school|nursery|academy|refuge|helpline|dentist|optician|practitioner|"
    r"firefighters?|caretaker|neighbour|chaplain|tutor|mentor)\b",
    "past": r"\b(?:was|were|had|did|said|told|took|made|went|came|found|saw|knew|wrote|rang|gave|held|kept|left|"
    r"led|met|thought|heard|spoke|sent|put|felt|got|lost|grew|began|stood|drove|fell|became)\b|"
    r"(?<!\bbe )(?<!\bis )(?<!\bare )(?<!\bbeen )(?<!\ba )(?<!\ban )\b(?!need|indeed|exceed|proceed|"
    r"speed)\w{2,}ed\b",
    "present": r"\b(?:is|are|does|do|can|cannot|may|will|needs?|depends|means|matters?|becomes?|tends?|makes?|"
    r"tells?|has\s+to|protects?|solves?|looks?|asks?|starts?|belongs?|takes?|gives?|ends?|counts?|hides?|costs?|"
    r"ought|should|must)\b",
    "of this case": r"\b(?:he|she|his|her|him|hers|they|their|them|we|our|us|i|my|you|your)\b|\b(?:mr|mrs|ms|"
    r"miss)\s+\w|\b(?:the\s+(?:mother|father|parents|family|child|boy|girl|couple|baby|brother|sister|"
    r"stepfather|son|daughter|grandmother))\b",
}  # fmt: skip
_AGAINST = (
    "nobody did",
    "not done",
    "never",
    "no thing",
    "only",
    "not until",
    "fault",
    "taken on trust",
    "work ended",
    "kept apart",
    "against expectation",
)
_HARD = ("nobody did", "fault", "taken on trust", "kept apart", "opportunity lost", "against expectation", "never")
_NOT_CARE = (*_HARD, "not done")
_IN_PROGRESS = (
    "not done",
    "nobody did",
    "fault",
    "measured",
    "a share",
    "has been done",
    "state of an action",
    "brought in",
    "we",
    "speech",
    "praise",
    "care taken",
    "against expectation",
    "you",
)
_NAME = re.compile(r"(?<=[a-z,;] )(?!I\b)[A-Z][a-z]+(?:[’']s)?\b")
_PATTERNS = {name: re.compile(pattern, re.DOTALL) for name, pattern in (_WORDS | _MORE).items()}
# What makes a sentence's neighbours lean: a judgement seldom stands alone, and a story is told in a row.
_JUDGES = (
    "nobody did",
    "not done",
    "never",
    "not until",
    "fault",
    "opportunity",
    "could have been",
    "praise",
    "care taken",
    "must",
    "the review judges",
    "lesson",
    "taken on trust",
)
_TELLS = ("a date first", "biography", "a person acts", "how it was made")
_SHORT, _LONG = 9, 32
_RESPONSES = ("pfd", "response", "minutes", "committee", "service")


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign seen: its name, how much of it there is (mostly 1), and the words that show it."""

    name: str
    amount: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class StatementPlace:
    """Where a sentence stands."""

    chapter: Chapter
    genre: str
    number: int  # within its paragraph, from 0
    of: int  # sentences in its paragraph
    is_item: bool = False
    begins: float = 0.0  # how far into the document, from 0 to 1


def own_signs(text: str, grammar: SentenceGrammar) -> tuple[Sign, ...]:
    """Return the signs in a sentence's own words."""
    small = text.lower()  # the patterns are of small letters: ignoring case would cost twice the time
    made = [
        Sign(name, 1.0, " ".join(text[found.start() : found.end()].split())[:60])
        for name, pattern in _PATTERNS.items()
        if (found := pattern.search(small))
    ]
    made += _together({sign.name for sign in made}, text)
    lean, for_, against = grammar.scales.sentence(text)
    if lean > 0:
        made.append(Sign("words of praise", min(lean, 2.0) / 2, ", ".join(for_[:2])))
    elif lean < 0:
        made.append(Sign("words of blame", min(-lean, 2.0) / 2, ", ".join(against[:2])))
    length = text.count(" ") + 1
    if length < _SHORT:
        made.append(Sign("very short", 1.0))
    elif length > _LONG:
        made.append(Sign("long", 1.0))
    return tuple(made)


def _together(seen: set[str], text: str) -> list[Sign]:
    """Return the signs that are made of several, or of what is not there."""
    clear = not seen.intersection(_AGAINST)
    case = "of this case" in seen or bool(_NAME.search(text))
    present = "present" in seen and "past" not in seen and "has been done" not in seen
    told = {
        "a deed, and nothing against it": clear and "past" in seen and "a service" in seen,
        "one worker's deed": clear and "one worker acts" in seen and "past" in seen,
        "one worker's care": "one worker acts" in seen and "care taken" in seen and not seen.intersection(_HARD),
        "care, and nothing against it": "care taken" in seen and "past" in seen and not seen.intersection(_NOT_CARE),
        "a general truth": present and not case and "asks a body" not in seen and "how it was made" not in seen,
        "only of the present": present,
        "a rule that binds": bool(seen & {"law", "a rule told"}) and "must" in seen,
        "a rule, and no fault": bool(seen & {"law", "a rule told"}) and clear,
        "a recommendation and its state": bool(seen & {"names a recommendation", "recommends"})
        and bool(seen & {"state of an action", "has been done", "brought in"}),
        "a figure against a figure": "a figure" in seen and "more or fewer than before" in seen,
        "the review's own deed, and nothing against it": "the review's own deed" in seen and clear,
        "a thing they had, and nothing against it": "a thing they had" in seen and clear,
        "a measured share": "measured" in seen and bool(seen & {"a share", "a figure"}),
        "a service did not": "a service acts" in seen and bool(seen & {"not done", "never", "fault", "kept apart"}),
        "a person did not": "a person acts" in seen and bool(seen & {"not done", "never"}) and "passive" not in seen,
        "neither for nor against": clear and not seen.intersection(_JUDGES),
        "kept from the story": clear and bool(seen.intersection(_TELLS)) and "a service" not in seen,
    }
    return [Sign(name, 1.0) for name, there in told.items() if there]


def add_place_signs(own: Sequence[tuple[Sign, ...]], places: Sequence[StatementPlace]) -> list[tuple[Sign, ...]]:
    """Return the signs of the sentences of one paragraph, with those of their places and neighbours."""
    names = [{sign.name for sign in signs} for signs in own]
    judges = [sum(name in seen for name in _JUDGES) for seen in names]
    tells = [sum(name in seen for name in _TELLS) for seen in names]
    made = []
    for at, (signs, place) in enumerate(zip(own, places, strict=True)):
        around = [
            Sign(f"in a chapter of {place.chapter.value}", 1.0),
            Sign("judged before", min(judges[at - 1], 3) / 3 if at else 0.0),
            Sign("judged after", min(judges[at + 1], 3) / 3 if at + 1 < len(judges) else 0.0),
            Sign("told before and after", min(sum(tells[max(0, at - 1) : at + 2]) - tells[at], 3) / 3),
            Sign("amid judgements", (sum(judges) - judges[at]) / (3 * max(len(judges) - 1, 1))),
            Sign("strength", min(judges[at], 5) / 5),
            Sign("telling", min(tells[at], 3) / 3),
        ]
        if place.chapter is Chapter.PROGRESS or place.genre in ("pfd", "response"):
            around += [Sign(f"{name} (in an answer)", 1.0) for name in _IN_PROGRESS if name in names[at]]
        if place.number == 0 and place.of > 1:
            around.append(Sign("opens its paragraph", 1.0))
        if place.number == place.of - 1 and place.of > 1:
            around.append(Sign("ends its paragraph", 1.0))
        if place.of == 1:
            around.append(Sign("a paragraph of its own", 1.0))
        if place.is_item:
            around.append(Sign("an item of a list", 1.0))
        if place.genre in _RESPONSES:
            around.append(Sign("in an answer or a paper", 1.0))
        made.append((*signs, *(sign for sign in around if sign.amount)))
    return made
