from gongjia.people.actions import tell_email
from gongjia.people.sealing import unseal
from gongjia.people.tests.factories import a_person, an_account, signed_in


def test_it_is_kept_sealed_and_can_be_taken_back(db):
    person = tell_email(a_person(), "wang@example.com")
    assert b"wang@example.com" not in bytes(person.email_sealed)
    assert unseal("email", person.email_sealed) == "wang@example.com"
    assert tell_email(person, "").email_sealed is None


def test_the_page_keeps_what_was_typed_wrong_and_says_why(db):
    person = a_person()
    browser = signed_in(an_account(person))
    answer = browser.post("/me/email/", {"email": "wang@"})
    assert 'value="wang@"' in answer.content.decode()
    assert "这不是电子邮箱地址" in answer.content.decode()
    assert browser.post("/me/email/", {"email": "wang@example.com"}).url == "/me/"
    person.refresh_from_db()
    assert unseal("email", person.email_sealed) == "wang@example.com"
    assert "wang@example.com" in browser.get("/me/email/").content.decode()
