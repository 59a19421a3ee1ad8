"""What a password may not be made of, besides the common ones that Django knows."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# The first that somebody tries who wants into a union's desk.
OUR_OWN_WORDS = (
    "gongjia", "gonghui", "jilin", "changchun", "yanbian", "union", "12351",
    "工会", "工家", "吉林", "长春", "延边",
)  # fmt: skip


class NoWordsOfOurOwn:
    """Refuses passwords with a word of this house in them. A long sentence of other words is welcome."""

    def validate(self, password: str, user: Any = None) -> None:
        found = next((word for word in OUR_OWN_WORDS if word in password.lower()), "")
        if found:
            raise ValidationError(
                _("Please leave out “%(word)s”: it is among the first things that others try.") % {"word": found},
                code="word_of_our_own",
            )

    def get_help_text(self) -> str:
        return _("Please leave out the name of the union and of the place.")
