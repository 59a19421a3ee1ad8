"""Names of unions and employers: read as running text, not as a person's name, and found by any part of them."""

import re
import secrets

from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin, load_phrases_dict

from gongjia.foundation.refusals import Refused
from gongjia.people.names import grams, tidy

LONGEST = 100
SHORTEST = 4  # characters of a name: 「长春一汽」
# No 0 O 1 I L: a code is also read aloud and typed from a poster.
JOIN_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
JOIN_CODE_LENGTH = 8

load_phrases_dict({"珲春": [["hún"], ["chūn"]], "朝鲜族": [["cháo"], ["xiǎn"], ["zú"]]})


def name_columns(name: str) -> dict[str, object]:
    """The three columns that a name fills: itself, its order and what it is found by."""
    return {"name": name, "name_pinyin": " ".join(lazy_pinyin(name))[:400], "name_grams": grams(name)}


def check_employer_name(typed: str) -> str:
    """The tidy name of an employer. Raises Refused with a sentence."""
    if not typed.strip():
        raise Refused(_("Please write the employer's name."))
    return _check_name(typed)


def check_union_name(typed: str) -> str:
    """The tidy name of a union. Raises Refused with a sentence."""
    if not typed.strip():
        raise Refused(_("Please write the union's name."))
    return _check_name(typed)


def _check_name(typed: str) -> str:
    name = tidy(typed)
    if len(name) < SHORTEST:
        raise Refused(_("“%(name)s” is too short to be found by. Please write the whole name, as on the contract, the "
                        "payslip or the sign at the door.") % {"name": name})  # fmt: skip
    if len(name) > LONGEST:
        raise Refused(_("This name is longer than %(most)s characters. Please shorten it.") % {"most": LONGEST})
    if not re.search(r"[^\W\d_]", name):
        raise Refused(_("A name has letters or characters, not only digits and signs. Please check it."))
    return name


def new_join_code() -> str:
    """What a union's poster carries. It opens an application, nothing else, so eight letters are enough."""
    return "".join(secrets.choice(JOIN_CODE_LETTERS) for _n in range(JOIN_CODE_LENGTH))


def spaced(join_code: str) -> str:
    """A join code as people read it: K7MN 2QRS."""
    return f"{join_code[:4]} {join_code[4:]}"
