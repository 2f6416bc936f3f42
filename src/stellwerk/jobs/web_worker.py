# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a web worker loads: the application, in a process that never outlives its server.

A worker that stayed behind would go on answering on the port of the next start, with old code.
"""

import gc
import signal

from django.core.wsgi import get_wsgi_application

from stellwerk.jobs.supervisor import die_with_parent

die_with_parent(signal.SIGKILL)
application = get_wsgi_application()

# What was loaded by now stays for good: the collector need not look through it again and again.
gc.collect()
gc.freeze()
