import threading

import pytest
import time_machine
from django.db import connection
from django.utils import translation

from gongjia.audit.access import events_about
from gongjia.foundation.refusals import Refused
from gongjia.people import access, actions
from gongjia.people.models import Person
from gongjia.people.resident_id import check_digit
from gongjia.people.tests.factories import a_person, a_resident_id, an_account, signed_in


@pytest.mark.django_db
def test_name_and_number_prove_a_person_and_are_the_consent_to_it():
    person = an_account().person
    number = a_resident_id("19900307", sequence=11)
    person = actions.prove_by_number(person, " 王 芳", number)
    assert (person.proof, person.sex, str(person.birth_date)) == ("number", "male", "1990-03-07")
    assert access.has_consent(person, "identity")
    verbs = set(events_about(person).values_list("verb", flat=True))
    assert {"people.proof.tried", "people.proved"} <= verbs
    again = actions.prove_by_number(person, "王 芳", number)
    assert again.proved_at == person.proved_at, "a second press changes nothing"


@pytest.mark.django_db
def test_another_number_after_proof_is_for_the_counter():
    person = actions.prove_by_number(a_person(), "王芳", a_resident_id(sequence=1))
    with translation.override("en"), pytest.raises(Refused, match="proved already"):
        actions.prove_by_number(person, "王芳", a_resident_id(sequence=2))


@pytest.mark.django_db
def test_a_number_of_somebody_else_leads_to_the_counter_and_tells_no_more():
    number = a_resident_id()
    a_person(resident_id=number)
    person = a_person("李四")
    with translation.override("en"), pytest.raises(Refused) as refusal:
        actions.prove_by_number(person, "李四", number)
    assert "service station" in str(refusal.value)
    assert "another" not in str(refusal.value)
    person.refresh_from_db()
    assert (person.id_index, person.proof) == (None, "none")


@pytest.mark.django_db
def test_sound_numbers_can_be_tried_five_times_a_day_and_typing_errors_cost_nothing():
    number = a_resident_id(sequence=1)
    a_person(resident_id=number)
    person = a_person("李四")
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False) as traveller, translation.override("en"):
        for _ in range(20):
            with pytest.raises(Refused, match="last digit"):
                actions.prove_by_number(person, "李四", number[:-1] + ("1" if number[-1] != "1" else "2"))
        for _ in range(5):
            with pytest.raises(Refused, match="could not be confirmed"):
                actions.prove_by_number(person, "李四", number)
        with pytest.raises(Refused, match="tomorrow"):
            actions.prove_by_number(person, "李四", a_resident_id(sequence=2))
        traveller.shift(24 * 3600 + 1)
        assert actions.prove_by_number(person, "李四", a_resident_id(sequence=2)).is_proved


@pytest.mark.django_db
def test_an_unknown_division_code_asks_for_the_card_but_turns_nobody_away():
    first = "22999919700101001"
    person = actions.prove_by_number(a_person(), "王芳", first + check_digit(first))
    assert person.is_proved
    assert person.needs_check


@pytest.mark.django_db(transaction=True)
def test_two_people_who_claim_one_number_at_once_end_with_one_holder():
    number, people = a_resident_id(), [a_person("王芳"), a_person("李芳")]
    barrier, outcomes = threading.Barrier(2), []

    def claim(person):
        barrier.wait()
        try:
            actions.prove_by_number(person, "王芳", number)
            outcomes.append("proved")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=claim, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["proved", "refused"]
    assert Person.objects.filter(proof="number").count() == 1


@pytest.mark.django_db
def test_the_pages_ask_one_question_each_and_keep_what_was_typed():
    account = an_account(a_person("王芳"))
    browser = signed_in(account)
    page = browser.post("/me/proof/", {"name": "王3"})
    assert page.context["form"]["name"].errors
    assert 'value="王3"' in page.content.decode()
    assert browser.post("/me/proof/", {"name": "王小芳"}).url == "/me/proof/number/"
    number = a_resident_id()
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    page = browser.post("/me/proof/number/", {"resident_id": wrong})
    assert "最后一位对不上" in page.content.decode()
    assert wrong in page.content.decode()
    page = browser.post("/me/proof/number/", {"resident_id": f"{number[:6]} {number[6:]}"}, follow=True)
    assert page.redirect_chain[-1][0] == "/me/"
    account.person.refresh_from_db()
    assert (account.person.name, account.person.proof) == ("王小芳", "number")
    assert number not in page.content.decode()


@pytest.mark.django_db
def test_after_proof_one_comes_back_to_where_it_was_asked_for_but_to_no_foreign_page():
    for wish, goal in (("/help/", "/help/"), ("https://evil.example/", "/")):
        browser = signed_in(an_account())
        browser.get("/me/proof/", {"next": wish})
        browser.post("/me/proof/", {"name": "王小芳"})
        assert browser.post("/me/proof/number/", {"resident_id": a_resident_id()}).url == goal


@pytest.mark.django_db
def test_the_pages_say_what_an_unknown_code_and_a_taken_number_mean():
    first = "22999919700101003"
    browser = signed_in(an_account())
    assert browser.get("/me/proof/number/").url == "/me/proof/"
    browser.post("/me/proof/", {"name": "王小芳"})
    taken = a_resident_id()
    a_person(resident_id=taken)
    page = browser.post("/me/proof/number/", {"resident_id": taken})
    assert "网上没能核实" in page.content.decode()
    page = browser.post("/me/proof/number/", {"resident_id": first + check_digit(first)}, follow=True)
    assert "地区表" in page.content.decode()
