from django.urls import path

from gongjia.programmes.membership_transfer import views

app_name = "membership_transfer"
urlpatterns = [
    path("<int:case_id>/identity/", views.identity, name="identity"),
    path("<str:code>/", views.by_code, name="by-code"),
]
