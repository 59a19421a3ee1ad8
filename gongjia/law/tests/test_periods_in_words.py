"""A legal number inside a sentence comes from the rule in force, in the reader's language, when it is shown."""

import pytest
from django.utils.translation import override

from gongjia.law.words import with_periods


@pytest.mark.django_db
def test_the_number_is_the_rules_and_the_language_the_readers():
    words = with_periods("%(days)s", days="mediation.accept")
    with override("zh-hans"):
        assert str(words) == "3个工作日"
    with override("en"):
        assert str(words) == "3 working days"
