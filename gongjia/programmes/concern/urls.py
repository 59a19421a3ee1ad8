from django.urls import path

from gongjia.foundation.logs import unnamed
from gongjia.programmes.concern import views

app_name = "concern"
urlpatterns = [
    path("", views.start, name="start"),
    path("anonymous/", unnamed(views.anonymous), name="anonymous"),
]
