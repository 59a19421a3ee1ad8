from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongjia.foundation.sms import DEMO_PREFIX, demo_messages


@never_cache
@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    """The telephone of the demo: the last messages to a reserved number. Exists in the demo only."""
    if not settings.DEMO or settings.PRODUCTION:
        raise Http404
    number = "".join(character for character in request.GET.get("number", "") if character.isdecimal())
    is_demo = len(number) == 11 and number.startswith(DEMO_PREFIX)
    context = {"number": number, "is_demo": is_demo, "texts": demo_messages(number) if is_demo else []}
    return render(request, "people/member/demo_phone.html", context)
