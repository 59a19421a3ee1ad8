from django.template import Context
from django.template.loader import get_template

from gongjia.notices.models import Notice


def title_and_text(notice: Notice) -> tuple[str, str]:
    """A notice in the language in force: the template's first line is its title, the rest its text.

    Plain text: what shows it on a page escapes it there, and a short message holds no "&amp;".
    """
    words = {"facts": notice.facts, "link": notice.link, **notice.facts}
    rendered = get_template(f"notices/{notice.kind}.txt").template.render(Context(words, autoescape=False))
    title, _, text = rendered.strip().partition("\n")
    return title.strip(), " ".join(text.split())
