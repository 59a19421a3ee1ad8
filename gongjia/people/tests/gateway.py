"""A provider that only counts: what the limits let through is what a real one would have sent."""

from gongjia.foundation.sms import SmsFailed

sent: list[tuple[str, str]] = []


class CountingSms:
    def send(self, phone: str, text: str) -> None:
        sent.append((phone, text))


class FailingSms:
    def send(self, phone: str, text: str) -> None:
        sent.append((phone, text))
        raise SmsFailed


class GarbledSms:
    """The message has gone out; the provider's answer is a page that nobody can read."""

    def send(self, phone: str, text: str) -> None:
        sent.append((phone, text))
        raise ValueError(f"no JSON about {phone}")


def use(settings, name="CountingSms"):
    settings.ENV = settings.ENV.model_copy(update={"SMS_BACKEND": f"gongjia.people.tests.gateway.{name}"})
    sent.clear()
    return sent
