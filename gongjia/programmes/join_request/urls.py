from django.urls import path

from gongjia.programmes.join_request import views

app_name = "join_request"
urlpatterns = [
    path("", views.start, name="start"),
    path("<str:code>/", views.by_code, name="by-code"),
]
