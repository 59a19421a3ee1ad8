"""Where a dispute can stand, who must act there, and the legal clock of each step."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongjia.cases.kinds import Limit, Role, Step
from gongjia.programmes.dispute_mediation.intake import intake_of
from gongjia.programmes.dispute_mediation.papers.words import entered_on
from gongjia.programmes.dispute_mediation.rules import ASKING
from gongjia.programmes.dispute_mediation.terms import agreed_day, settled_day, terms_of

ENDED = ("settled", "performing", "unpaid", "performed", "referred", "failed", "unwilling", "not_accepted", "withdrawn")


def asked_on(case: Any) -> date:
    """The day the employer was asked: by the worker, or by the union."""
    return intake_of(case).asked_on or entered_on(case, *ASKING) or case.step_since


def urged_on(case: Any) -> date:
    """The day the union last urged the employer; before that the day it came to nothing."""
    urged: date | None = entered_on(case, "urge")
    since: date = case.step_since
    return max(urged, since) if urged else since


RIGHT_TO_ARBITRATE = Limit(
    "mediation.right_to_arbitrate",
    Role.MEDIATOR,
    _("From the next day you may go to arbitration, also while the mediation goes on. It costs nothing."),
    until=ENDED,
    is_duty=False,
)

STEPS = (
    Step(
        "to_ask",
        _("The union asks the employer"),
        _("%(holder)s asks the employer for you. Then the employer has some days to answer."),
        Role.OFFICER,
        limits=(Limit("negotiation.ask", Role.OFFICER),),
    ),
    Step(
        "negotiating",
        _("Waiting for the employer's answer"),
        _("The employer has been asked to talk with you. %(union)s is beside you."),
        Role.RESPONDENT,
        limits=(
            Limit(
                "negotiation.answer",
                Role.RESPONDENT,
                _(
                    "No answer counts as unwilling. Your application for mediation then starts by itself, and the day "
                    "is kept for your time limit."
                ),
                starts=asked_on,
                expiry_move="no_answer",
            ),
        ),
        to_respondent=_("A worker of yours asks to talk with you. Please answer by the day below."),
    ),
    Step(
        "talking",
        _("Talking with the employer"),
        _("The employer is willing to talk. %(union)s helps if you want."),
        Role.RESPONDENT,
        limits=(
            Limit(
                "negotiation.agreed_end",
                Role.RESPONDENT,
                _("The talks count as failed. Your application for mediation then starts by itself."),
                agreed=lambda case: terms_of(case).talks_until,
                article=_("agreed by both sides (《企业劳动争议协商调解规定》第10条)"),
                expiry_move="talks_over",
            ),
        ),
        to_respondent=_("You and the worker are talking until the day below."),
    ),
    Step(
        "applied",
        _("Waiting to be accepted"),
        _("Your application is with %(holder)s, who decides whether it is accepted."),
        Role.OFFICER,
        limits=(
            Limit("mediation.accept", Role.OFFICER),
            RIGHT_TO_ARBITRATE,
        ),
        to_respondent=_("The worker has asked %(union)s for mediation. Please say whether you agree to it."),
    ),
    Step(
        "mediating",
        _("In mediation"),
        _("%(holder)s mediates between you and the employer."),
        Role.MEDIATOR,
        limits=(
            Limit(
                "mediation.finish",
                Role.MEDIATOR,
                _(
                    "If both sides have not signed an agreement by then, the mediation counts as failed. You get a "
                    "letter that says how to go to arbitration, and the day is kept for your time limit."
                ),
                until=ENDED,
                expiry_move="time_up",
            ),
        ),
        to_respondent=_("%(holder)s mediates between you and the worker."),
    ),
    Step(
        "signing",
        _("Agreement to be signed"),
        _("The agreement is written. You and the employer each read it and sign; then the mediator signs."),
        Role.APPLICANT,
        to_respondent=_("The agreement is written. You and the worker each read it and sign; then the mediator signs."),
    ),
    Step(
        "countersigning",
        _("Waiting for the employer's signature"),
        _("You have signed. Now it is the employer's turn; then the mediator signs."),
        Role.RESPONDENT,
        to_respondent=_("The worker has signed. Please read the agreement and sign it; then the mediator signs."),
    ),
    Step(
        "signed",
        _("Signed by both sides"),
        _("You and the employer have both signed. With the signature of %(holder)s the agreement is in force."),
        Role.MEDIATOR,
        to_respondent=_(
            "You and the worker have both signed. With the signature of %(holder)s the agreement is in force."
        ),
    ),
    Step(
        "performing",
        _("Agreement in force"),
        _("The agreement is signed and binds both sides. Now the employer must do what it says."),
        Role.RESPONDENT,
        limits=(
            Limit(
                "agreement.performance",
                Role.RESPONDENT,
                _(
                    "The day is kept for your time limit. You may ask the court for a payment order or go to "
                    "arbitration; the mediator tells you how."
                ),
                agreed=agreed_day,
                article=_("the mediation agreement (《劳动争议调解仲裁法》第14条)"),
                expiry_move="not_performed",
            ),
            Limit(
                "mediation.arbitral_review",
                Role.APPLICANT,
                _("This way closes; the agreement stays binding. It is open only if both sides apply together."),
                until=("performed", "referred"),
                is_duty=False,
            ),
            Limit(
                "mediation.judicial_confirmation",
                Role.APPLICANT,
                _(
                    "This way closes; the agreement stays binding. It is open only if both sides apply together, and "
                    "the court decides whether it takes it."
                ),
                until=("performed", "referred"),
                is_duty=False,
            ),
        ),
        to_respondent=_("The agreement is signed and binds both sides. Please do what it says by the day below."),
    ),
    Step(
        "settled",
        _("Settled, the money is still to come"),
        _("You and the employer have settled it yourselves. It stays open here until you have the money."),
        Role.RESPONDENT,
        limits=(
            Limit(
                "settlement.performance",
                Role.RESPONDENT,
                _("The day is kept for your time limit, and the union urges the employer. You may go to arbitration."),
                agreed=settled_day,
                article=_("the settlement (《企业劳动争议协商调解规定》第11条)"),
                expiry_move="not_performed",
            ),
        ),
        to_respondent=_("You and the worker have settled it yourselves. Please pay the rest by the day below."),
    ),
    Step(
        "unpaid",
        _("Not everything done"),
        _("Not everything that was agreed is done. %(holder)s urges the employer; you have other ways too."),
        Role.OFFICER,
        limits=(Limit("agreement.urge", Role.OFFICER, starts=urged_on),),
        to_respondent=_(
            "Not everything that was agreed is done. Please do what is still open; the worker may go to court or to "
            "arbitration."
        ),
    ),
    Step(
        "performed",
        _("Everything done"),
        _("The employer has done what was agreed. The matter is closed."),
        Role.SYSTEM,
        is_final=True,
        to_respondent=_("You have done what was agreed. The matter is closed."),
    ),
    Step(
        "referred",
        _("Taken further"),
        _("You have taken the matter further. It is closed here; the papers stay."),
        Role.SYSTEM,
        is_final=True,
        to_respondent=_("The worker has taken the matter further. What was agreed still binds you."),
    ),
    Step(
        "failed",
        _("No agreement"),
        _("No agreement was reached. You can go to arbitration; it costs nothing. The papers below say how."),
        Role.SYSTEM,
        is_final=True,
        to_respondent=_("No agreement was reached. Both sides can go to arbitration."),
    ),
    Step(
        "unwilling",
        _("The employer refuses mediation"),
        _(
            "The employer does not want mediation. You can go to "
            "arbitration; it costs nothing. The papers below say how."
        ),
        Role.SYSTEM,
        is_final=True,
        to_respondent=_("You do not want mediation. The worker can go to arbitration."),
    ),
    Step(
        "not_accepted",
        _("Not accepted"),
        _("%(union)s did not accept the application and has said why in writing. Other ways stay open to you."),
        Role.SYSTEM,
        is_final=True,
        to_respondent=_("%(union)s did not accept the application. There is nothing for you to do."),
    ),
    Step(
        "withdrawn",
        _("Withdrawn"),
        _("You have withdrawn the application. You may apply again at any time."),
        Role.SYSTEM,
        is_final=True,
        leads_anew=True,
        to_respondent=_("The worker has withdrawn the application. There is nothing for you to do."),
    ),
)
