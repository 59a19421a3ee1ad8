"""Publishing the rule files: twice is once, new versions join, a published number is never changed silently."""

import threading
from datetime import date

import pytest
from django.db import connection

from gongjia.audit.models import Event
from gongjia.law.access import rule
from gongjia.law.actions import Loaded, load_rules
from gongjia.law.kinds import Certainty, RuleChanged, RuleFileError
from gongjia.law.models import Rule
from gongjia.law.rulebook import RULES, read_rules


def test_the_rules_of_the_platform_load_and_load_again(bare):
    recorded = Event.objects.filter(verb="law.rule.publish").count()
    first = load_rules()
    assert first.added == len(read_rules()) == Rule.objects.count() > 120
    assert load_rules() == Loaded(added=0, corrected=0, unchanged=first.added)
    assert Event.objects.filter(verb="law.rule.publish").count() - recorded == first.added


def test_a_new_version_joins_and_ends_the_old_one(bare, folder, row):
    load_rules(folder(row()))
    change = date(2027, 1, 1)
    done = load_rules(folder(row(valid_to=change), row(version=2, value=5, valid_from=change)))
    assert done == Loaded(added=1, corrected=1, unchanged=0)
    assert (rule("mediation.accept", date(2026, 12, 31)).value, rule("mediation.accept", change).value) == (3, 5)


@pytest.mark.parametrize(
    ("column", "value"),
    [("value", 5), ("day_type", "calendar"), ("operator", "ge"), ("valid_from", date(2013, 1, 1))],
)
def test_a_published_number_cannot_be_changed(bare, folder, row, column, value):
    load_rules(folder(row()))
    with pytest.raises(RuleChanged, match=f"version 1.*{column}.*Add a new version"):
        load_rules(folder(row(**{column: value})))
    assert getattr(Rule.objects.get(), column) == row().get(column, "eq")


def test_one_forbidden_change_stops_the_whole_load(bare, folder, row):
    load_rules(folder(row()))
    with pytest.raises(RuleChanged):
        load_rules(folder(row(value=5), row(key="another", value=1)))
    assert Rule.objects.count() == 1


def test_an_end_once_set_stays(bare, folder, row):
    load_rules(folder(row(valid_to=date(2027, 1, 1))))
    for end in ({}, {"valid_to": date(2028, 1, 1)}):
        with pytest.raises(RuleChanged, match="valid_to"):
            load_rules(folder(row(**end)))


def test_wording_may_be_corrected_and_the_correction_is_recorded(bare, folder, row):
    load_rules(folder(row()))
    assert load_rules(folder(row(article="《规定》第23条"))).corrected == 1
    event = Event.objects.get(verb="law.rule.correct")
    assert event.change == {"article": ["《规定》第22条", "《规定》第23条"]}
    assert Rule.objects.get().article == "《规定》第23条"


def test_a_rule_that_leaves_the_files_stays_published(bare, folder, row):
    load_rules(folder(row(), row(key="another")))
    assert load_rules(folder(row())) == Loaded(added=0, corrected=0, unchanged=1)
    assert Rule.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_servers_starting_at_once_load_one_by_one(folder, row):
    rows = folder(*[row(key=f"rule.{number}") for number in range(30)])
    Rule.objects.all().delete()
    barrier, results = threading.Barrier(2), []

    def start():
        try:
            barrier.wait(10)
            results.append(load_rules(rows))
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(result.added for result in results) == [0, 30]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"days": 3}, "unknown column days"),
        ({"text": "nowhere"}, "no text named nowhere"),
        ({"unit": "week"}, "unit"),
        ({"title_zh": ""}, "title_zh"),
        ({"day_type": ""}, "days need a day_type"),
        ({"unit": "year"}, "other units have none"),
        ({"certainty": "low"}, "needs a note"),
        ({"valid_to": date(2011, 1, 1)}, "valid_to must come after"),
        ({"version": 2}, "versions must be 1, 2, 3"),
    ],
)
def test_a_row_that_does_not_hold_together_is_named(folder, row, change, sentence):
    with pytest.raises(RuleFileError, match=sentence) as caught:
        read_rules(folder(row(**change)))
    assert "mediation.accept" in str(caught.value)


def test_a_missing_column_is_named(folder, row):
    columns = row()
    del columns["source"], columns["article"]
    with pytest.raises(RuleFileError, match="article, source is missing"):
        read_rules(folder(columns))


def test_versions_that_overlap_are_named(folder, row):
    later = row(version=2, valid_from=date(2020, 1, 1))
    with pytest.raises(RuleFileError, match="in force on the same day"):
        read_rules(folder(row(), later))


def test_a_version_may_not_be_skipped_or_given_twice(folder, row):
    for version in (1, 3):
        with pytest.raises(RuleFileError, match="without gaps or doubles"):
            read_rules(folder(row(valid_to=date(2020, 1, 1)), row(version=version, valid_from=date(2020, 1, 1))))


def test_a_broken_file_is_named(tmp_path):
    (tmp_path / "broken.toml").write_text("[[rule]\n")
    with pytest.raises(RuleFileError, match=r"broken\.toml"):
        read_rules(tmp_path)


def test_a_row_takes_source_and_beginning_from_its_text(folder, row):
    columns = row(text="law")
    del columns["source"], columns["valid_from"]
    texts = '[texts.law]\nsource = "the gazette"\nvalid_from = 2020-05-01\n'
    found = read_rules(folder(columns, texts=texts))[0]
    assert (found.source, found.valid_from) == ("the gazette", date(2020, 5, 1))


@pytest.mark.parametrize("found", read_rules(), ids=str)
def test_every_rule_says_where_it_comes_from(found):
    assert found.article
    assert found.source
    assert found.article.startswith(("《", "平台承诺", "平台默认"))
    assert found.certainty == Certainty.HIGH or found.note
    if found.article.startswith("平台"):
        assert found.certainty != Certainty.HIGH, "a promise is not law"


def test_the_rule_files_are_short_enough_to_read():
    for path in RULES.glob("*.toml"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 400, path.name
