import pytest
from django.test import override_settings

from gongjia.indicators import geometry
from gongjia.indicators.drawing import MAP_WIDTH, Item, choropleth, shades, top_of_scale, trend
from gongjia.people import divisions


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    with override_settings(DATA=tmp_path_factory.mktemp("map")):
        geometry.shapes.cache_clear()
        yield geometry.shapes()
    geometry.shapes.cache_clear()


def test_every_prefecture_and_county_has_a_shape(drawn):
    known = {place.code for level in ("prefecture", "county") for place in divisions.divisions(level)}
    assert known == set(drawn)


def test_the_shapes_are_small_and_lie_in_the_drawing(drawn):
    assert sum(len(shape.path) for shape in drawn.values()) < 80_000
    for shape in drawn.values():
        left, top, right, bottom = shape.box
        assert 0 <= left < right <= geometry.WIDTH
        assert top < bottom
        assert left <= shape.centre[0] <= right
        assert top <= shape.centre[1] <= bottom


def test_neighbours_share_their_border():
    """A vertex that two rings share lands on the same point in both, whatever was left out between."""
    west = geometry._on_grid([(0, 0), (5, 0), (5, 0), (5, 5), (5, 9), (0, 9), (0, 0)])
    east = geometry._on_grid([(5, 9), (5, 5), (5, 0), (9, 0), (9, 9), (5, 9)])
    assert west == [(0, 0), (5, 0), (5, 9), (0, 9)]
    assert {(5, 0), (5, 9)} <= set(east)


def test_the_drawn_map_is_kept_and_a_broken_file_is_drawn_again(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    one = [{"code": "220202", "name": "昌邑区", "path": "M0,0l1,0 0,1z", "box": (0, 0, 1, 1), "centre": (0, 0)}]
    times = []
    monkeypatch.setattr(geometry, "_draw", lambda: times.append(1) or one)
    read = geometry.shapes.__wrapped__
    for number, content in enumerate([None, "", "{}", '{"source": "older", "shapes": []}', "[1]"], 1):
        if content is not None:
            (tmp_path / "map.json").write_text(content)
        assert read()["220202"].name == "昌邑区"
        assert read()["220202"].box == (0, 0, 1, 1)
        assert len(times) == number  # drawn once, then read from the file


def test_without_the_package_there_is_no_map(monkeypatch):
    monkeypatch.setattr(geometry, "PACKAGE", "no-such-package")
    assert geometry.shapes.__wrapped__() == {}


def test_a_county_of_the_province_lies_over_its_prefecture(drawn):
    items = [Item(drawn["220581"], 3.0, "梅河口", 1), Item(drawn["220500"], None, "通化", 2)]
    drawing = choropleth(items)
    assert [area.about for area in drawing.areas] == [2, 1]
    assert [area.shade for area in drawing.areas] == ["hidden", "5"]
    assert max(drawing.width, drawing.height) == MAP_WIDTH
    assert drawing.has_hidden


def test_a_name_stands_only_where_it_has_room(drawn):
    items = [Item(shape, 1.0, shape.name, None) for code, shape in drawn.items() if code.endswith("00")]
    small = Item(drawn["220581"], 1.0, "梅河口市", None)
    names = [area.name for area in choropleth([*items, small]).areas]
    assert "长春市" in names
    assert "梅河口市" not in names
    assert not any(area.name for area in choropleth([small] * 16).areas)


def test_classes_of_equally_many_places():
    assert shades([]) == []
    assert shades([7, 7, 7]) == [(5, 7, 7)]
    assert shades([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) == [(1, 1, 2), (2, 3, 4), (3, 5, 6), (4, 7, 8), (5, 9, 10)]


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1), (1, 1), (3, 5), (7, 10), (12, 20), (3_940_000, 5_000_000), (0.85, 1)]
)
def test_the_scale_ends_on_a_round_number(highest, top):
    assert top_of_scale(highest) == pytest.approx(top)


def test_a_flow_is_bars_and_a_stock_a_line():
    bars = trend([0, 5, None], [True, True, False], is_stock=False)
    assert [bar.height for bar in bars.bars] == [0, 160, 8]
    assert bars.line == ""
    line = trend([10, 5], [True, True], is_stock=True)
    assert line.line == "0.0,0.0 600.0,80.0"
    assert not line.bars
    assert trend([7], [True], is_stock=True).line == "0.0,48.0 600.0,48.0"


def test_what_shrank_hangs_below_the_middle():
    drawn = trend([10, -5], [True, True], is_stock=False)
    assert drawn.ticks == [10, 0, -10]
    assert [(bar.y, bar.height) for bar in drawn.bars] == [(0, 80), (80, 40)]
