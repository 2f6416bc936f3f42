# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One person, one path: from first approach to closing.

Never decides who may see a case (access) and never counts over cases (indicators).
"""
