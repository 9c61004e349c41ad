"""Invented papers about invented cases, in pairs: of one review, and of two that look like one."""

from __future__ import annotations

REPORT_1 = """# Local Child Safeguarding Practice Review: Tamsin

Harrowmere Safeguarding Children Partnership

Published 3 March 2022

## Introduction

This review is about Tamsin, who was four. Tamsin lived with her mother.

## Recommendations

1. Harrowmere Council should agree with schools how a child who stops attending is followed up within five days.
2. The hospital should record who brought the child to each appointment and why any were missed.
3. Health visitors should be told of every change of address within two working days.
4. The Partnership should audit how often fathers are spoken to in assessments.
"""

REPORT_2 = """# Safeguarding Adult Review: Adult K

Dunbeck Safeguarding Adults Board

Published 9 May 2021

## Introduction

Adult K was a man of 71 who lived alone.

## Recommendations

1. Housing officers should look inside every room when they visit a tenant who hoards.
2. The Board should publish a guide to self-neglect for volunteers.
3. District nurses should photograph pressure sores each week and share the pictures with the surgery.
4. Adult social care should not close a case because a person did not answer a letter.
"""

REPORT_3 = """# Wyresdale and Calder Safeguarding Children Board

## SERIOUS CASE REVIEW

In respect of Child N

Overview report by Ms Pauline Trant

June 2016

## 1. Introduction

1.1 Child N died aged seven months in Calder in 2014.

## 5. Recommendations

5.1 The Board should seek assurance that midwives ask about previous children removed from either parent.

5.2 GP practices should tell the health visitor when a parent misses three mental health appointments.

5.3 The police should share all domestic abuse logs with the midwifery service within 48 hours.
"""

REPORT_4 = """# DOMESTIC HOMICIDE REVIEW

## Under section 9 of the Domestic Violence, Crime and Victims Act 2004

Penhallow Community Safety Partnership

Report into the death of “Marguerite”, April 2019

Report author: Keith Ormside

Date of report: 14 August 2020

## Recommendations

Recommendation 1: Penhallow Housing should train its staff to ask tenants who report damage whether they are safe at home.

Recommendation 2: The surgery should review how it follows up patients who tell of injuries.

Recommendation 3: The partnership should tell employers about help for staff who are abused.
"""

TOGETHER = [
    (
        REPORT_1,
        """# Action plan: Tamsin LCSPR

Harrowmere Safeguarding Children Partnership

Updated 1 June 2023

| No | Recommendation | Action | Lead | Status |
|---|---|---|---|---|
| 1 | Harrowmere Council should agree with schools how a child who stops attending is followed up within five days. | A working group has been set up for part 0. | Service manager | In progress |
| 2 | The hospital should record who brought the child to each appointment and why any were missed. | A working group has been set up for part 1. | Service manager | In progress |
| 3 | Health visitors should be told of every change of address within two working days. | A working group has been set up for part 2. | Service manager | In progress |
| 4 | The Partnership should audit how often fathers are spoken to in assessments. | A working group has been set up for part 3. | Service manager | In progress |""",
    ),
    (
        REPORT_1,
        """# Seven minute briefing: Tamsin

Harrowmere Safeguarding Children Partnership

May 2022

## Background

Tamsin was four when she was harmed.

## Learning

- Workers did not ask who brought her to appointments.
""",
    ),
    (
        REPORT_1,
        """# Harrowmere Safeguarding Children Partnership Annual Report 2022-23

## Chapter 4: What became of the review about Tamsin

The review recommended that schools and the council agree how a child who stops attending is followed up.

It was also recommended that the hospital record who brings a child to appointments. This is complete.

The third recommendation was that health visitors be told of every change of address within two working days. The form was changed in June 2023.
""",
    ),
    (
        REPORT_1,
        """# Minutes of the learning subgroup

Harrowmere Safeguarding Children Partnership

Meeting of 4 July 2022

Present: A. Dole (chair), B. Reeve

Apologies: C. Ames

1. Tamsin review: action update

Recommendation 1. The protocol with schools was signed on 1 July 2022. Complete.

Recommendation 3. Health visitors: work continues.
""",
    ),
    (
        REPORT_2,
        """# Adult K: multi-agency action plan

Dunbeck Safeguarding Adults Board

Updated 2 December 2021

| No | Recommendation | Action | Lead | Status |
|---|---|---|---|---|
| 1 | Housing officers should look inside every room when they visit a tenant who hoards. | A working group has been set up for part 0. | Service manager | In progress |
| 2 | The Board should publish a guide to self-neglect for volunteers. | A working group has been set up for part 1. | Service manager | In progress |
| 3 | District nurses should photograph pressure sores each week and share the pictures with the surgery. | A working group has been set up for part 2. | Service manager | In progress |
| 4 | Adult social care should not close a case because a person did not answer a letter. | A working group has been set up for part 3. | Service manager | In progress |""",
    ),
    (
        REPORT_2,
        """# Executive summary

Safeguarding Adult Review concerning Adult K

Dunbeck Safeguarding Adults Board

May 2021

## Recommendations

1. Housing officers should look inside every room when they visit a tenant who hoards.
2. The Board should publish a guide to self-neglect for volunteers.
3. District nurses should photograph pressure sores each week and share the pictures with the surgery.
4. Adult social care should not close a case because a person did not answer a letter.
""",
    ),
    (
        REPORT_2,
        """# Learning from the SAR about Adult K

Dunbeck Safeguarding Adults Board

A presentation for practitioners, June 2021

## Key learning

- Letters do not reach people who hoard.
- Nurses should share pictures with the surgery.
""",
    ),
    (
        """# Domestic Homicide Review: Overview report into the death of Odile

Marlbridge Community Safety Partnership

Published 2 April 2020

## Introduction



## Recommendations

1. Marlbridge Council should agree with schools how a child who stops attending is followed up within five days.
2. The hospital should record who brought the child to each appointment and why any were missed.
3. Health visitors should be told of every change of address within two working days.
4. The Partnership should audit how often fathers are spoken to in assessments.
""",
        """# Odile DHR: action plan

Marlbridge Community Safety Partnership

Updated 1 May 2021

| No | Recommendation | Action | Lead | Status |
|---|---|---|---|---|
| 1 | Marlbridge Council should agree with schools how a child who stops attending is followed up within five days. | A working group has been set up for part 0. | Service manager | In progress |
| 2 | The hospital should record who brought the child to each appointment and why any were missed. | A working group has been set up for part 1. | Service manager | In progress |
| 3 | Health visitors should be told of every change of address within two working days. | A working group has been set up for part 2. | Service manager | In progress |
| 4 | The Partnership should audit how often fathers are spoken to in assessments. | A working group has been set up for part 3. | Service manager | In progress |""",
    ),
    (
        """# Regulation 28: Report to prevent future deaths

Ms Ffion Garside, Assistant Coroner for Stennock

12 January 2023

Investigation and inquest into the death of Mr Leonard Pask

## Coroner's concerns

1. Nobody checked the alarm.

## Action should be taken

In my opinion action should be taken.
""",
        """# Response to Regulation 28 report: Mr Leonard Pask

Stennock Hospitals NHS Trust

2 March 2023

Dear Ms Garside

I write in response to your report of 12 January 2023 following the inquest into the death of Mr Leonard Pask.

The Trust has fitted new alarms on all wards.
""",
    ),
    (
        REPORT_1,
        """# Local Child Safeguarding Practice Review: Tamsin

Harrowmere Safeguarding Children Partnership

Published 10 October 2022

## Introduction

This review is about Tamsin, who was four. This edition corrects two dates.

## Recommendations

1. Harrowmere Council should agree with schools how a child who stops attending is followed up within five school days.
2. The hospital should record who brought the child to each appointment and why any were missed.
3. Health visitors should be told of every change of address within two working days.
4. The Partnership should audit how often fathers are spoken to in assessments.
""",
    ),
    (
        REPORT_3,
        """# Child N SCR - Response of Wyresdale and Calder Safeguarding Children Board

June 2016

The Board accepts all recommendations.

## Recommendation 1

Midwives ask about earlier children at booking since March 2016.

## Recommendation 2

The clinical group has written to practices.
""",
    ),
    (
        REPORT_3,
        """# Practitioner briefing

Wyresdale and Calder Safeguarding Children Board

Child N: what we learned

July 2016

## Key learning

- Ask about children who were removed before.
- Missed appointments of parents matter.
""",
    ),
    (
        REPORT_4,
        """# Penhallow Community Safety Partnership

## DHR Marguerite action plan

September 2021

| Recommendation | Action | Lead | Progress |
|---|---|---|---|
| Train housing staff to ask tenants who report damage whether they are safe | Two courses held | Housing | Complete |
| Review follow up of patients who tell of injuries | Audit under way | Surgery | Ongoing |
| Tell employers about help for abused staff | Leaflet printed | CSP | Complete |
""",
    ),
    (
        REPORT_4,
        """# Letter to the Home Office

Penhallow Community Safety Partnership

1 October 2020

Dear Panel

Re: Domestic Homicide Review concerning Marguerite

Thank you for your letter. The partnership has amended paragraph 4.
""",
    ),
    (
        REPORT_1,
        """# Harrowmere Scrutiny Committee

12 September 2023

Report of the Director of Children's Services

## Progress on the recommendations of the Tamsin review

1.1 Members are asked to note the progress. Recommendation 1 is complete. Recommendation 2 has been delayed by the hospital's new system.
""",
    ),
    (
        REPORT_1,
        """# Learning from Tamsin

Harrowmere Safeguarding Children Partnership

Practitioner slides, April 2022

## What we will do

- Follow up children who stop attending.
""",
    ),
    (
        REPORT_2,
        """# SAR Adult K - one year on

Dunbeck Safeguarding Adults Board

May 2022

## Recommendation 1

Housing officers now look inside every room. Complete.

## Recommendation 4

Not yet started.
""",
    ),
    (
        REPORT_2,
        """# Safeguarding Adult Review: Adult K (easy read)

Dunbeck Safeguarding Adults Board

May 2021

Adult K was a man who lived alone.

## What should happen

- Housing officers should look inside every room.
""",
    ),
]

APART = [
    (
        REPORT_1,
        """# Local Child Safeguarding Practice Review: Tamsin

Wexcombe Safeguarding Children Partnership

Published 5 March 2022

## Introduction

This review is about Tamsin, a girl of nine.

## Recommendations

1. Housing officers should look inside every room when they visit a tenant who hoards.
2. The Board should publish a guide to self-neglect for volunteers.
3. District nurses should photograph pressure sores each week and share the pictures with the surgery.
4. Adult social care should not close a case because a person did not answer a letter.
""",
    ),
    (
        REPORT_1,
        """# Action plan: Tamsin LCSPR

Wexcombe Safeguarding Children Partnership

Updated 1 June 2023

| No | Recommendation | Action | Lead | Status |
|---|---|---|---|---|
| 1 | Housing officers should look inside every room when they visit a tenant who hoards. | A working group has been set up for part 0. | Service manager | In progress |
| 2 | The Board should publish a guide to self-neglect for volunteers. | A working group has been set up for part 1. | Service manager | In progress |
| 3 | District nurses should photograph pressure sores each week and share the pictures with the surgery. | A working group has been set up for part 2. | Service manager | In progress |
| 4 | Adult social care should not close a case because a person did not answer a letter. | A working group has been set up for part 3. | Service manager | In progress |""",
    ),
    (
        REPORT_2,
        """# Safeguarding Adult Review: Adult K

Dunbeck Safeguarding Adults Board

Published 9 May 2027

## Introduction

Adult K was a woman of 30.

## Recommendations

1. Dunbeck Council should agree with schools how a child who stops attending is followed up within five days.
2. The hospital should record who brought the child to each appointment and why any were missed.
3. Health visitors should be told of every change of address within two working days.
4. The Partnership should audit how often fathers are spoken to in assessments.
""",
    ),
    (
        REPORT_1,
        """# Local Child Safeguarding Practice Review: Bryony

Harrowmere Safeguarding Children Partnership

Published 3 April 2022

## Introduction

This review is about Bryony, who was two. Bryony lived with her aunt.

## Recommendations

1. Harrowmere Council should agree with schools how a child who stops attending is followed up within five days.
2. The hospital should record who brought the child to each appointment and why any were missed.
3. Health visitors should be told of every change of address within two working days.
4. The Partnership should audit how often fathers are spoken to in assessments.
""",
    ),
    (
        REPORT_1,
        """# Local Child Safeguarding Practice Review: Bryony

Harrowmere Safeguarding Children Partnership

Published 3 April 2022

## Introduction

This review is about Bryony, who was two. The review of Tamsin had said the same.

## Recommendations

1. Housing officers should look inside every room when they visit a tenant who hoards.
2. The Board should publish a guide to self-neglect for volunteers.
3. District nurses should photograph pressure sores each week and share the pictures with the surgery.
4. Adult social care should not close a case because a person did not answer a letter.
""",
    ),
    (
        REPORT_1,
        """# Harrowmere Safeguarding Children Partnership Annual Report 2022-23

## Foreword

This year we published three reviews: Tamsin, Bryony and Corin.

## Our work

We trained 400 staff. The review about Tamsin and the review about Bryony and the review about Corin were discussed at conferences.
""",
    ),
    (
        REPORT_1,
        """# Inspection of local authority children's services: Harrowmere

Ofsted

Inspection dates: 3 to 14 April 2023

## What needs to improve

- The response to Tamsin and other children who miss appointments.
""",
    ),
    (
        REPORT_2,
        """# Safeguarding Adult Review: Adult L

Dunbeck Safeguarding Adults Board

Published 9 June 2021

## Introduction

Adult L was a man of 50 who lived with his sister.

## Recommendations

1. Housing officers should look inside every room when they visit a tenant who drinks.
2. The Board should publish a guide to self-neglect for volunteers.
3. District nurses should photograph pressure sores each week and share the pictures with the surgery.
4. Adult social care should not close a case because a person did not answer a letter.
""",
    ),
    (
        """# Serious Case Review: Child A

Harrowmere Safeguarding Children Partnership

Published 1 May 2013

## Introduction

Child A was a boy of three.

## Recommendations

1. Harrowmere Council should agree with schools how a child who stops attending is followed up within five days.
2. The hospital should record who brought the child to each appointment and why any were missed.
3. Health visitors should be told of every change of address within two working days.
4. The Partnership should audit how often fathers are spoken to in assessments.
""",
        """# Child A action plan

Harrowmere Safeguarding Children Partnership

Updated 1 June 2021

| No | Recommendation | Action | Lead | Status |
|---|---|---|---|---|
| 1 | Housing officers should look inside every room when they visit a tenant who hoards. | A working group has been set up for part 0. | Service manager | In progress |
| 2 | The Board should publish a guide to self-neglect for volunteers. | A working group has been set up for part 1. | Service manager | In progress |
| 3 | District nurses should photograph pressure sores each week and share the pictures with the surgery. | A working group has been set up for part 2. | Service manager | In progress |
| 4 | Adult social care should not close a case because a person did not answer a letter. | A working group has been set up for part 3. | Service manager | In progress |""",
    ),
    (
        REPORT_1,
        """# Domestic Homicide Review: Tamsin

Harrowmere Community Safety Partnership

Published 3 March 2023

## Introduction

Tamsin was 34 and was killed by her former partner.

## Recommendations

1. Housing officers should look inside every room when they visit a tenant who hoards.
2. The Board should publish a guide to self-neglect for volunteers.
3. District nurses should photograph pressure sores each week and share the pictures with the surgery.
4. Adult social care should not close a case because a person did not answer a letter.
""",
    ),
    (
        REPORT_3,
        """# SERIOUS CASE REVIEW

Wyresdale and Calder Safeguarding Children Board

In respect of Child P

June 2016

## Recommendations

5.1 The Board should seek assurance that midwives ask about previous children removed from either parent.

5.2 Schools should keep records.
""",
    ),
    (
        REPORT_3,
        """# Child N: serious case review

Oakenshaw Safeguarding Children Board

June 2016

## Recommendations

1. Schools should ask about bruises.
""",
    ),
    (
        REPORT_4,
        """# Penhallow Community Safety Partnership Annual Report 2021

This year we published reviews about Marguerite, Solveig and Petra. All actions of the Solveig review are complete.
""",
    ),
    (
        REPORT_4,
        """# Domestic Homicide Review: Solveig

Penhallow Community Safety Partnership

1 July 2021

Solveig was killed in 2020. The review into the death of Marguerite had made the same point.

## Recommendations

Recommendation 1: The surgery should ask about stalking.

Recommendation 2: The police should visit each victim.

Recommendation 3: Housing should offer locks.
""",
    ),
    (
        REPORT_2,
        """# Dunbeck Safeguarding Adults Board Strategy 2022-25

## Priorities

- Self-neglect, after the review about Adult K and that about Adult M.
- Transitions.
""",
    ),
    (
        REPORT_1,
        """# Local Child Safeguarding Practice Review: Tamsin and Idris

Overton Safeguarding Children Partnership

May 2022

## Recommendations

1. Schools should ask.
""",
    ),
    (
        REPORT_2,
        """# Safeguarding Adult Review: Adult K

Dunbeck Safeguarding Adults Board

May 2018

Adult K was a woman of 90 in a care home.

## Recommendations

1. Homes should weigh residents each month.
2. The commissioner should visit at night.
3. Pharmacists should check all medicines.
""",
    ),
]
