import pytest

from gongjia.people import access


class OneUnion:
    """A scope for tests of this room, which lies below the unions: these officers reach everybody."""

    path = "1/"

    def __init__(self):
        self.officers = set()

    def union_reaching(self, officer, verb, person):
        return self if officer.pk in self.officers else None

    def holds_office(self, person):
        return person.pk in self.officers

    def serves_anybody(self, verb):
        return True

    def name_of(self, union_path):
        return "演示总工会" if union_path == self.path else ""


@pytest.fixture
def scope(monkeypatch):
    scope = OneUnion()
    monkeypatch.setattr(access, "_scope", scope)
    return scope
