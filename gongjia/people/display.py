"""How a person's numbers are shown: enough to recognise one's own, too little to use another's."""

from gongjia.people.models import Person
from gongjia.people.sealing import unseal


def masked_phone(person: Person) -> str:
    """138****5678; empty where there is none."""
    return mask_phone(unseal("phone", person.phone_sealed)) if person.phone_sealed else ""


def masked_id(person: Person) -> str:
    """2201************1X; empty where there is none."""
    return mask_id(unseal("resident_id", person.id_sealed)) if person.id_sealed else ""


def masked_name(person: Person) -> str:
    """王**: the surname, for lists that others can read."""
    return person.name[:1] + "*" * max(len(person.name) - 1, 1) if person.name else ""


def mask_phone(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}"


def mask_id(number: str) -> str:
    # The last four digits with a birth date would give the whole number away; the last two do not.
    return f"{number[:4]}{'*' * (len(number) - 6)}{number[-2:]}"
