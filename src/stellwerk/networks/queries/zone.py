# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The time zone in which days and weeks of the log begin: the installation's."""

from zoneinfo import ZoneInfo

from django.conf import settings


def log_zone() -> ZoneInfo:
    """Not the visitor's: two who ask for the same week get the same figures."""
    return ZoneInfo(settings.TIME_ZONE)
