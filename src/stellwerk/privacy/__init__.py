# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How long we may keep what: every table has a class of period or holds no personal data.

Never decides who may see something; carrying out the periods comes with the issue "Cases".
"""
