# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The pages for a browser on this machine, for as long as pictures are taken."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, connections, transaction

Application = Callable[..., Any]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Whoever listens says what was made."""


@contextmanager
def listening(application: Application) -> Iterator[str]:
    """The address on this machine under which ``application`` answers, one thread a request."""
    server = make_server("127.0.0.1", 0, application, _Server, _Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def serving(application: Application | None = None) -> Iterator[str]:
    """The address under which the pages answer."""
    settings.DEMO, settings.SECOND_FACTOR_REQUIRED = True, False
    with listening(application or get_wsgi_application()) as address:
        yield address


@contextmanager
def on_trial() -> Iterator[str]:
    """The same, but all that is entered is taken back in the end: the sample stays as it was.

    Every request is answered by one thread, in one transaction that is never committed. Whoever
    else writes to the same database meanwhile waits for its end.
    """
    application = get_wsgi_application()
    # At each end of a request Django would close a connection that is inside a transaction.
    for edge in (request_started, request_finished):
        edge.disconnect(close_old_connections)
    with ThreadPoolExecutor(max_workers=1) as desk:

        def answer(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            return desk.submit(_whole, application, environ, start_response).result()

        outer = transaction.atomic()
        desk.submit(outer.__enter__).result()
        try:
            with serving(answer) as address:
                yield address
        finally:
            desk.submit(_take_back, outer).result()
            for edge in (request_started, request_finished):
                edge.connect(close_old_connections)


def _whole(application: Application, environ: dict[str, Any], start: Any) -> list[bytes]:
    body = application(environ, start)
    try:
        return list(body)
    finally:
        if hasattr(body, "close"):
            body.close()


def _take_back(outer: transaction.Atomic) -> None:
    transaction.set_rollback(True)
    outer.__exit__(None, None, None)
    connection.close()
