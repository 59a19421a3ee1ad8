"""What this room holds about people, for their own copy and for the closing of an account. Loaded at start."""

from django.utils.translation import gettext_lazy as _

from gongjia.people.holdings import Holding, call_columns, hold

hold(Holding("desks.SavedView", "account__person", _("Your saved lists"), shown=("name", "query"), removed=True))
call_columns({"query": _("filters")})
