"""The QR codes of this room: a union's join address, and a member's card that somebody else may check.

A card's code holds a signed number that is good for ten minutes: a photograph of it is worth nothing tomorrow.
"""

import io

import segno
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from gongjia.unions.access import membership_of_id
from gongjia.unions.models import Membership, Union

CARD_SECONDS = 10 * 60
SALT = "unions.card"
JOIN_PATH = "/join/{code}/"


def join_address(request: HttpRequest, union: Union) -> str:
    return request.build_absolute_uri(JOIN_PATH.format(code=union.join_code))


def card_address(request: HttpRequest, membership: Membership) -> str:
    token = signing.dumps(membership.pk, salt=SALT, compress=True)
    return request.build_absolute_uri(reverse("unions:card", args=[token]))


def membership_of_card(token: str) -> Membership | None:
    """The open membership behind a card shown within the last ten minutes; None for anything else."""
    try:
        number = signing.loads(token, salt=SALT, max_age=CARD_SECONDS)
    except signing.BadSignature:
        return None
    return membership_of_id(number)


def qr_svg(text: str) -> bytes:
    """A QR code as an SVG image: quiet zone kept, error correction M, so that a creased poster still reads."""
    image = io.BytesIO()
    segno.make(text, error="m", micro=False).save(image, kind="svg", scale=8, border=4, xmldecl=True, svgns=True)
    return image.getvalue()
