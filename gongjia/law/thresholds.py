"""How many heads a share needs: quorum, half or more, more than half, at most a third."""

from django.utils.translation import gettext as _

from gongjia.law.kinds import LawError, Operator
from gongjia.law.models import Rule

SHARES = {
    Operator.GE_HALF: (1, 2),
    Operator.GT_HALF: (1, 2),
    Operator.GE_TWO_THIRDS: (2, 3),
    Operator.GE_THIRD: (1, 3),
}


def needed(rule: Rule, whole: int) -> int:
    """The smallest number of people that satisfies a share of `whole` people (all delegates, all who should attend).

    Of 180: half or more is 90, more than half is 91. Whole-number arithmetic, so exactly half is never a rounding.
    Raises LawError for a rule that sets no lower share.
    """
    try:
        operator = Operator(rule.operator)
        part, of = SHARES[operator]
    except (ValueError, KeyError):
        raise LawError(_("%(rule)s sets no share of people that must be reached.") % {"rule": rule}) from None
    if operator == Operator.GT_HALF:
        return whole * part // of + 1
    return -(-whole * part // of)


def at_most(rule: Rule, whole: int) -> int:
    """The largest number of people that a rule with an upper share (one third or less) allows. Raises LawError."""
    if rule.operator != Operator.LE_THIRD:
        raise LawError(_("%(rule)s sets no upper share of people.") % {"rule": rule})
    return whole // 3


def exactly_half(count: int, whole: int) -> bool:
    """The count on which "半数以上" and "过半数" part ways; whoever announces such a result must look twice."""
    return count * 2 == whole
