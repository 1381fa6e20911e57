"""What a file really is, seen in its bytes, and a photograph without its hidden notes (place, device, time)."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MOST_PIXELS = 120_000_000  # more than any phone's camera; a picture that claims more is meant to hurt us
LONGEST_SIDE = 2600  # pixels: A4 at 220 dots an inch, enough to read small print
QUALITY = 88
PDF_HEAD = 1024  # bytes in which a PDF must say that it is one


class Unusable(Exception):
    """A file that cannot be taken. `why` is one word, for which the page has a sentence:

    empty · too-big · too-many · incomplete · changed (not what was announced) · unknown-kind · heic · broken ·
    too-many-pixels
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def cleaned(content: bytes) -> tuple[bytes, str]:
    """The bytes to keep and their media type. Pictures are turned upright and made anew. Raises Unusable."""
    if b"%PDF-" in content[:PDF_HEAD]:
        if b"%%EOF" not in content[-2048:]:
            raise Unusable("broken")
        return content, "application/pdf"
    if content[4:12] in {b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1", b"ftypheim", b"ftypheis"}:
        raise Unusable("heic")
    return _photograph(content)


def _photograph(content: bytes) -> tuple[bytes, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we look at the size ourselves
            with Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
                return _anew(picture), PICTURES[str(picture.format)]
    except UnidentifiedImageError as failure:
        raise Unusable("unknown-kind") from failure
    except Image.DecompressionBombError as failure:
        raise Unusable("too-many-pixels") from failure
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        IndexError,
        OverflowError,
    ) as failure:  # Pillow's ways to say it
        raise Unusable("broken") from failure


def _anew(picture: ImageFile.ImageFile) -> bytes:
    """The same picture as new bytes: nothing but its dots is taken over."""
    if picture.width * picture.height > MOST_PIXELS:
        raise Unusable("too-many-pixels")
    # A JPEG of any size is read at a fraction of it, so that a large photograph costs little memory.
    picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    if picture.width * picture.height > 40_000_000:
        raise Unusable("too-many-pixels")
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    kind = str(picture.format)
    plain = upright.convert("RGBA" if kind != "JPEG" and upright.has_transparency_data else "RGB")
    plain.info.clear()
    paper = io.BytesIO()
    plain.save(paper, format=kind, quality=QUALITY)
    return paper.getvalue()
