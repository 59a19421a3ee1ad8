from django.urls import path

from gongjia.cases.views import tracker

app_name = "cases"
urlpatterns = [
    path("<int:case_id>/", tracker.case, name="case"),
]
