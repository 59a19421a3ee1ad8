"""Numbers to coordinates: the trend and the map as the templates draw them in SVG. No words, no queries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

from gongjia.indicators.geometry import Shape

WIDTH, HEIGHT = 600, 160  # of the trend, stretched by the page to the room it has
UNTOLD = 8  # height of a bar whose number is not told
MAP_WIDTH = 800
MARGIN = 6
CLASSES = 5
MOST_NAMES = 15  # more names than this would run into each other
NAME_ROOM = 26  # width of one character of a name, in units of the drawing


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    is_told: bool


@dataclass(frozen=True)
class Trend:
    bars: list[Bar]
    line: str  # points of a polyline; "" for bars
    area: str
    ticks: list[float]  # from the top of the scale down


@dataclass(frozen=True)
class Item:
    """What is to be drawn: `value` None is not told, `name` is short, `about` is whatever the page says of it."""

    shape: Shape
    value: float | None
    name: str
    about: Any


@dataclass(frozen=True)
class Area:
    """A division on the map. `shade` 0 (nothing) to 5 (most), or "hidden"; no `name` where it has no room."""

    shape: Shape
    shade: str
    name: str
    x: float
    y: float
    about: Any
    is_over: bool  # it lies over another area, whose colour must not shine through


@dataclass(frozen=True)
class Choropleth:
    areas: list[Area]
    outlines: list[Shape]
    width: int
    height: int
    transform: str
    classes: list[tuple[int, float, float]]  # shade, from, to, both included
    has_hidden: bool


def top_of_scale(highest: float) -> float:
    """The next of 1, 2, 5, 10, 20, … at or above the highest value; 1 where there is none."""
    if highest <= 0:
        return 1
    power = 10.0 ** floor(log10(highest))
    return next(power * step for step in (1, 2, 5, 10) if power * step >= highest)


def trend(values: Sequence[float | None], told: Sequence[bool], is_stock: bool) -> Trend:
    """A stock is a line with the ground under it, a flow is one bar a month; nothing is always on the scale."""
    known = [value for value in values if value is not None]
    top = top_of_scale(max((abs(value) for value in known), default=0))
    low = -top if any(value < 0 for value in known) else 0  # what shrank hangs below the middle

    def height_of(value: float) -> float:
        return round(HEIGHT * (top - value) / (top - low), 1)

    ticks = [top, (top + low) / 2, low]
    if not is_stock:
        step = WIDTH / len(values)
        bars = [
            _bar(place * step, step, value, is_told, height_of)
            for place, (value, is_told) in enumerate(zip(values, told, strict=True))
        ]
        return Trend(bars, "", "", ticks)
    step = WIDTH / max(len(values) - 1, 1)
    points = [(round(place * step, 1), height_of(value)) for place, value in enumerate(values) if value is not None]
    if len(points) == 1:
        points.append((float(WIDTH), points[0][1]))
    line = " ".join(f"{x},{y}" for x, y in points)
    area = f"{points[0][0]},{HEIGHT} {line} {points[-1][0]},{HEIGHT}" if points else ""
    return Trend([], line, area, ticks)


def _bar(left: float, step: float, value: float | None, is_told: bool, height_of: Callable[[float], float]) -> Bar:
    x, width = round(left + step * 0.1, 2), round(step * 0.8, 2)
    if not is_told:  # a mark that something is there, of the same height whatever it is
        return Bar(x, round(height_of(0) - UNTOLD, 1), width, UNTOLD, False)
    top, bottom = height_of(max(value or 0, 0)), height_of(min(value or 0, 0))
    return Bar(x, top, width, round(bottom - top, 1), True)


def choropleth(items: Sequence[Item], outlines: Sequence[Shape] = ()) -> Choropleth | None:
    """The map of some divisions. None without any."""
    if not items:
        return None
    # A county that hangs from the province is drawn over the prefecture that it lies in.
    ordered = sorted(items, key=lambda item: not item.shape.code.endswith("00"))
    boxes = [item.shape.box for item in ordered]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    scale = (MAP_WIDTH - 2 * MARGIN) / max(right - left, bottom - top, 1)
    classes = shades([item.value for item in ordered if item.value])

    def area(item: Item) -> Area:
        x, y = item.shape.centre
        has_room = (item.shape.box[2] - item.shape.box[0]) * scale > NAME_ROOM * len(item.name)
        return Area(
            shape=item.shape,
            shade=_shade(item.value, classes),
            name=item.name if has_room and len(ordered) <= MOST_NAMES else "",
            x=round((x - left) * scale + MARGIN, 1),
            y=round((y - top) * scale + MARGIN, 1),
            about=item.about,
            is_over=not item.shape.code.endswith("00") and ordered[0].shape.code.endswith("00"),
        )

    return Choropleth(
        areas=[area(item) for item in ordered],
        outlines=list(outlines),
        width=ceil((right - left) * scale + 2 * MARGIN),
        height=ceil((bottom - top) * scale + 2 * MARGIN),
        transform=f"translate({MARGIN} {MARGIN}) scale({scale:.4f}) translate({-left} {-top})",
        classes=classes,
        has_hidden=any(item.value is None for item in ordered),
    )


def shades(values: Sequence[float]) -> list[tuple[int, float, float]]:
    """Classes of about equally many places, from light to dark; equal values share a class. At most five."""
    distinct = sorted(set(values))
    count = min(CLASSES, len(distinct))
    classes = []
    for number in range(count):
        part = distinct[len(distinct) * number // count : len(distinct) * (number + 1) // count]
        classes.append((CLASSES - count + number + 1, part[0], part[-1]))
    return classes


def _shade(value: float | None, classes: list[tuple[int, float, float]]) -> str:
    if value is None:
        return "hidden"
    return str(next((shade for shade, low, high in classes if low <= value <= high), 0))
