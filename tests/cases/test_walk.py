# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
from stellwerk.base.context import acting
from stellwerk.cases.models import CaseFact
from tests.cases.casts import admitted_case
def test_walk(cast):
    case = admitted_case(cast.manager.actor, cast.manager.user)
    with acting(cast.manager.actor):
        print(CaseFact.objects.values().get())
