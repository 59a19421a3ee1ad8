"""What this programme holds about people, for their own copy and for the closing of an account. Loaded with it."""

from django.utils.translation import gettext_lazy as _

from gongjia.people.holdings import Holding, hold

hold(
    Holding("owed.Calculation", "person", _("What you worked out you are owed"), shown=("answers", "created_at", "updated_at"),
            removed=True),
    Holding("owed.Variant", "calculation__person", _("What you worked out you are owed"), removed=True),
)  # fmt: skip
