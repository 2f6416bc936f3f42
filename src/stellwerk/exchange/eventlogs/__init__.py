# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Event logs as files: XES, OCEL 2.0 and CSV, read as a stream in a bounded amount of memory.

``opening`` tells the formats apart and keeps harm out, ``xes``, ``ocel`` and ``csv`` read events
into ``collecting``, ``analysing`` makes a map of them or courses for the installation's own log.
"""
