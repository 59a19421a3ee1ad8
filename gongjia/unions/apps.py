from django.apps import AppConfig


class UnionsConfig(AppConfig):
    name = "gongjia.unions"

    def ready(self) -> None:
        from gongjia.people.access import install_scope
        from gongjia.unions.access import OfficeScope

        install_scope(OfficeScope())
