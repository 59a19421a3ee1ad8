from gongjia.audit.models import Event
from gongjia.desks import actions
from gongjia.desks.access import saved_views_of


def save(client, name, query="scope=union&overdue=1"):
    return client.post("/desk/views/", {"name": name, "query": query})


def test_filters_are_kept_under_a_name_and_found_again(place, visit):
    client = visit(place.officer)
    answer = save(client, "急件")
    assert answer.url == "/desk/?scope=union&overdue=1"
    page = client.get(answer.url).content.decode()
    assert ">急件</a>" in page
    assert Event.objects.filter(verb="desks.saved_view", actor_id=place.officer.account.pk).count() == 1


def test_the_same_name_replaces_and_a_second_press_changes_nothing(place, visit):
    client = visit(place.officer)
    save(client, "急件")
    save(client, "急件", "scope=below")
    save(client, "急件", "scope=below")
    assert [view.query for view in saved_views_of(place.officer.account)] == ["scope=below"]


def test_only_filters_that_exist_are_kept(place, visit):
    client = visit(place.officer)
    save(client, "怪", "scope=everything&next=//evil.example&kind=%3Cscript%3E")
    assert [view.query for view in saved_views_of(place.officer.account)] == ["scope=mine"]


def test_a_view_without_a_name_is_refused_in_place(place, visit):
    answer = save(visit(place.officer), "")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写：把这组筛选存为" in page
    assert 'value="scope=union&amp;overdue=1"' in page


def test_what_was_typed_stays_typed(place, visit):
    name = "很长的名字" * 7
    page = save(visit(place.officer), name).content.decode()
    assert f'value="{name}"' in page
    assert not saved_views_of(place.officer.account).exists()


def test_a_view_is_removed_by_its_owner_only(place, visit):
    view = actions.save_view(place.officer.account, "急件", "scope=union")
    actions.forget_view(place.above.account, view.pk)
    assert saved_views_of(place.officer.account).exists()
    client = visit(place.officer)
    assert client.post(f"/desk/views/{view.pk}/forget").url == "/desk/"
    assert client.post(f"/desk/views/{view.pk}/forget").status_code == 302
    assert not saved_views_of(place.officer.account).exists()
    assert Event.objects.filter(verb="desks.forgot_view").count() == 1


def test_views_are_ones_own(place, visit):
    actions.save_view(place.above.account, "市里的", "scope=below")
    assert "市里的" not in visit(place.officer).get("/desk/").content.decode()


def test_who_has_no_desk_keeps_no_views(place, visit):
    assert save(visit(place.member), "急件").status_code == 404


def test_a_stranger_signs_in_first(client, db):
    assert save(client, "急件").url.startswith("/sign-in/")
