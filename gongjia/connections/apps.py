from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "gongjia.connections"

    def ready(self) -> None:
        from gongjia.connections import holdings  # noqa: F401  declares what this room holds about people
