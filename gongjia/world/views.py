from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjia.foundation.sms import demo_messages
from gongjia.world.cast import CAST, PASSWORD, code_now


@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    """The demo's sign-ins: telephones, passwords, second factors of this minute, and the last message to each."""
    if not settings.DEMO:
        raise Http404
    players = [(player, code_now(player), next(iter(demo_messages(player.phone)), "")) for player in CAST]
    return render(request, "world/cast.html", {"players": players, "password": PASSWORD})
