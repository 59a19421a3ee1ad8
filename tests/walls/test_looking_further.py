"""Who looks further than the people of a request. The reason stands beside each use; here each is a decision."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "gongjia"

LOOKING_FURTHER = {
    "audit.actions.record",
    "cases.access.hands.above_all",
    "cases.access.hands.holder_of",
    "cases.access.hands.least_busy_officer",
    "cases.access.cases.number_is_taken",
    "cases.access.hands.officers_of",
    "cases.access.hands.union_of_holder",
    "cases.access.drafts.open_visit",
    "cases.access.hands.who_had_a_hand_in",
    "cases.access.hands.within_reach",
    "cases.actions.assignments.give_to_somebody",
    "cases.actions.assignments.hand_over",
    "cases.actions.counter.start_visit",
    "cases.actions.documents._forget_unless_needed",
    "connections.actions.calls.count_hit",
    "connections.actions.webhooks.announce",
    "connections.door.let_in",
    "indicators.access.records_seen",
    "indicators.counting.by_branch",
    "indicators.counting.by_month",
    "indicators.counting.tally",
    "indicators.presenting.places",
    "indicators.presenting.tiles",
    "notices.actions.tell",
    "people.access.account_by_phone",
    "people.access.names_of_accounts",
    "people.access.people_by_name",
    "people.access.person_by_phone",
    "people.access.person_by_resident_id",
    "people.access.reach",
    "people.access.reached_person",
    "people.access.reaches",
    "people.actions.accounts._account_for_phone",
    "people.actions.accounts.end_sessions",
    "people.actions.accounts.open_account",
    "people.actions.accounts.reset_second_factor",
    "people.actions.codes._keep",
    "people.actions.codes.use_code",
    "people.actions.limits.check_try",
    "people.actions.limits.count_stranger",
    "people.actions.limits.forget_wrong_tries",
    "people.actions.limits.note_wrong_try",
    "people.actions.limits.question_needed",
    "people.actions.proof.vouch",
    "people.actions.records.move_phone",
    "people.actions.records.register_person",
    "people.adapter.authenticate",
    "people.adapter.get_user_by_phone",
    "people.middleware._who_asks",
    "programmes.membership_transfer.access.transfer_away",
    "programmes.membership_transfer.views.identity",
    "unions.access.contact_for",
    "unions.access.contacts_of",
    "unions.access.members_count",
    "unions.access.members_page",
    "unions.access.memberships_of",
    "unions.access.retained_count",
    "unions.actions.employers.add_contact",
    "unions.actions.employers.end_contact",
    "unions.actions.membership._check_day",
    "unions.actions.membership._open_membership",
    "unions.actions.membership.lock_person",
    "unions.actions.membership.transfer",
    "unions.actions.tree.found_union",
    "unions.leaving.leave_announced",
    "unions.views.membership.card",
}


def uses() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if "tests" in parts or "migrations" in parts or parts[-1] == "walls":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield from ((f"{'.'.join(parts)}.{node.name}", call) for call in _own_calls(node))


def _own_calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    """Calls of as_platform in a function and its decorators, without those of functions inside it."""
    inner = {id(part) for node in ast.walk(function) if isinstance(node, ast.FunctionDef) and node is not function
             for part in ast.walk(node)}  # fmt: skip
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and id(node) not in inner and getattr(node.func, "id", "") == "as_platform":
            yield node


def test_who_looks_further_is_a_decision():
    found = {name for name, _call in uses()}
    assert not found - LOOKING_FURTHER, "Would the eyes of the person do? If not, add it to LOOKING_FURTHER"
    assert not LOOKING_FURTHER - found, "It no longer looks further: take it out of LOOKING_FURTHER"


def test_each_says_why_in_a_sentence():
    for name, call in uses():
        [reason] = call.args
        assert isinstance(reason, ast.Constant) and len(reason.value.split()) > 2, name
