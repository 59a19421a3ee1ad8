from django.urls import path

from gongjia.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.index, name="index"),
    path("print/", views.index_print, name="index_print"),
    path("table.csv", views.index_table, name="index_table"),
    path("<slug:key>/", views.figure, name="figure"),
    path("<slug:key>/print/", views.figure_print, name="figure_print"),
    path("<slug:key>/table.csv", views.figure_table, name="figure_table"),
    path("<slug:key>/records/", views.records, name="records"),
    path("<slug:key>/records.csv", views.records_table, name="records_table"),
]
