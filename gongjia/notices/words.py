from django.template.loader import get_template

from gongjia.notices.models import Notice


def title_and_text(notice: Notice) -> tuple[str, str]:
    """A notice in the language in force: the template's first line is its title, the rest its text."""
    template = get_template(f"notices/{notice.kind}.txt")
    rendered = template.render({"facts": notice.facts, "link": notice.link, **notice.facts}).strip()
    title, _, text = rendered.partition("\n")
    return title.strip(), " ".join(text.split())
