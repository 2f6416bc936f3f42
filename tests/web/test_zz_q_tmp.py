import time, cProfile, pstats
import pytest
from django.db import connection
from django.urls import reverse, path, include
from tests.cases.casts import admitted_case, new_case
from django.test import override_settings, Client
from django.template import Context, Engine
from django.http import HttpResponse
pytestmark = pytest.mark.django_db
PAGE = Engine().from_string(
    "<!doctype html><html lang=de><title>Floor</title><h1>{{ user.name }}</h1><table>"
    "{% for row in rows %}<tr><td><a href='/floor/{{ row.pk }}/'>{{ row.name }}</a><td>"
    "{{ row.email }}<td>{{ row.language }}<td>{{ row.is_active }}<td>{{ row.created_at }}</tr>"
    "{% endfor %}</table></html>"
)
def floor(request):
    from stellwerk.directory.models import User
    assert request.user.is_authenticated
    rows = User.objects.order_by("-created_at")[:50]
    return HttpResponse(PAGE.render(Context({"rows": rows, "user": request.user})))
urlpatterns = [path("floor/", floor), path("", include("stellwerk.config.urls"))]
BARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
def test_q(cast, settings):
    from stellwerk.directory.models import User
    settings.SECOND_FACTOR_REQUIRED = False
    settings.ROOT_URLCONF = __name__
    from django.template import Template
    case = admitted_case(cast.manager.actor, cast.manager.user)
    for n in range(49): new_case(cast.manager.actor, cast.manager.user, given_name=f"P{n}")
    for n in range(45): User.objects.create(email=f"x{n}@y.example", name=f"N {n}")
    def best(client, address, n=12, method="get", data=None):
        b = w = 9
        for _ in range(n):
            t = time.process_time(); u=time.perf_counter(); client.get(address); b = min(b, time.process_time() - t); w=min(w,time.perf_counter()-u)
        return b*1000, w*1000
    with override_settings(MIDDLEWARE=BARE):
        bare = Client(); bare.force_login(cast.manager.user)
        print("\nfloor", best(bare, "/floor/", 25))
    client = Client(); client.force_login(cast.manager.user)
    for address in ("/faelle/", "/faelle/?q=Yildiz&phase=approached", reverse("cases:case", args=[case.pk]), "/mein-tag/"):
        print(address, best(client, address))
    for address in ("/faelle/", reverse("cases:case", args=[case.pk])):
        p = cProfile.Profile(); p.enable()
        for _ in range(10): client.get(address)
        p.disable(); pstats.Stats(p).sort_stats("tottime").print_stats(25); pstats.Stats(p).sort_stats("cumulative").print_stats(75)
