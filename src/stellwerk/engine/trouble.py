# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The one exception of the engine: a sentence for the operator, never a traceback."""


class EngineError(RuntimeError):
    """What is wrong and what to do, in one sentence that an operator can act on."""
