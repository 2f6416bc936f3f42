# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Maintained lists with official keys: the words that forms, figures and imports share.

Never holds anything about a person; a term in use is retired, not deleted.
"""
