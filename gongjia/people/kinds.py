"""For what the platform asks a person's consent, and what a room above hands in about who may do what."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Purpose:
    """One thing that personal information is used for, and only with the person's own yes to just this.

    `version` counts up when `text` changes in meaning: an older yes then no longer holds and is asked for anew.
    """

    key: str
    title: Words
    text: Words
    without: Words  # what the person goes without after saying no; never more than this purpose needs
    article: Words
    version: int = 1


IDENTITY = Purpose(
    "identity",
    _("Check who I am"),
    _("Your name and resident identity number are checked and kept sealed, so that nobody else can act as you and "
      "nobody is counted as a member twice. Only the last two digits are ever shown; the copy that you fetch yourself has it in "
      "full."),
    _("Your number is erased. You can still ask, report a problem and be helped at the counter with your card."),
    _("Personal Information Protection Law, articles 28 and 29"),
)  # fmt: skip
AGENT = Purpose(
    "agent",
    _("Let an officer act for me at the counter"),
    _("A union officer may fill in and follow forms for you while you are at the counter or on the telephone. "
      "Everything done for you stands under “Done for me”."),
    _("Officers can no longer act for you until you sign a new slip. What is under way goes on, and you follow it "
      "yourself."),
    _("Personal Information Protection Law, article 23"),
    version=2,
)  # fmt: skip
REFERRAL = Purpose(
    "referral",
    _("Pass my matter on to arbitration, court or legal aid"),
    _("If mediation does not settle your matter, the papers you chose are passed on to the office you choose, so that "
      "you need not bring them again. Each passing on is shown to you."),
    _("Nothing is passed on. You get your papers and take them there yourself."),
    _("Personal Information Protection Law, article 23"),
)  # fmt: skip
SERVICES = Purpose(
    "services",
    _("Hear of services and activities by text message"),
    _("Your union may send you a text message when a service or an activity opens near you, at most once a week and "
      "never at night."),
    _("You get no such messages. Messages about your own matters still come."),
    _("Personal Information Protection Law, article 13"),
)  # fmt: skip
PUBLICATION = Purpose(
    "publication",
    _("Publish my name when I am honoured"),
    _("Your name, workplace and the reason for an honour may be published in a public notice."),
    _("Your name is not published. Some honours need a public notice by their rules and cannot be given without."),
    _("Personal Information Protection Law, article 25"),
)  # fmt: skip

PURPOSES: dict[str, Purpose] = {purpose.key: purpose for purpose in (IDENTITY, AGENT, REFERRAL, SERVICES, PUBLICATION)}


class Scope(Protocol):
    """Who may do what with whom: the unions know; they hand this in at start (access.install_scope)."""

    def union_reaching(self, officer: Any, verb: str, person: Any) -> Any | None:
        """The union by whose office the officer (a person) may do this with the person; none where not at all."""

    def holds_office(self, person: Any) -> bool:
        """Whether the person holds any office today."""

    def serves_anybody(self, verb: str) -> bool:
        """Whether it is done at a counter, with whoever stands there."""

    def name_of(self, union_path: str) -> str:
        """The name of the union at a path, in the reader's language."""
