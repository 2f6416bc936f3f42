# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of commands that need neither a database nor a key: language and limits alone."""

from pathlib import Path

from stellwerk.config.limits import EVENT_LOG_MOST_BYTES, EVENT_LOG_MOST_UPLOAD

__all__ = ["EVENT_LOG_MOST_BYTES", "EVENT_LOG_MOST_UPLOAD"]

PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = "offline"  # noqa: S105 - nothing is signed
DEBUG = False
INSTALLED_APPS: list[str] = []
DATABASES: dict[str, object] = {}
LOCALE_PATHS = [PACKAGE / room / "locale" for room in ("exchange", "networks", "jobs")]
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Berlin"
