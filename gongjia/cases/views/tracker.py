from django.http import HttpRequest, HttpResponse

from gongjia.cases.access import case_for
from gongjia.cases.views import actor_of


def case(request: HttpRequest, case_id: int) -> HttpResponse:
    found = case_for(actor_of(request), case_id)
    return HttpResponse(str(found))
