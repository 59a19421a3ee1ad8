"""Signing a paper with a one-time code: the code goes to the signer's phone, the signature names the bytes signed."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.cases.access import case_for, document_for, roles_in
from gongjia.cases.actions.story import among, tell_applicant, tell_holders, write_entry
from gongjia.cases.kinds import Actor, Move, Refused, Role
from gongjia.cases.models import Case, Document, Signature
from gongjia.foundation.clock import now
from gongjia.people.actions.codes import check_code, issue_code

PURPOSE = "sign"
WHO_SIGNS = (Role.APPLICANT, Role.RESPONDENT, Role.MEDIATOR)


def send_code(document_id: int, actor: Actor) -> Document:
    """Send the signer a code that signs this one paper and nothing else. Raises Refused."""
    document = document_for(actor, document_id)
    assert document.case is not None  # noqa: S101 - document_for gives only papers of cases
    _side(document, document.case, actor, roles_in(document.case, actor))
    with transaction.atomic():
        record(actor.account, "cases.code_sent", document, union=document.case.union, person=actor.applicant)
    issue_code(actor.applicant, PURPOSE, document)
    return document


def sign(document_id: int, actor: Actor, code: str, once: uuid.UUID | None = None) -> Signature:
    """Sign a paper. The code is used up first, in a transaction of its own, so that a wrong try stays counted.

    Raises Refused with a sentence; a second signature of the same side gives back the first.
    """
    document = document_for(actor, document_id)
    assert document.case is not None  # noqa: S101 - document_for gives only papers of cases
    role = _side(document, document.case, actor, roles_in(document.case, actor))
    if (earlier := document.signatures.filter(role=role, person=actor.applicant).first()) is not None:
        return earlier
    check_code(actor.applicant, PURPOSE, document, code)
    return _sign(document_id, actor, once)


@transaction.atomic
def _sign(document_id: int, actor: Actor, once: uuid.UUID | None) -> Signature:
    document = document_for(actor, document_id)
    assert document.case is not None  # noqa: S101 - document_for gives only papers of cases
    case = case_for(actor, document.case.pk, lock=True)
    role = _side(document, case, actor, roles_in(case, actor))
    signature = put(document, role, actor)
    write_entry(case, actor, "signed", {role}, facts={"document": document.pk, "sha256": document.sha256},
                for_respondent=document.for_employer, once=once)  # fmt: skip
    record(actor.account, "cases.signed", document, union=case.union, person=actor.applicant,
           on_behalf_of=actor.on_behalf_of, change={"sha256": document.sha256, "role": role})  # fmt: skip
    tell_applicant(case, actor, "cases.signed")
    tell_holders(case, Role.MEDIATOR, actor, "cases.signed")
    if document.for_employer:
        tell_holders(case, Role.RESPONDENT, actor, "cases.signed")
    return signature


def put(document: Document, role: Role, actor: Actor) -> Signature:
    """Write one side's signature, inside the move or action that makes it. Raises Refused where that side has signed."""
    signature, is_new = Signature.objects.get_or_create(
        document=document,
        role=role,
        defaults={"person": actor.applicant, "sha256": document.sha256, "signed_at": now()},
    )
    if not is_new and signature.person_id != actor.applicant.pk:
        raise Refused(_("This side has signed already."))
    return signature


def check_move_code(case: Case, move: Move, actor: Actor, roles: set[Role], code: str) -> None:
    """Use up the code for a move that signs. Called before the move's transaction. Raises Refused."""
    document = paper_to_sign(case, move)
    _side(document, case, actor, roles)
    check_code(actor.applicant, PURPOSE, document, code)


def put_by_move(case: Case, move: Move, actor: Actor, roles: set[Role]) -> Signature:
    document = paper_to_sign(case, move)
    return put(document, _side(document, case, actor, roles), actor)


def paper_to_sign(case: Case, move: Move) -> Document:
    """The latest paper of the kind that a move signs. Raises Refused where there is none yet."""
    document = case.documents.filter(kind=move.signs, removed_at__isnull=True).order_by("-id").first()
    if document is None:
        raise Refused(_("There is nothing to sign yet."))
    return document


def signed_sides(document: Document) -> set[Role]:
    return {Role(role) for role in document.signatures.values_list("role", flat=True)}


def _side(document: Document, case: Case, actor: Actor, held: set[Role]) -> Role:
    """On which side the actor signs. At a counter nobody signs for anybody: the code goes to the person's own phone."""
    roles = among(held, WHO_SIGNS)
    if not case.is_open and not document.signatures.exists():
        raise Refused(_("The matter is closed; nothing can be signed any more."))
    if actor.applicant is None:
        raise Refused(_("An anonymous sender cannot sign."))
    return next(role for role in WHO_SIGNS if role in roles)
