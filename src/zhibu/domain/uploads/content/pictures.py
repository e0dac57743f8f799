"""Pictures are drawn anew: what was written beside them (place, device, time, thumbnail) is left behind."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from zhibu.kernel.errors import InputError, Problem

MOST_PIXELS = 60_000_000  # a phone's best camera; a sheet at 600 dpi
FORMATS = {"jpg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",)}
SAVED: dict[str, dict[str, Any]] = {
    "jpg": {"format": "JPEG", "quality": 90, "optimize": True},
    "png": {"format": "PNG"},
    "webp": {"format": "WEBP", "quality": 90},
}


def without_place(shown: str, kind: str, content: bytes) -> bytes:
    """The same picture, turned as the camera said, with its colours and nothing else beside it."""
    from PIL import Image, ImageOps  # slow to import; only uploads need it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=FORMATS[kind]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise InputError([Problem(shown, f"{picture.width}×{picture.height} 点", "6000 万点以内", "缩小以后再传")])
                colours = picture.info.get("icc_profile")
                drawn = ImageOps.exif_transpose(picture)
                if kind == "jpg" and drawn.mode not in ("RGB", "L"):
                    drawn = drawn.convert("RGB")
                bare = Image.new(drawn.mode, drawn.size)
                bare.paste(drawn)
                if drawn.mode == "P" and (palette := drawn.getpalette()):
                    bare.putpalette(palette)
                clear: dict[str, Any] = {"transparency": drawn.info["transparency"]} if kind == "png" and "transparency" in drawn.info else {}
    except InputError:
        raise
    except Exception as error:  # the library raises many kinds for broken bytes
        raise InputError([Problem(shown, "打不开的图片", "完好的图片", "在手机或电脑上打开，另存一份再传")]) from error
    target = BytesIO()
    bare.save(target, icc_profile=colours, **SAVED[kind], **clear)
    return target.getvalue()
