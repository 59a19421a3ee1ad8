from django.apps import AppConfig


class UnionsConfig(AppConfig):
    name = "gongjia.unions"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from gongjia.people.access import install_scope
        from gongjia.people.doings import say
        from gongjia.unions import holdings  # noqa: F401  declares what this room holds
        from gongjia.unions.access import OfficeScope

        install_scope(OfficeScope())
        say("people.looked", _("Your page among the members"))
        say("unions.joined", _("Entered you as a member"))
        say("unions.transferred_in", _("Moved your membership"))
        say("unions.retained", _("Kept your membership for you"))
        say("unions.resumed", _("Made you a full member again"))
        say("unions.left", _("Took your leave from the union"))
