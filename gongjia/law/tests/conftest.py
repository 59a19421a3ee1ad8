from datetime import date

import pytest
from django.utils.translation import override

from gongjia.law.models import Rule


@pytest.fixture(autouse=True)
def _english():
    """Messages are compared in English; a test about another language says so itself."""
    with override("en"):
        yield


@pytest.fixture
def bare(db):
    """A law without rules; every test database is filled with the platform's own."""
    Rule.objects.all().delete()


@pytest.fixture
def row():
    """A correct rule row as a data file would hold it; a test changes what it is about."""

    def make(**columns):
        return {
            "key": "mediation.accept",
            "value": 3,
            "unit": "day",
            "day_type": "working",
            "title": "Accept",
            "title_zh": "受理",
            "article": "《规定》第22条",
            "source": "read by hand",
            "valid_from": date(2012, 1, 1),
        } | columns

    return make


@pytest.fixture
def folder(tmp_path):
    """Writes rows into a folder of rule files and returns the folder."""

    def write(*rows, texts=""):
        lines = [texts]
        for columns in rows:
            lines.append("[[rule]]")
            for name, value in columns.items():
                lines.append(f"{name} = {value.isoformat() if isinstance(value, date) else repr(value)}")
        (tmp_path / "rules.toml").write_text("\n".join(lines), encoding="utf-8")
        return tmp_path

    return write
