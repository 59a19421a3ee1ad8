"""Legal periods inside sentences: the sentence is the programme's, the number is the rule's."""

from typing import cast

from django.utils.functional import Promise, lazy

from gongjia.foundation.clock import today
from gongjia.law.access import rule


def with_periods(words: str | Promise, **rules: str) -> Promise:
    """A sentence whose placeholders are periods in force today, written when it is shown.

    with_periods(_("You know within %(days)s."), days="mediation.accept") reads "您在3个工作日内知道结果。"
    """

    def written() -> str:
        return str(words) % {name: rule(key, today()).length for name, key in rules.items()}

    return cast(Promise, lazy(written, str)())
