"""What a move of a dispute changes, and why it may not be made yet. Pure domain: the engine checks, saves and tells."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gongjia.cases.actions.assignments import put_in_hands
from gongjia.cases.actions.clocks import running_due
from gongjia.cases.actions.documents import keep_paper, keep_upload
from gongjia.cases.actions.payments import add_payment
from gongjia.cases.actions.signatures import signed_sides
from gongjia.cases.actions.story import link_to
from gongjia.cases.kinds import Refused, Role, Turn
from gongjia.law.access import rule
from gongjia.notices.actions import tell
from gongjia.people.access import person_by_phone
from gongjia.people.actions import register_person
from gongjia.programmes.dispute_mediation.access import mediators_for
from gongjia.programmes.dispute_mediation.intake import intake_of
from gongjia.programmes.dispute_mediation.limitation import Interruption, note, shield_of
from gongjia.programmes.dispute_mediation.papers.words import entry_of, respondent_of
from gongjia.programmes.dispute_mediation.party_forms import WithdrawForm
from gongjia.programmes.dispute_mediation.terms import (
    change_terms,
    lacking_sentence,
    missing_from,
    outstanding,
    terms_of,
)
from gongjia.unions.access import employer_shown
from gongjia.unions.actions import add_contact, add_employer

SIDES = (Role.APPLICANT, Role.RESPONDENT)
ASKING = ("ask_employer", "record_asked", "invite")  # moves by which the union asks the employer


# ---- opening ----------------------------------------------------------------------------------------------------------


def opened(turn: Turn) -> None:
    """The employer found or added, the claim a column, the first day that counts written down."""
    case, intake = turn.case, intake_of(turn.case)
    if case.employer is None:
        by = case.opened_by
        case.employer = (
            employer_shown(intake.employer)
            if intake.employer
            else add_employer(intake.employer_name, by=by, division_code=intake.county_code)
        )
    case.claimed = intake.claimed
    if case.step == "applied":
        note(turn, Interruption.APPLIED)


def is_collective(case: Any) -> bool:
    """Ten or more with the same claim (劳动争议调解仲裁法 第7条)."""
    return int(case.intake.get("workers") or 1) >= int(rule("arbitration.collective", case.opened_on).value)


def representatives_bounds() -> tuple[int, int]:
    from gongjia.foundation.clock import today

    least, most = rule("arbitration.representatives_least", today()), rule("arbitration.representatives_most", today())
    return int(least.value), int(most.value)


def name_representatives(turn: Turn) -> None:
    turn.entry.facts = {**turn.entry.facts, "representatives": turn.facts["names"]}
    turn.entry.text = "、".join(turn.facts["names"])


# ---- negotiation ------------------------------------------------------------------------------------------------------


def is_unasked(case: Any) -> bool:
    """Neither the worker nor the union has asked the employer so far."""
    return intake_of(case).asked_on is None and entry_of(case, *ASKING) is None


def nobody_asked(case: Any, actor: Any) -> str | None:
    return _("Nobody has asked the employer yet, so its silence means nothing.") if is_unasked(case) else None


def ask_employer(turn: Turn) -> None:
    """The message that invites the contact is the question."""
    invite(turn)
    turn.entry.for_respondent = True
    record_asked(turn)


def record_asked(turn: Turn) -> None:
    """The five days begin today (第10条), also where a clock ran before anybody had asked."""
    note(turn, Interruption.CLAIMED)
    turn.case.dues.running().filter(rule="negotiation.answer").update(closed_on=turn.today)


def asked_in_this_call(turn: Turn) -> None:
    """The officer asked and got the answer at once."""
    if turn.case.step == "to_ask":
        note(turn, Interruption.CLAIMED)


def begin_talks(turn: Turn) -> None:
    asked_in_this_call(turn)
    change_terms(turn.case, talks_until=turn.facts["talks_until"])


def negotiation_refused(turn: Turn) -> None:
    asked_in_this_call(turn)
    note(turn, Interruption.NEGOTIATION_REFUSED)
    note(turn, Interruption.APPLIED)


def talks_ended(turn: Turn) -> None:
    note(turn, Interruption.NEGOTIATION_ENDED)
    note(turn, Interruption.APPLIED)


def talks_expired(turn: Turn) -> None:
    note(turn, Interruption.NEGOTIATION_EXPIRED)
    note(turn, Interruption.APPLIED)


def apply_at_once(turn: Turn) -> None:
    note(turn, Interruption.APPLIED)


# ---- acceptance -------------------------------------------------------------------------------------------------------


def accept(turn: Turn) -> None:
    chosen = mediators_for(turn.case).filter(pk=turn.facts["mediator"]).first()
    if chosen is None:
        raise Refused(_("This mediator can no longer be chosen. Please choose another."))
    put_in_hands(turn.case, Role.MEDIATOR, chosen, turn.actor.account)
    if turn.actor.person is not None:  # whoever accepts it has it from now on
        put_in_hands(turn.case, Role.OFFICER, turn.actor.person, turn.actor.account)
    agreed_on = turn.facts["employer_agreed_on"]
    change_terms(turn.case, employer_agreed_on=agreed_on)
    turn.entry.text = turn.facts["how"]
    turn.entry.facts = {**turn.entry.facts, "mediator": chosen.name, "employer_agreed_on": agreed_on.isoformat()}


def no_mediators(case: Any, actor: Any) -> str | None:
    if mediators_for(case).exists():
        return None
    return _(
        "Neither this union nor one above it has a mediator who could take it. Appoint one, or hand the matter over."
    )


def invite(turn: Turn) -> None:
    """The employer's contact becomes a party with a way in. The number may belong to somebody who is here already."""
    case, facts = turn.case, turn.facts
    person = person_by_phone(facts["phone"])
    if person is None:
        person = register_person(facts["name"], phone=facts["phone"], by=turn.actor.account, is_demo=case.is_demo)
    if person.pk == case.applicant_id:
        raise Refused(_("This is the applicant's own number. Please ask for the employer's."))
    if case.assignments.filter(person=person, until__isnull=True).exists():
        raise Refused(
            _("Whoever has the matter in hand cannot speak for the employer. Please ask for its own contact.")
        )
    add_contact(case.employer, person, by=turn.actor.account)
    for earlier in case.parties.filter(role=Role.RESPONDENT):
        earlier.delete()
    case.parties.create(role=Role.RESPONDENT, person=person, name=facts["name"], title=facts["title"])
    change_terms(case, respondent_is_head=facts["respondent_is_head"], head=facts["head"])
    turn.entry.text = facts["name"]
    tell([person], "dispute_mediation.invited", about=case, link=link_to(case), number=case.number,
         employer=case.employer.name, union=case.union.name)  # fmt: skip


def employer_unwilling(turn: Turn) -> None:
    ended(turn, Interruption.MEDIATION_REFUSED, "unwilling")


def ended(turn: Turn, event: Interruption, outcome: str) -> None:
    """It ends without an agreement: the day is kept, and the worker is told until when arbitration is open."""
    note(turn, event)
    turn.entry.save()  # the day counts for the limit that is told now
    turn.case.outcome = outcome
    shield = shield_of(turn.case)
    last_day = shield.last_day
    until = {"year": last_day.year, "month": last_day.month, "day": last_day.day} if last_day else {}
    tell([turn.case.applicant], "dispute_mediation.ended", about=turn.case, link=link_to(turn.case),
         number=turn.case.number, is_over=shield.is_over, **until)  # fmt: skip


def refuse(turn: Turn) -> None:
    turn.case.outcome = "not_accepted"


# ---- mediation --------------------------------------------------------------------------------------------------------


def hold_session(turn: Turn) -> None:
    held = {
        "held_on": turn.facts["held_on"].isoformat(),
        "place": turn.facts["place"],
        "present": turn.facts["present"],
    }
    turn.entry.facts = {**turn.entry.facts, **held}


def extend(turn: Turn) -> None:
    """第29条: both agree to go on, so the clock of the committee ends on the agreed day."""
    day = turn.facts["extended_to"]
    due = running_due(turn.case, "mediation.finish")
    due.due_on, due.reminded, due.escalated_at, due.escalated_to = day, None, None, None
    due.save()
    change_terms(turn.case, extended_to=day)
    turn.entry.facts = {**turn.entry.facts, "extended_to": day.isoformat()}


def write_draft(turn: Turn) -> None:
    kept = ("facts", "items", "otherwise", "ends_dispute")
    change_terms(turn.case, on_paper={}, **{name: turn.facts[name] for name in kept})


def has_authorisation(case: Any) -> bool:
    return case.documents.filter(kind="authorisation", removed_at__isnull=True).exists()


def hand_in_authorisation(turn: Turn) -> None:
    keep_upload(turn.case, turn.facts["sheet"], "authorisation", turn.actor.account, for_employer=True)


def not_ready_to_sign(case: Any, actor: Any) -> str | None:
    lacks = missing_from(terms_of(case), respondent_of(case), has_authorisation(case))
    return lacking_sentence(lacks) if lacks else None


def send_to_sign(turn: Turn) -> None:
    """The text that is signed is the file that is kept: both sides sign its hash."""
    from gongjia.programmes.dispute_mediation.papers import PAPERS

    try:
        paper = PAPERS["agreement-pdf"].make(turn.case)
    except Refused:  # without a Chinese font here the Word file is what they sign
        paper = PAPERS["agreement-docx"].make(turn.case)
    document = keep_paper(turn.case, paper, "agreement", turn.actor.account)
    turn.entry.facts = {**turn.entry.facts, "document": document.pk, "sha256": document.sha256}
    contact = respondent_of(turn.case)
    tell([turn.case.applicant, contact.person], "dispute_mediation.to_sign", about=turn.case,
         link=link_to(turn.case), number=turn.case.number)  # fmt: skip


def agreement_document(case: Any) -> Any:
    return case.documents.filter(kind="agreement", removed_at__isnull=True).order_by("-id").first()


def sides_signed(case: Any) -> set[Role]:
    """Who has signed the text that lies on the table, with a code or on paper."""
    document = agreement_document(case)
    return (signed_sides(document) if document else set()) | {Role(side) for side in terms_of(case).on_paper}


def not_my_turn_to_sign(case: Any, actor: Any) -> str | None:
    from gongjia.cases.access import roles_in

    mine = roles_in(case, actor) & set(SIDES)
    return (
        _("You have signed already. Now it is the other side's turn.") if mine and mine <= sides_signed(case) else None
    )


def sign_on_paper(turn: Turn) -> None:
    keep_upload(turn.case, turn.facts["sheet"], "signed_sheet", turn.actor.account, for_employer=True)
    change_terms(turn.case, on_paper={**terms_of(turn.case).on_paper, turn.facts["side"]: turn.facts["text"]})
    signed(turn)


def signed(turn: Turn) -> None:
    """The matter passes to whoever has not signed yet; once both have, to the mediator."""
    have = sides_signed(turn.case)
    if Role.APPLICANT not in have:
        turn.entry.step_to = "signing"
    elif Role.RESPONDENT not in have:
        turn.entry.step_to = "countersigning"


def both_have_signed(case: Any, actor: Any) -> str | None:
    """Signed by both, an agreement has been reached (第29条): neither time nor the mediator can let it fail."""
    if not set(SIDES) <= sides_signed(case):
        return None
    return _("Both sides have signed. Sign as mediator; if the text must be changed, send it back first.")


def not_both_signed(case: Any, actor: Any) -> str | None:
    missing = [side for side in SIDES if side not in sides_signed(case)]
    if not missing:
        return None
    who = _("; ").join(str(side.label) for side in missing)
    return _("Before you sign, both sides must have signed. Still missing: %(who)s.") % {"who": who}


def conclude(turn: Turn) -> None:
    """The mediator's signature brings the agreement into force (劳动争议调解仲裁法 第14条): now it counts as resolved."""
    case = turn.case
    case.outcome, case.settled_on = "agreed", turn.today
    case.agreed = terms_of(case).total
    note(turn, Interruption.CONSENTED)


def back_to_table(turn: Turn) -> None:
    """The text changes, so what was signed of it no longer counts."""
    document = agreement_document(turn.case)
    if document is not None:
        document.removed_at = turn.entry.at
        document.save(update_fields=["removed_at"])
    change_terms(turn.case, on_paper={})


# ---- endings ----------------------------------------------------------------------------------------------------------


def failed_by_leaving(turn: Turn) -> None:
    ended(turn, Interruption.MEDIATION_LEFT, "failed")


def failed_by_time(turn: Turn) -> None:
    ended(turn, Interruption.MEDIATION_EXPIRED, "failed")


def failed(turn: Turn) -> None:
    if turn.facts["why"] == "left":
        failed_by_leaving(turn)
    else:
        ended(turn, Interruption.MEDIATION_ENDED, "failed")


def withdraw(turn: Turn) -> None:
    """Withdrawn after settlement counts as resolved, dated today; it stays open until the money is confirmed."""
    case, facts = turn.case, turn.facts
    if facts["why"] != WithdrawForm.SETTLED:
        case.outcome = "withdrawn"
        return
    case.outcome, case.settled_on, case.agreed = "settled", turn.today, facts["amount"] or Decimal(0)
    change_terms(case, settled_due_on=facts["due_on"])
    note(turn, Interruption.CONSENTED)
    if facts["received"]:
        add_payment(case, facts["received"], turn.today, turn.actor.account)
    if outstanding(case):
        turn.entry.step_to = "settled"
