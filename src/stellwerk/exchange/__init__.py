# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Files in and out: workbooks, CSV, printed tables.

Never trusts a file and never decides who may see what is written.
"""
