# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Clients of a bench: sequential requests for medians, eight at once for throughput."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

HEADERS = {"Accept": "text/html", "Accept-Language": "de", "Accept-Encoding": "identity"}


@dataclass
class Answer:
    """What came back: status, body, location, queries made, seconds taken."""

    status: int
    body: bytes
    location: str
    queries: int
    seconds: float


class Client:
    """A signed-in browser over one kept connection."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.port, self.cookies = port, dict(cookies)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def request(self, method: str, address: str, body: str = "") -> Answer:
        headers = {**HEADERS, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if method == "POST":
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}{address}",
            }
        began = time.perf_counter()
        self.connection.request(method, address, body=body or None, headers=headers)
        response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - began
        for header in response.headers.get_all("Set-Cookie") or []:
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(
            response.status,
            content,
            response.headers.get("Location", ""),
            int(response.headers.get("X-Queries", 0)),
            seconds,
        )


@dataclass
class Figures:
    """Times of one page in milliseconds, its throughput, queries and processor time."""

    name: str
    seconds: list[float] = field(default_factory=list)
    queries: set[int] = field(default_factory=set)
    per_second: float = 0.0
    loaded: list[float] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds) * 1000

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[18] * 1000

    @property
    def loaded_p95(self) -> float:
        return statistics.quantiles(self.loaded, n=20)[18] * 1000 if len(self.loaded) > 20 else 0.0


Visit = Callable[[Client], Answer]


def interleave(visits: dict[str, Visit], client: Client, rounds: int) -> dict[str, Figures]:
    """Each page in turn, ``rounds`` times, so that a slow moment hits all alike."""
    figures = {name: Figures(name) for name in visits}
    for visit in visits.values():
        for _ in range(8):
            visit(client)
    for _ in range(rounds):
        for name, visit in visits.items():
            answer = visit(client)
            figures[name].seconds.append(answer.seconds)
            figures[name].queries.add(answer.queries)
    return figures


def together(
    figures: Figures,
    visit: Visit,
    clients: list[Client],
    seconds: float,
    cpu: Callable[[], dict[int, float]],
) -> None:
    """The same page from all clients at once for a while: requests per second, p95, CPU."""
    stop = time.perf_counter() + seconds
    times: list[list[float]] = [[] for _ in clients]

    def work(number: int) -> None:
        while time.perf_counter() < stop:
            times[number].append(visit(clients[number]).seconds)

    before, began = cpu(), time.perf_counter()
    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    figures.loaded = [value for part in times for value in part]
    figures.per_second = len(figures.loaded) / took
    # process by process: one that ended meanwhile must not count as time given back
    used = sum(now - before.get(pid, 0.0) for pid, now in cpu().items())
    figures.cpu = used / max(1, len(figures.loaded)) * 1000
