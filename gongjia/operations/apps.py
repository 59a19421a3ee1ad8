from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "gongjia.operations"

    def ready(self) -> None:
        from gongjia.operations import sentry
        from gongjia.settings import ENV

        if ENV.SENTRY_DSN:
            sentry.start(ENV.SENTRY_DSN)
