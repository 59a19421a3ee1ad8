"""membership.py: a member's own pages · union.py: a union as everybody sees it, and its poster · desk.py: an officer's
unions · members.py: members at the desk · offices.py · employers.py"""

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, also where it is empty; nothing on a first look."""
    return request.POST if request.method == "POST" else None
