from django.urls import path

from gongjia.world import views

app_name = "world"
urlpatterns = [path("", views.cast, name="cast")]
