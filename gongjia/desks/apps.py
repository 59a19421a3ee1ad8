from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "gongjia.desks"

    def ready(self) -> None:
        from gongjia import programmes
        from gongjia.desks import holdings  # noqa: F401  declares what this room holds about people

        programmes.load()
