import json
from datetime import date

import pytest
from click.testing import CliRunner

from gongjia.audit.models import Event
from gongjia.law.library import access
from gongjia.law.library.actions import import_statutes
from gongjia.law.library.kinds import StatuteFileError
from gongjia.law.library.tests.factories import COMPENSATION, WAGES, a_statute, an_article
from gongjia.law.library.texts import from_json, from_package, wanted
from gongjia.law.models import Article, Statute

pytestmark = pytest.mark.django_db


def test_a_statute_comes_in_with_its_articles_in_order_and_one_audit_row():
    [done] = import_statutes([a_statute(an_article(2), an_article(1), an_article(2, branch=1))])
    assert (done.added, done.known, done.different) == (3, 0, 0)
    assert [article.label for article in access.articles_of(done.statute)] == ["第一条", "第二条", "第二条之一"]
    assert Event.objects.filter(verb="law.statute.import", object_id=str(done.statute.pk)).count() == 1


def test_the_same_again_adds_nothing_and_writes_nothing_down():
    import_statutes([a_statute()])
    before = Event.objects.count()
    [done] = import_statutes([a_statute()])
    assert (done.added, done.known, Event.objects.count()) == (0, 2, before)


def test_a_text_that_is_there_is_never_overwritten():
    import_statutes([a_statute(an_article(1, WAGES))])
    [done] = import_statutes([a_statute(an_article(1, "改过的"), an_article(2, COMPENSATION))])
    assert (done.added, done.known, done.different) == (1, 1, 1)
    assert Article.objects.get(statute=done.statute, number=1).text == WAGES


def test_a_new_version_ends_the_old_one_and_both_stay():
    import_statutes([a_statute()])
    import_statutes([a_statute(an_article(1, "新的"), version=date(2030, 1, 1), valid_from=date(2030, 3, 1))])
    old, new = Statute.objects.filter(short="演示劳动法").order_by("version")
    assert (old.valid_to, new.valid_to) == (date(2030, 3, 1), None)
    ours = lambda day: [s.version.year for s in access.in_force(day) if s.short == "演示劳动法"]  # noqa: E731
    assert (ours(date(2030, 2, 28)), ours(date(2030, 3, 1))) == ([2020], [2030])


def test_an_earlier_version_that_comes_later_finds_its_place():
    import_statutes([a_statute(version=date(2030, 1, 1), valid_from=date(2030, 3, 1))])
    import_statutes([a_statute()])
    old, new = Statute.objects.filter(short="演示劳动法").order_by("version")
    assert (old.valid_to, new.valid_to) == (date(2030, 3, 1), None)


def write(path, **columns):
    row = {"no": 1, "label": "第一条", "chapter": None, "section": None, "text": WAGES}
    held = {"title": "中华人民共和国演示法", "version": "2020-06-01", "effective": "2021-01-01", "articles": [row]}
    path.write_text(json.dumps(held | columns, ensure_ascii=False), encoding="utf-8")
    return path


def test_the_json_form_is_read(tmp_path):
    statute = from_json(write(tmp_path / "a.json"))
    assert (statute.short, statute.valid_from, statute.articles[0].label) == ("演示法", date(2021, 1, 1), "第一条")


@pytest.mark.parametrize(
    "columns",
    [
        {"version": "bald"},
        {"articles": []},
        {"articles": [{"no": 1}]},
        {"articles": {}},
        {"title": None, "short": None},
        {"title": "长" * 121},
        {"articles": [{"label": "第甲条", "text": WAGES}]},
        {"articles": [{"no": 10_000, "text": WAGES}]},
        {"articles": [{"label": "第一条之九百", "text": WAGES}]},
    ],
)
def test_a_file_that_does_not_hold_together_is_named(tmp_path, columns):
    with pytest.raises(StatuteFileError, match=r"a\.json"):
        from_json(write(tmp_path / "a.json", **columns))


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "\ud800".encode("utf-16", "surrogatepass")])
def test_what_is_no_json_is_named(tmp_path, text):
    file = tmp_path / "a.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(StatuteFileError, match=r"a\.json"):
        from_json(file)


def test_an_article_twice_is_refused(tmp_path):
    row = {"no": 1, "label": "第一条", "text": WAGES}
    with pytest.raises(StatuteFileError, match="twice"):
        from_json(write(tmp_path / "a.json", articles=[row, row]))


def test_the_command_imports_a_folder_and_names_what_is_left_out(tmp_path):
    from gongjia.__main__ import main

    write(tmp_path / "a.json")
    (tmp_path / "b.json").write_text("[]")
    result = CliRunner().invoke(main, ["law", "import", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "《演示法》 (2020-06-01): 1 articles added" in result.output
    assert "b.json is not a statute" in result.output


def test_the_package_has_every_statute_that_is_wanted():
    statutes = from_package()
    assert {statute.title for statute in statutes} == {want["title"] for want in wanted()}
    assert all(statute.articles for statute in statutes)
    labour_contract = next(statute for statute in statutes if statute.short == "劳动合同法")
    assert len(labour_contract.articles) == 98 and labour_contract.valid_from == date(2013, 7, 1)


def test_only_the_wanted_articles_of_the_penal_code_come_in():
    penal = next(statute for statute in from_package() if statute.short == "刑法")
    places = {(article.number, article.branch) for article in penal.articles}
    assert (276, 1) in places and {number for number, _branch in places} == {244, 276}


def test_without_the_package_the_sentence_says_what_to_do(tmp_path):
    with pytest.raises(StatuteFileError, match="make setup"):
        from_package(tmp_path / "laws.db")
