# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One writer of `bench durability`: change, commit, note the id on disk, again, until killed."""

from __future__ import annotations

import os
import sys

from stellwerk.engine.locate import home

from ._deeds import DEEDS


def main() -> None:
    """Arguments: deed, file of acknowledgements, `weaken` or `safe`."""
    name, file, mode = sys.argv[1:4]
    write = DEEDS[name]().writer(home(), weaken=mode == "weaken")
    out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    while True:
        os.write(out, f"{write()}\n".encode())
        # whoever reads this file after the crash must find what we had been promised
        os.fsync(out)


if __name__ == "__main__":
    main()
