# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the other organisations of the network have recorded: fixed lines, groups of five people."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from stellwerk.access.matrix import Need
from stellwerk.networks.choices import ENOUGH_FOR_MEANS, SMALLEST_GROUP
from stellwerk.networks.queries import maps
from stellwerk.networks.queries.maps.network import shown_until, shown_years
from stellwerk.web.networks import mapping
from stellwerk.web.networks.sections import frame
from stellwerk.web.shell.page import page


@page(name="networks:network_map", needs=(Need.SEE_CHAINS, Need.SEE_NETWORK_FIGURES))
def network_map(request: HttpRequest) -> HttpResponse:
    """One calendar year of the others; nothing can be chosen, so nothing can be subtracted."""
    today = timezone.localdate()
    years = shown_years(today)
    year = next((n for n in years if str(n) == request.GET.get("year", "")), years[0])
    found = maps.network_map(year)
    context = frame(request, "network_map") | {
        "year": year, "years": years, "smallest": SMALLEST_GROUP, "enough": ENOUGH_FOR_MEANS,
        "last_day": shown_until(today) - timedelta(days=1),
        **mapping.shown_of_network(found),
    }
    return render(request, "networks/network_map.html", context)
