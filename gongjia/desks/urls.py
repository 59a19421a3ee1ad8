from django.urls import path

from gongjia.desks import figures_desk, law_views, views

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
    path("desk/law/", law_views.desk, name="law"),
    path("desk/law/questions/<int:question_id>/settle", law_views.settle, name="settle-question"),
    path("desk/law/synonyms/add/", law_views.synonym, name="add-synonym"),
    path("desk/law/synonyms/<int:synonym_id>/", law_views.synonym, name="synonym"),
    path("desk/law/cards/add/", law_views.card, name="add-card"),
    path("desk/law/cards/<int:card_id>/", law_views.card, name="card"),
    path("desk/law/figures/", figures_desk.figures, name="figures"),
    path("desk/law/figures/add/<str:kind>/", figures_desk.add_figure, name="add-figure"),
    path("desk/law/figures/<int:figure_id>/end/", figures_desk.end_figure, name="end-figure"),
    path("desk/law/figures/<int:figure_id>/take-back/", figures_desk.take_back_figure, name="take-back-figure"),
]
