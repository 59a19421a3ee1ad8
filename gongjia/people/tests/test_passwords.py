"""What a password may be: long, not common, no word of the house; otherwise whatever somebody likes, kept exactly."""

import pytest
from django.contrib.auth.hashers import get_hashers
from django.core.exceptions import ValidationError

from gongjia.people.actions import set_password
from gongjia.people.passwords import OUR_OWN_WORDS
from gongjia.people.tests.factories import an_officer_account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("password", ["short one", "administrator", "1q2w3e4r5t6y", "123456789987654321"])
def test_short_and_leaked_ones_are_refused(password):
    with pytest.raises(ValidationError):
        set_password(an_officer_account(), password)


@pytest.mark.parametrize("word", OUR_OWN_WORDS)
def test_words_of_the_house_are_refused(word):
    with pytest.raises(ValidationError, match=word):
        set_password(an_officer_account(), f"long and {word.upper()} winded")


@pytest.mark.parametrize(
    "password", ["只用汉字也可以，长一点就好了", "all small letters here", "7391 5582 0046 1", "e" + "motion" * 20]
)
def test_any_composition_and_length_is_taken_and_kept_exactly(password):
    account = an_officer_account()
    set_password(account, password)
    assert account.check_password(password)
    for other in (
        password[:-1],
        password + " ",
        password.swapcase() if password.swapcase() != password else password[1:],
    ):
        assert not account.check_password(other)


def test_they_are_stretched_before_they_are_kept(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    hasher = get_hashers()[0]
    assert hasher.algorithm == "pbkdf2_sha256" and hasher.iterations >= 600_000


def test_the_field_hides_it_and_lets_a_manager_fill_it(client):
    page = client.get("/sign-in/officer/").content.decode()
    assert 'type="password"' in page and 'autocomplete="current-password"' in page and "onpaste" not in page
