"""Every write of the room. One verb, one function, one transaction.

records.py: who a person is · proof.py: that it is truly them · consents.py · accounts.py: the way in ·
keeping.py: what is renewed and forgotten by itself.
"""

from gongjia.people.actions.accounts import (
    account_for_phone,
    demo_sign_in,
    open_account,
    reset_second_factor,
    set_language,
    set_password,
    sign_out_everywhere,
)
from gongjia.people.actions.consents import give_consent, withdraw_consent
from gongjia.people.actions.keeping import forget_traces, reseal_people, reseal_second_factors
from gongjia.people.actions.proof import prove_by_number, vouch
from gongjia.people.actions.records import change_phone, register_person, reveal, tell_about_work, tell_email, tell_name

__all__ = [
    "account_for_phone",
    "change_phone",
    "demo_sign_in",
    "forget_traces",
    "give_consent",
    "open_account",
    "prove_by_number",
    "register_person",
    "reseal_people",
    "reseal_second_factors",
    "reset_second_factor",
    "reveal",
    "set_language",
    "set_password",
    "sign_out_everywhere",
    "tell_about_work",
    "tell_email",
    "tell_name",
    "vouch",
    "withdraw_consent",
]
