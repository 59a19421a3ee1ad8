"""After the job and around it: covenants, training, unemployment benefit, an order that was not kept, time limits."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjia.programmes.owed.kinds import ClaimAsked, Facts, Limited, Payer, Way, known
from gongjia.programmes.owed.situations.ending import ground_of

COVENANT = _("Pay for not working for a competitor")
PENALTY = _("The most that you may owe for leaving after a training")
BENEFIT = _("Unemployment benefit, at most")
ON_TOP = _("50% to 100% on top, after an order that was not kept")
IN_TIME = _("Last day to go to arbitration")
PAPER = _("Last day to act on the paper")
PAPER_OF_OTHERS = _("Until when the others have to act")


class About(models.TextChoices):
    """What a time limit is asked for: wages have a rule of their own."""

    WAGES = "wages", _("Wages, overtime and other pay for work")
    OTHER = "other", _("Something else: compensation, a missing contract, leave, …")


class Act(models.TextChoices):
    """The papers that workers bring, by what can be done about them."""

    SUIT = "suit_after_award", _("An award of the arbitration commission: to sue")
    REFUSED = "accept_or_refuse", _("I handed in my application: the commission answers")
    DEFENCE = "defence", _("A copy of the application: the other side answers")
    AWARD = "award", _("The commission accepted my case: the award comes")
    MEDIATION = "mediation", _("Mediation has begun: when I may go on to arbitration")
    REVIEW = "review_of_mediation_agreement", _("A mediation agreement: to have it confirmed")
    SET_ASIDE = "suit_after_award_set_aside", _("The court set the award aside: to sue")
    APPEAL_JUDGMENT = "appeal_judgment", _("A judgment of the first court: to appeal")
    APPEAL_RULING = "appeal_ruling", _("A ruling of the first court: to appeal")


# What the worker does about a paper. On the others the commission or the other side acts, and no right of the worker ends.
WAYS = {
    Act.SUIT: Way.SUIT,
    Act.SET_ASIDE: Way.SUIT,
    Act.APPEAL_JUDGMENT: Way.APPEAL,
    Act.APPEAL_RULING: Way.APPEAL,
    Act.REVIEW: Way.REVIEW,
}


class Basis(models.TextChoices):
    TRAINING = "training", _("A training that the employer paid for")
    HOUSEHOLD = "household_registration", _("A household registration (户口)")


class Due(models.TextChoices):
    WAGES = "wages", _("Wages")
    OVERTIME = "overtime", _("Overtime pay")
    MINIMUM = "minimum_wage", _("What was missing to the minimum wage")
    COMPENSATION = "compensation", _("Compensation for the end of the work")
    LEAVE = "annual_leave", _("Annual leave")


def non_compete(facts: Facts) -> list[ClaimAsked]:
    inputs = known(avg_wage_12m=facts.get("wage"), months=facts.get("covenant_months"),
                   agreed_compensation=facts.get("covenant_agreed"), paid=facts.get("covenant_paid"),
                   employer_releases=True if facts.get("released") == "yes" else None,
                   employment_last_day=facts.get("ended_on"), region=facts.get("region"))  # fmt: skip
    return [ClaimAsked("non_compete", "non_compete", COVENANT, inputs)]


def training(facts: Facts) -> list[ClaimAsked]:
    inputs = known(training_cost=facts.get("training_cost"), service_months=facts.get("bound_months"),
                   served_months=facts.get("served_months"), agreed_penalty=facts.get("agreed_penalty"),
                   basis=facts.get("penalty_basis"), termination_ground=ground_of(facts))  # fmt: skip
    return [ClaimAsked("training", "service_period_penalty", PENALTY, inputs, Payer.WORKER, counts=False,
                       limited=Limited.NEVER)]  # fmt: skip


def unemployment(facts: Facts) -> list[ClaimAsked]:
    month = (facts.get("ended_on") or facts.get("today") or "")[:7]
    registered = {"yes": True, "no": False}.get(facts.get("registered") or "")
    inputs = known(contribution_years=facts.get("contribution_years"), registered=registered, month=month,
                   contribution_extra_months=facts.get("contribution_months"), termination_ground=ground_of(facts),
                   region=facts.get("region"))  # fmt: skip
    return [ClaimAsked("unemployment", "unemployment", BENEFIT, inputs, Payer.FUND, limited=Limited.NEVER)]


def ordered(facts: Facts) -> list[ClaimAsked]:
    """劳动合同法85条: only the labour authority orders it, so it is not part of what is claimed in a first case."""
    inputs = known(due=facts.get("ordered_due"), kind=facts.get("ordered_for"), paid_by_deadline=facts.get("ordered_paid"),
                   admin_order_issued=facts.get("ordered_on"), order_deadline=facts.get("ordered_until"))  # fmt: skip
    return [ClaimAsked("ordered", "additional_compensation", ON_TOP, inputs, counts=False, limited=Limited.NEVER)]


def in_time(facts: Facts) -> list[ClaimAsked]:
    claim = "wages" if facts.get("limit_about") == About.WAGES else "compensation"
    inputs = known(claim=claim, known=facts.get("known_on"), employment_last_day=facts.get("ended_on"),
                   still_employed=True if facts.get("employment") == "still" else None,
                   interrupted_on=facts.get("asked_on"))  # fmt: skip
    return [ClaimAsked("in_time", "limitation", IN_TIME, inputs, Payer.NOBODY)]


def paper(facts: Facts) -> list[ClaimAsked]:
    inputs = known(act=facts.get("paper_act"), served=facts.get("paper_on"))
    way = WAYS.get(facts.get("paper_act") or "", Way.NONE)
    title = PAPER if way is not Way.NONE else PAPER_OF_OTHERS
    return [ClaimAsked("paper", "procedure_deadline", title, inputs, Payer.NOBODY, way=way)]
