"""American spellings and plurals of Greek and Latin words, which a stemmer of English leaves apart from the others."""

from __future__ import annotations

_BRITISH = """
center centre theater theatre meter metre fiber fibre caliber calibre
color colour favor favour favorite favourite honor honour labor labour neighbor neighbour harbor harbour rumor rumour
humor humour vapor vapour tumor tumour flavor flavour endeavor endeavour
license licence pretense pretence
analyze analyse paralyze paralyse catalyze catalyse
enrollment enrolment fulfillment fulfilment fulfill fulfil enroll enrol
pediatrician paediatrician pediatricians paediatricians pediatrics paediatrics hemorrhage haemorrhage
anesthetic anaesthetic anemia anaemia diarrhea diarrhoea gynecology gynaecology gynecologist gynaecologist
orthopedic orthopaedic hematoma haematoma esophagus oesophagus leukemia leukaemia edema oedema celiac coeliac
archeology archaeology maneuver manoeuvre mold mould moldy mouldy mom mum pajamas pyjamas
skeptical sceptical judgement judgment jewelry jewellery
""".split()
_ONE = """
criteria criterion phenomena phenomenon hypotheses hypothesis psychoses psychosis neuroses neurosis
prognoses prognosis appendices appendix bacteria bacterium thieves thief loaves loaf halves half wives wife feet foot
mice mouse geese goose syntheses synthesis
""".split()


def other_spellings() -> dict[str, str]:
    """Return for each such word the one that it is an American spelling or an irregular plural of."""
    listed = (*_BRITISH, *_ONE)
    return dict(zip(listed[::2], listed[1::2], strict=True))
