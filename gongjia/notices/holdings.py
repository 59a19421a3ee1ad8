"""What this room holds about people, for their own copy and for the closing of an account. Loaded at start."""

from django.utils.translation import gettext_lazy as _

from gongjia.people.holdings import Holding, call_columns, hold

hold(
    Holding("notices.Notice", "person", _("Messages to you"), shown=("kind", "created_at", "read_at"), removed=True,
            is_trace=True),
    Holding(
        "notices.Delivery", "notice__person", _("Messages sent to your phone"),
        shown=("notice__kind", "channel", "state", "sent_at"), removed=True, is_trace=True,
    ),
)  # fmt: skip
call_columns({
    "kind": _("kind"), "notice__kind": _("kind"), "read_at": _("read on"), "channel": _("sent by"), "state": _("state"),
    "sent_at": _("sent on"),
})  # fmt: skip
