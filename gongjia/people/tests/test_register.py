import pytest
from django.utils import translation

from gongjia.audit.access import events_about
from gongjia.foundation.refusals import Refused
from gongjia.people import access, actions
from gongjia.people.models import Person
from gongjia.people.tests.factories import a_person, a_phone, a_resident_id, an_account

pytestmark = pytest.mark.django_db


def test_a_person_is_entered_and_found_by_phone_and_number():
    officer, phone, number = an_account(), a_phone(), a_resident_id("19881225", sequence=8)
    person = actions.register_person("王小芳", phone=f"+86 {phone}", resident_id=number, by=officer)
    assert access.person_by_phone(phone) == person
    assert access.person_by_resident_id(number) == person
    assert (str(person.birth_date), person.sex, person.proof) == ("1988-12-25", "female", "none")
    assert person.name_pinyin == "wang xiao fang"
    assert not person.account.has_usable_password()
    assert list(events_about(person).values_list("verb", "actor_id")) == [("people.registered", officer.pk)]


def test_without_a_phone_there_is_no_way_in():
    person = actions.register_person("王小芳")
    assert not hasattr(person, "account")
    assert access.person_by_phone("") is None


@pytest.mark.parametrize("facts", [{"phone": "123"}, {"phone": "29900000001"}, {"resident_id": "1"}])
def test_bad_facts_are_refused_and_nothing_is_kept(facts):
    before = Person.objects.count()
    with pytest.raises(Refused):
        actions.register_person("王小芳", **facts)
    assert Person.objects.count() == before


def test_a_phone_or_number_of_somebody_else_is_refused_with_the_way_on():
    phone, number = a_phone(), a_resident_id()
    a_person(phone=phone, resident_id=number)
    with translation.override("en"):
        with pytest.raises(Refused, match="service station can move it"):
            actions.register_person("李四方", phone=phone)
        with pytest.raises(Refused, match="service station with your"):
            actions.register_person("李四方", resident_id=number)


def test_what_one_says_of_ones_work_is_kept():
    account = an_account()
    actions.tell_about_work(account.person, is_new_form_worker=True, is_migrant_worker=False)
    account.person.refresh_from_db()
    assert account.person.is_new_form_worker
    assert events_about(account.person).get().verb == "people.work.told"


def test_people_for_a_person_are_the_person():
    me, _other = a_person(), a_person()
    assert list(access.people_for(me)) == [me]


def test_a_name_may_be_told_until_it_is_proved():
    officer, person = an_account(), a_person("王方", phone="")
    actions.tell_name(person, "王芳")
    assert actions.tell_name(person, " 王芳 ").name == "王芳"
    assert actions.tell_name(person, "王 小芳", by=officer).name_pinyin == "wang xiao fang"
    proved = actions.prove_by_number(person, "王芳", a_resident_id())
    assert actions.tell_name(proved, "李四").name == "王芳"
    verbs = list(events_about(person).filter(verb="people.name.told").values_list("on_behalf_of", flat=True))
    assert verbs == [None, person.pk]


def test_a_broken_row_is_no_sentence_for_people():
    from django.db import IntegrityError

    from gongjia.people.actions.records import save_or_refuse

    with pytest.raises(IntegrityError):
        save_or_refuse(Person(id_sealed=b"x"))


def test_demo_numbers_are_refused_in_production(settings):
    from gongjia.people import phones

    settings.PRODUCTION = True
    with pytest.raises(Refused):
        phones.read("19900000001")
    assert phones.read("0086 138-0000-0001") == "13800000001"


def test_words_for_a_person_in_lists():
    from gongjia.people.display import masked_name

    assert [masked_name(Person(name=name)) for name in ("王小芳", "王", "")] == ["王**", "王*", ""]
    assert str(Person(pk=7)) == "#7"
