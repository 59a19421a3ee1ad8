"""tokens.py: a person's own tokens · desk.py: a union's partners, their tokens and webhooks"""

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, also where it is empty; nothing on a first look."""
    return request.POST if request.method == "POST" else None
