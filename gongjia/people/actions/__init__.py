"""Every write of the room. One verb, one function, one transaction.

records.py: who a person is · proof.py: that it is truly them · consents.py · accounts.py: the way in ·
keeping.py: what is renewed and forgotten by itself · copies.py: a person's own copy · closing.py: the account's end.
"""

from gongjia.people.actions.accounts import (
    account_for_phone,
    demo_sign_in,
    end_sessions,
    note_sign_in,
    open_account,
    reset_second_factor,
    set_language,
    set_password,
    sign_out_everywhere,
)
from gongjia.people.actions.closing import (
    ask_to_close,
    cancel_closing,
    close_account,
    confirm_closing,
    send_closing_code,
    waiting_days,
)
from gongjia.people.actions.consents import give_consent, withdraw_consent
from gongjia.people.actions.copies import ask_for_copy, fetch_copy, forget_copies, make_copy
from gongjia.people.actions.finding import find_person
from gongjia.people.actions.keeping import forget_traces, reseal_rows, reseal_second_factors, sealed_versions
from gongjia.people.actions.proof import prove_by_number, vouch
from gongjia.people.actions.records import (
    change_phone,
    check_card,
    look,
    move_phone,
    register_person,
    reveal,
    tell_about_work,
    tell_email,
    tell_name,
)

__all__ = [
    "account_for_phone",
    "ask_for_copy",
    "ask_to_close",
    "cancel_closing",
    "change_phone",
    "check_card",
    "close_account",
    "confirm_closing",
    "demo_sign_in",
    "end_sessions",
    "fetch_copy",
    "find_person",
    "forget_copies",
    "forget_traces",
    "give_consent",
    "look",
    "make_copy",
    "move_phone",
    "note_sign_in",
    "open_account",
    "prove_by_number",
    "register_person",
    "reseal_rows",
    "reseal_second_factors",
    "reset_second_factor",
    "reveal",
    "sealed_versions",
    "send_closing_code",
    "set_language",
    "set_password",
    "sign_out_everywhere",
    "tell_about_work",
    "tell_email",
    "tell_name",
    "vouch",
    "waiting_days",
    "withdraw_consent",
]
