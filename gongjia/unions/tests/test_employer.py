"""Employers: the credit code, adding one that was not found, and who speaks for it."""

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from gongjia.foundation.refusals import Refused
from gongjia.people.tests.factories import a_person, an_account
from gongjia.unions import actions, credit_code
from gongjia.unions.access import find_employers
from gongjia.unions.models import Employer
from gongjia.unions.tests.factories import a_contact, a_tree, an_employer, an_officer

# Codes that stand in public registers: China FAW Group, Baidu, Huawei.
REAL_CODES = ["912201011239989159", "91110000802100433B", "914403001922038216"]


@pytest.mark.parametrize("code", REAL_CODES)
def test_codes_of_the_register_are_sound(code):
    assert credit_code.read(f" {code[:8].lower()} {code[8:]}") == code


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("", "18位"),
        ("9122010112399891", "16位"),
        ("91220101123998915！", "数字"),
        ("9I2201011239989159", "I"),
        ("919901011239989159", "99"),
        ("912201011239989158", "最后一位"),
    ],
)
def test_each_mistake_has_its_sentence(typed, word):
    with pytest.raises(Refused, match=word):
        credit_code.read(typed)


@given(st.sampled_from(REAL_CODES), st.integers(0, 17), st.sampled_from(credit_code.LETTERS))
def test_any_single_wrong_place_is_noticed(code, place, letter):
    wrong = code[:place] + letter + code[place + 1 :]
    if wrong == code:
        assert credit_code.read(wrong) == code
    else:
        with pytest.raises(Refused):
            credit_code.read(wrong)


@pytest.mark.django_db
def test_a_worker_adds_by_name_alone_and_it_stays_unverified():
    worker = an_account(a_person())
    employer = actions.add_employer("  演示长白山  物流有限公司 ", by=worker)
    assert (employer.name, employer.credit_code, employer.is_verified) == ("演示长白山 物流有限公司", None, False)
    assert employer.added_by == worker
    assert actions.add_employer("演示长白山 物流有限公司", by=worker) == employer  # a double press
    assert list(find_employers("白山")) == [employer]
    with_code = actions.add_employer("演示一汽", by=worker, credit_code=REAL_CODES[0])
    assert not with_code.is_verified  # a worker's word is not the register


@pytest.mark.django_db
def test_a_known_code_gives_back_its_employer():
    known = an_employer(credit_code=REAL_CODES[0], name="演示第一汽车集团")
    assert actions.add_employer("演示一汽", by=an_account(a_person()), credit_code=REAL_CODES[0].lower()) == known
    assert list(find_employers(REAL_CODES[0].lower())) == [known]
    assert list(find_employers("  ")) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "word"), [("", "名称"), ("一汽", "太短"), ("123456", "数字"), ("长" * 101, "100")])
def test_names_that_find_nothing_are_refused(name, word):
    with pytest.raises(Refused, match=word):
        actions.add_employer(name, by=an_account(a_person()))
    assert not Employer.objects.exists()


@pytest.mark.django_db
def test_an_officer_verifies_with_code():
    officer = an_officer(a_tree()["county"])
    assert actions.add_employer("演示一汽集团", by=officer.account, credit_code=REAL_CODES[0]).is_verified
    unverified = actions.add_employer("演示百度公司", by=an_account(a_person()))
    with pytest.raises(PermissionDenied):
        actions.verify_employer(unverified, credit_code=REAL_CODES[1], by=unverified.added_by)
    with pytest.raises(Refused, match="演示一汽集团"):
        actions.verify_employer(unverified, credit_code=REAL_CODES[0], by=officer.account)
    verified = actions.verify_employer(unverified, credit_code=REAL_CODES[1], name="演示百度网讯", by=officer.account)
    assert (verified.name, verified.credit_code, verified.is_verified) == ("演示百度网讯", REAL_CODES[1], True)
    assert list(find_employers("网讯")) == [verified]


@pytest.mark.django_db
def test_speaking_for_an_employer():
    officer, employer = an_officer(a_tree()["county"]), an_employer()
    person = a_person()
    contact = actions.add_contact(employer, person, by=officer.account)
    assert actions.add_contact(employer, person, by=officer.account) == contact  # a double press
    stranger = a_contact(an_employer())
    with pytest.raises(PermissionDenied):
        actions.end_contact(contact, by=stranger.account)
    with pytest.raises(PermissionDenied):
        actions.add_contact(employer, person, by=stranger.account)
    assert actions.end_contact(contact, by=officer.account).until is not None
    actions.end_contact(contact, by=officer.account)


@pytest.mark.django_db
def test_a_contact_is_named_by_an_officer_of_a_union_there_alone():
    officer = an_officer(a_tree()["county"])
    with pytest.raises(PermissionDenied):
        actions.name_contact(an_employer(), "周行", "19900000005", by=officer.account)
