import re
import uuid

import pytest

from gongjia.audit.models import Event
from gongjia.cases.actions import make_move, signatures
from gongjia.cases.actions.signatures import send_code, sign, signed_sides
from gongjia.cases.kinds import Actor, Refused, Role
from gongjia.cases.pickup import new_code, pickup_index
from gongjia.cases.tests import kinds
from gongjia.cases.tests.factories import a_case, a_paper, a_respondent, an_actor
from gongjia.cases.tests.test_intake import pressed_by_enter
from gongjia.foundation.sms import demo_messages
from gongjia.people.actions.codes import CodeWrong
from gongjia.people.sealing import unseal
from gongjia.unions.tests.factories import a_contact, an_employer


def code_of(person) -> str:
    """The code that the person's phone shows."""
    return re.search(r"\d{6}", demo_messages(unseal("phone", person.phone_sealed))[0])[0]


@pytest.fixture
def agreed(place):
    """A settled case with an employer's contact and a paper to sign."""
    employer = an_employer()
    place.contact = a_contact(employer)
    place.case = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w", "amount": 1}, employer=employer)
    a_respondent(place.case, place.contact)
    make_move(place.case.pk, "accept", place.actor("officer"))
    make_move(place.case.pk, "settle", place.actor("officer"), facts={"amount": 300})
    place.paper = place.case.documents.get(kind="agreement")
    return place


def test_both_sides_sign_the_same_bytes(agreed):
    for who, role in (("member", "applicant"), ("contact", "respondent")):
        send_code(agreed.paper.pk, agreed.actor(who))
        signature = sign(agreed.paper.pk, agreed.actor(who), code_of(getattr(agreed, who)))
        assert (signature.role, signature.sha256) == (role, agreed.paper.sha256)
    assert signed_sides(agreed.paper) == {Role.APPLICANT, Role.RESPONDENT}
    assert agreed.case.entries.filter(verb="signed").count() == 2
    assert Event.objects.filter(verb="cases.signed").count() == 2


def test_a_wrong_code_signs_nothing(agreed):
    send_code(agreed.paper.pk, agreed.actor("member"))
    wrong = "000000" if code_of(agreed.member) != "000000" else "111111"
    with pytest.raises(CodeWrong):
        sign(agreed.paper.pk, agreed.actor("member"), wrong)
    assert signed_sides(agreed.paper) == set()


def test_a_code_for_one_paper_does_not_sign_another(agreed):
    other = a_paper(agreed.case, agreed.officer.account)
    send_code(other.pk, agreed.actor("member"))
    with pytest.raises(CodeWrong):
        sign(agreed.paper.pk, agreed.actor("member"), code_of(agreed.member))


def test_signing_twice_is_signing_once(agreed):
    send_code(agreed.paper.pk, agreed.actor("member"))
    first = sign(agreed.paper.pk, agreed.actor("member"), code_of(agreed.member))
    assert sign(agreed.paper.pk, agreed.actor("member"), "used up") == first


def test_a_move_signs_with_the_code(agreed):
    send_code(agreed.paper.pk, agreed.actor("contact"))
    once = uuid.uuid4()
    make_move(agreed.case.pk, "sign", agreed.actor("contact"), code=code_of(agreed.contact), once=once)
    make_move(agreed.case.pk, "sign", agreed.actor("contact"), code="used up", once=once)  # pressed twice
    assert signed_sides(agreed.paper) == {Role.RESPONDENT}
    with pytest.raises(CodeWrong):
        make_move(agreed.case.pk, "sign", agreed.actor("member"), code="000000")


def test_a_code_is_not_used_up_by_a_move_that_cannot_be_made(agreed):
    send_code(agreed.paper.pk, agreed.actor("member"))
    with pytest.raises(Refused, match="belongs to someone else"):
        make_move(agreed.case.pk, "sign", agreed.actor("officer"), code=code_of(agreed.member))
    assert make_move(agreed.case.pk, "sign", agreed.actor("member"), code=code_of(agreed.member))


def test_who_cannot_sign_is_told_why(agreed):
    with pytest.raises(Refused, match="belongs to someone else"):
        send_code(agreed.paper.pk, agreed.actor("officer"))
    signatures.put(agreed.paper, Role.RESPONDENT, agreed.actor("officer"))
    with pytest.raises(Refused, match="This side has signed"):
        signatures.put(agreed.paper, Role.RESPONDENT, agreed.actor("contact"))
    agreed.paper.signatures.all().delete()
    agreed.paper.removed_at = agreed.case.opened_at
    agreed.paper.save()
    with pytest.raises(Refused, match="nothing to sign yet"):
        make_move(agreed.case.pk, "sign", agreed.actor("member"), code="1")
    code = new_code()
    hidden = a_case(
        kinds.KEY, agreed.tree["county"], intake={"wish": "w"}, identity="anonymous", pickup_index=pickup_index(code)
    )
    paper = a_paper(hidden, None)
    with pytest.raises(Refused, match="anonymous sender cannot sign"):
        sign(paper.pk, Actor(pickup=code), "1")
    closed = a_case(kinds.KEY, agreed.tree["county"], agreed.member, {"wish": "w"})
    late = a_paper(closed, None)
    make_move(closed.pk, "withdraw", an_actor(agreed.member))
    with pytest.raises(Refused, match="closed"):
        sign(late.pk, agreed.actor("member"), "1")


def test_by_the_papers_page(agreed, client_of):
    member, url = client_of("member"), f"/cases/{agreed.case.pk}/papers/{agreed.paper.pk}/sign"
    assert agreed.paper.sha256 in member.get(url).content.decode()
    assert "The code was sent to your phone" in member.post(url, {"send_code": "1"}).content.decode()
    again = member.post(url, {"send_code": "1"}).content.decode()  # not twice at once
    assert "sent to this number already" in again
    assert "6 digits" in member.post(url, {"code": "12"}).content.decode()
    assert member.post(url, {"code": code_of(agreed.member)}).status_code == 302


def test_by_the_moves_page(agreed, client_of):
    contact, url = client_of("contact"), f"/cases/{agreed.case.pk}/moves/sign"
    assert "agreement.txt" in contact.get(url).content.decode()
    assert "name=" not in pressed_by_enter(contact.get(url)), "Enter signs, it does not ask for another code"
    assert "The code was sent" in contact.post(url, {"send_code": "1"}).content.decode()
    assert "sent to this number already" in contact.post(url, {"send_code": "1"}).content.decode()
    assert "Please fill in" in contact.post(url, {"code": ""}).content.decode()
    agreed.paper.signatures.all().delete()
    assert contact.post(url, {"code": code_of(agreed.contact)}).status_code == 302
    assert signed_sides(agreed.paper) == {Role.RESPONDENT}
