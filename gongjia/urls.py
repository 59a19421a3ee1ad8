"""Mounts the rooms; nothing else."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("gongjia.desks.urls")),
    path("", include("gongjia.web.urls")),
    path("", include("gongjia.people.urls")),
    path("", include("gongjia.people.security_urls")),
    path("unions/", include("gongjia.unions.urls")),
    path("cases/", include("gongjia.cases.urls")),
    path("concerns/", include("gongjia.programmes.concern.urls")),
    path("figures/", include("gongjia.indicators.urls")),
    path("inbox/", include("gongjia.notices.urls")),
    path("law/", include("gongjia.law.urls")),
    path("api/", include("gongjia.api")),
    path("connections/", include("gongjia.connections.urls")),
    path("join/", include("gongjia.programmes.join_request.urls")),
    path("owed/", include("gongjia.programmes.owed.urls")),
    path("transfer/", include("gongjia.programmes.membership_transfer.urls")),
]

handler400 = "gongjia.web.views.bad_request"
handler403 = "gongjia.web.views.forbidden"
handler404 = "gongjia.web.views.not_found"
handler500 = "gongjia.web.views.broken"
if settings.DEMO:
    urlpatterns.append(path("demo/", include("gongjia.world.urls")))
