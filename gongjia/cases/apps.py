from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gongjia.cases"

    def ready(self) -> None:
        from gongjia.cases import holdings  # noqa: F401  declares what this room holds about people
