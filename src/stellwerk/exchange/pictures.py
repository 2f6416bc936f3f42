# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures for looking at: decoded and written anew, so that only the picture is left of a file."""

import io

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from stellwerk.base.refusal import Refusal

#: Longer sides are scaled down; a bomb of a picture is refused before it is unpacked.
LONGEST_SIDE = 1600
MOST_PIXELS = 60_000_000


def redrawn(content: bytes) -> bytes:
    """The picture as a fresh JPEG without what a camera writes beside it. Raises `Refusal`."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError("too many pixels")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            turned = ImageOps.exif_transpose(picture)
            turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            plain = Image.new("RGB", turned.size, "white")
            layered = turned.convert("RGBA")
            plain.paste(layered, mask=layered.getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        message = _("This picture cannot be shown. You can save the file.")
        raise Refusal("picture", message) from None
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=85)
    return written.getvalue()
