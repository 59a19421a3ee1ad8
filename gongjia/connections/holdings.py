"""What this room holds about people, for their own copy and for the closing of an account. Loaded at start."""

from django.utils.translation import gettext_lazy as _

from gongjia.people.holdings import Holding, Kept, call_columns, hold
from gongjia.people.sealing import keep_sealed

DOORS = Kept(
    _("That there was a connection to a program, for which union and until when, without your name: what went out of the "
      "platform must stay traceable."),
    _("Personal Information Protection Law, article 56; Cybersecurity Law, article 23 (3)"),
)  # fmt: skip

hold(
    Holding(
        "connections.Token", "person", _("Programs you let in"),
        shown=("name", "scopes", "created_at", "expires_on", "last_used_on", "revoked_at"), emptied={"name": "–"},
        kept=DOORS,
    ),
    Holding("connections.Call", "person", _("What programs asked for you"), removed=True),
    Holding("connections.Webhook", "person", _("Partners you had told"), shown=("name", "url", "events", "created_at"),
            emptied={"name": "–"}, kept=DOORS),
)  # fmt: skip
keep_sealed("connections.Webhook", secret_sealed="webhook")  # noqa: S106 - the kind of the seal
call_columns({
    "scopes": _("may"), "expires_on": _("valid until"), "last_used_on": _("last used"), "revoked_at": _("revoked on"),
    "url": _("address"), "events": _("told of"),
})  # fmt: skip
