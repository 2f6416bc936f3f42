# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Papers for clients: German, and beside it the same in the client's language.

A new paper: a template that extends `exchange/papers/paper.html` and says everything through
``{% phrase %}``, and its phrases in `phrases/<paper>/<language>.toml`, complete in all languages
(tests/exchange/test_papers.py).
"""

from stellwerk.exchange.papers.languages import LANGUAGES, Language, language_of
from stellwerk.exchange.papers.phrases import phrase
from stellwerk.exchange.papers.printing import paper_html, paper_pdf

__all__ = [
    "ALLIANCE",
    "BOOKLET",
    "CONSENT",
    "LANGUAGES",
    "PLAN",
    "Language",
    "language_of",
    "paper_html",
    "paper_pdf",
    "phrase",
]

CONSENT = "exchange/papers/consent.html"
ALLIANCE = "exchange/papers/alliance.html"
PLAN = "exchange/papers/plan.html"
BOOKLET = "exchange/papers/booklet.html"
