from django.urls import path

from gongjia.programmes.concern import views

app_name = "concern"
urlpatterns = [
    path("", views.start, name="start"),
    path("anonymous/", views.anonymous, name="anonymous"),
]
