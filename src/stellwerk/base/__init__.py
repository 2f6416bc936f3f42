# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Ground without a domain word: refusal, actor, request context, row models, data keys.

Knows no room above it and never decides anything about cases.
"""
