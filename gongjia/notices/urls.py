from django.urls import path

from gongjia.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:notice_id>/read", views.read, name="read"),
]
