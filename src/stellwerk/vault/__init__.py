# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Sealing: primitives, the keyring of the process, and the column type whose texts are sealed.

Knows no table and no person; which rows have which key is the business of `base.keys`.
"""
