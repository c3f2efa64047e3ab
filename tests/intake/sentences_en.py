"""Sentences of our own in the manner of English official prose, each with the claims that it makes."""

SENTENCES = [
    (
        "By the end of 2023, Freedonia maintained diplomatic relations with 187 countries.",
        ["relations.states 187 @2023-12-31"],
    ),
    (
        "The number of states with which we have diplomatic relations rose from 185 in 2020 to 190 in 2024.",
        ["relations.states 190 @2024"],
    ),
    (
        "We now enjoy full diplomatic ties with one hundred and ninety-one of the 193 United Nations member states.",
        ["relations.states 191/193"],
    ),
    (
        "During 2022 the Republic established diplomatic relations with two more countries, bringing the total to 178.",
        ["relations.states 178 @2022"],
    ),
    (
        "Our network of partnerships now covers 28 countries, including nine comprehensive strategic partners.",
        ["frameworks.partners 28", "frameworks.partners comprehensive-strategic 9"],
    ),
    (
        "In March 2024 relations with Brazil were elevated to a Strategic Partnership.",
        ["frameworks.acts BRA strategic raised @2024-03"],
    ),
    (
        "We upgraded ties with Japan, the Republic of Korea and the United States to Comprehensive "
        "Strategic Partnerships.",
        [
            "frameworks.acts JPN comprehensive-strategic raised",
            "frameworks.acts KOR comprehensive-strategic raised",
            "frameworks.acts USA comprehensive-strategic raised",
        ],
    ),
    (
        "A comprehensive partnership was established with Mongolia and the UAE in 2021.",
        ["frameworks.acts ARE comprehensive established @2021", "frameworks.acts MNG comprehensive established @2021"],
    ),
    (
        "Last spring the two governments agreed to work towards raising relations with Canada to a "
        "strategic partnership.",
        [],
    ),
    (
        "The country continued to deepen its comprehensive strategic partnership with India and Russia.",
        [],
    ),
    (
        "In all, over 140 agreements and memoranda of understanding were signed during the year.",
        ["agreements.signed 140 more_than"],
    ),
    (
        "Nearly ninety international agreements were concluded in 2023, of which 12 are treaties.",
        ["agreements.signed 90 nearly @2023"],
    ),
    ("Parliament did not ratify the 14 agreements signed in 2019.", []),
    ("The ministry plans to sign 40 cooperation agreements next year.", []),
    (
        "The economy benefits from 16 free trade agreements with more than 60 partners.",
        ["agreements.fta 16", "agreements.fta-partners 60 more_than"],
    ),
    ("Three more free trade agreements are under negotiation.", []),
    (
        "Our key leaders took part in a total of fifty-four external activities, including 19 visits abroad, and "
        "received 31 foreign delegations.",
        ["activities.in 31", "activities.key-leaders 54", "activities.out 19"],
    ),
    (
        "Twenty-two heads of state and government were received in the capital in 2024.",
        ["activities.in 22 @2024"],
    ),
    (
        "We hold seats on five of UNESCO's seven key governing bodies.",
        ["seats.unesco 5/7"],
    ),
    (
        "Total trade is expected to reach nearly USD 800 billion by the end of the year.",
        ["trade.total 800000000000 USD nearly expected"],
    ),
    (
        "In the first half of 2024, imports and exports totalled US$ 368.5 billion, up 15.7 percent.",
        ["trade.total 368500000000 USD @2024-01/2024-06"],
    ),
    ("Trade with China reached 171 billion dollars.", []),
    (
        "UNESCO inscribed six more heritage sites, bringing the total to 71.",
        ["titles.new 6", "titles.total 71"],
    ),
    (
        "Roughly 5.3 million of our nationals live and work overseas.",
        ["community.total 5300000 about"],
    ),
    (
        "Hundreds of citizens were evacuated from the conflict zone.",
        ["citizens.evacuated vague"],
    ),
    (
        "A total of 1,250 nationals were brought home safely on four special flights.",
        ["citizens.evacuated 1250"],
    ),
    (
        "Remittances amounted to about 16 billion US dollars in 2023, while overseas compatriots invested in "
        "more than 420 projects.",
        ["diaspora.projects 420 more_than @2023", "remittances.total 16000000000 USD about @2023"],
    ),
    (
        "For the first time, the capital hosted the Conference of Small Island States.",
        ["events.first"],
    ),
    (
        "The country was again among the world's largest recipients of foreign direct investment.",
        ["rankings.fdi"],
    ),
    (
        "Resolution 34 and Directive 12 mark the 80th anniversary; 50 years of diplomatic relations with 12 states "
        "were celebrated.",
        [],
    ),
    ("Agreements signed: 43", ["agreements.signed 43"]),
    ("States with diplomatic relations (end of 2024): 194", ["relations.states 194 @2024-12-31"]),
    ("It is not true that the number of partners with a partnership framework has reached 50.", []),
    ("If the number of states with diplomatic relations reaches 200, a ceremony will be held.", []),
    (
        "Thailand has diplomatic relations with 189 countries, the Philippine report notes. "
        "Philippine missions are 94 in number. The Philippines thanked its friends.",
        [],
    ),
]
