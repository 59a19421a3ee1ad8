from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "gongjia.desks"

    def ready(self) -> None:
        from gongjia import programmes

        programmes.load()
