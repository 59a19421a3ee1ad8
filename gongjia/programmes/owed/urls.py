"""Mounted at owed/. A token opens a stranger's calculation; a person's opens only for that person, or for the case's staff."""

from django.urls import path

from gongjia.programmes.owed import views, views_desk

app_name = "owed"
urlpatterns = [
    path("", views.start, name="start"),
    path("<uuid:token>/", views.result, name="result"),
    path("<uuid:token>/questions/<slug:key>/", views.question, name="question"),
    path("<uuid:token>/questions/<slug:key>/keep", views.keep, name="keep"),
    path("<uuid:token>/check/", views.check, name="check"),
    path("<uuid:token>/print/", views.sheet, name="print"),
    path("<uuid:token>/calculation.<slug:form>", views.paper, name="paper"),
    path("<uuid:token>/union", views.to_union, name="to-union"),
    path("<uuid:token>/discard", views.discard, name="discard"),
    path("<uuid:token>/desk/", views_desk.compare, name="compare"),
    path("<uuid:token>/desk/print/", views_desk.sheet, name="compare-print"),
    path("<uuid:token>/desk/<int:variant_id>/remove", views_desk.remove, name="variant-remove"),
    path("<uuid:token>/desk/<int:variant_id>/<slug:key>/", views_desk.change, name="change"),
]
