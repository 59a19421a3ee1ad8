from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gongjia.notices"

    def ready(self) -> None:
        from gongjia.notices import holdings  # noqa: F401  declares what this room holds about people
        from gongjia.notices.actions import tell
        from gongjia.people.doings import install_teller

        install_teller(tell)
