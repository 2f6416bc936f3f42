# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Views of the case pages: the object through access, a form, one action, then redirect or show."""
