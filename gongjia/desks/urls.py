from django.urls import path

from gongjia.desks import views

app_name = "desks"
urlpatterns = [
    path("", views.home, name="home"),
    path("matters/", views.matters, name="matters"),
    path("problem/", views.problem, name="problem"),
    path("near/", views.near, name="near"),
    path("trust/", views.trust, name="trust"),
    path("desk/", views.worklist, name="worklist"),
    path("desk/views/", views.save, name="save-view"),
    path("desk/views/<int:view_id>/forget", views.forget, name="forget-view"),
]
