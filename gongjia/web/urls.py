"""Mounted at the root of the site."""

from django.urls import include, path

from . import views

app_name = "web"
urlpatterns = [
    path("settings/look", views.choose_look, name="look"),
    path("help/", views.human_help, name="help"),
    path("offline/", views.offline, name="offline"),
    path("sw.js", views.service_worker, name="service-worker"),
    path("look/", views.gallery, name="gallery"),
    path("look/<slug:page>/", views.gallery_page, name="gallery-page"),
    path("i18n/", include("django.conf.urls.i18n")),
]
