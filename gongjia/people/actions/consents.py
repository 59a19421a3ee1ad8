"""A person's yes to one purpose, and its end."""

from django.db import transaction

from gongjia.audit.actions import record
from gongjia.foundation.clock import now
from gongjia.people.kinds import IDENTITY, PURPOSES
from gongjia.people.models import Account, Consent, Person


@transaction.atomic
def give_consent(person: Person, purpose: str, given_to: Account | None = None) -> Consent:
    """Say yes to one purpose as its text stands now. `given_to` is the officer who took the paper slip, if any.

    A yes that holds already stays as it is; one to an older text is closed and given anew. Raises KeyError for a
    purpose that does not exist.
    """
    version = PURPOSES[purpose].version
    person = Person.objects.select_for_update().get(pk=person.pk)
    standing = person.consents.filter(purpose=purpose, withdrawn_at__isnull=True).first()
    if standing is not None and standing.text_version == version:
        return standing
    if standing is not None:
        standing.withdrawn_at = now()
        standing.save(update_fields=["withdrawn_at"])
    consent = Consent.objects.create(person=person, purpose=purpose, text_version=version, given_to=given_to)
    record(given_to or getattr(person, "account", None), "people.consent.given", consent, person=person,
           on_behalf_of=person if given_to else None, change={"purpose": purpose, "version": version})  # fmt: skip
    return consent


@transaction.atomic
def withdraw_consent(person: Person, purpose: str, by: Account | None = None) -> None:
    """Take a yes back; from that moment it no longer holds. Doing it twice does nothing.

    Without the consent to check identity the resident ID has no ground to be kept, and is erased with it.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    standing = person.consents.filter(purpose=purpose, withdrawn_at__isnull=True).first()
    if standing is None:
        return
    standing.withdrawn_at = now()
    standing.save(update_fields=["withdrawn_at"])
    if purpose == IDENTITY.key:
        _erase_resident_id(person)
    record(by or getattr(person, "account", None), "people.consent.withdrawn", standing, person=person,
           on_behalf_of=person if by else None, change={"purpose": purpose})  # fmt: skip


def _erase_resident_id(person: Person) -> None:
    person.id_sealed = person.id_index = None
    person.needs_check = False
    if person.proof == Person.Proof.NUMBER:  # a card that an officer saw was seen
        person.proof, person.proved_at, person.proved_by = Person.Proof.NONE, None, None
    person.save(update_fields=["id_sealed", "id_index", "needs_check", "proof", "proved_at", "proved_by"])
