"""Keys of cases as words, for notices: the key is stored, the reader chooses the language."""

from typing import Any

from django import template

from gongjia.cases import words
from gongjia.cases.kinds import kind_of

register = template.Library()


@register.simple_tag
def kind_title(key: str) -> str:
    return str(kind_of(key).title)


@register.simple_tag
def step_title(key: str, step: str) -> str:
    return str(kind_of(key).step(step).title)


@register.simple_tag
def move_title(key: str, move: str) -> str:
    return str(kind_of(key).move(move).title)


@register.simple_tag
def move_consequence(key: str, move: str) -> str:
    return str(kind_of(key).move(move).consequence)


@register.simple_tag
def move_done(key: str, move: str, said: Any = None) -> str:
    """What a move did, with the facts of its entry in the sentence."""
    return words.filled(kind_of(key).move(move).done, said or {})


@register.filter
def spoken(value: str) -> str:
    """A date or a sum of a notice's facts as people read it."""
    return words.spoken(value)
