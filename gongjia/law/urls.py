from django.urls import path

from gongjia.law import views

app_name = "law"
urlpatterns = [
    path("", views.search, name="search"),
    path("statutes/", views.statutes, name="statutes"),
    path("statutes/<int:statute_id>/", views.statute, name="statute"),
    path("articles/<int:article_id>/", views.article, name="article"),
]
