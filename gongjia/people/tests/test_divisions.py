import pytest

from gongjia.people import divisions


def test_the_province_has_its_prefectures_counties_and_townships():
    assert [place.name for place in divisions.children()][:2] == ["长春市", "吉林市"]
    assert len(divisions.divisions("prefecture")) == 9
    assert len(divisions.divisions("county")) == 60
    assert len(divisions.divisions("township")) == 972  # three more were dissolved
    assert all(divisions.division(place.parent) for place in divisions.divisions("township"))


@pytest.mark.parametrize(
    ("code", "pinyin"),
    [("222404", "hun chun shi"), ("220100", "chang chun shi"), ("220722", "chang ling xian"), ("220104", "chao yang qu"),
     ("220802002000", "chang qing jie dao")],
)  # fmt: skip
def test_places_are_read_as_people_there_say_them(code, pinyin):
    assert divisions.division(code).pinyin == pinyin


def test_names_in_three_languages():
    assert divisions.name("222404") == "珲春市"
    assert divisions.name("222404", "ko") == "훈춘시"
    assert divisions.name("222404000000", "en") == "Hunchun City"
    assert divisions.name("222404001000", "ko") == "靖和街道", "a place without a Korean name keeps its own"
    assert divisions.name("999999") == "999999"
    assert divisions.full_name("220202") == "吉林省吉林市昌邑区"
    assert divisions.full_name("220202", "en") == "Changyi District, Jilin City, Jilin Province"
    assert divisions.full_name("999999") == ""


def test_dissolved_places_are_left_out_unless_asked_for():
    standing = {place.code for place in divisions.children("220103")}
    everything = {place.code for place in divisions.children("220103", with_revoked=True)}
    assert everything - standing == {"220103001000", "220103003000", "220103004000"}
    assert divisions.division("220103001000").is_revoked


def test_every_code_of_jilin_is_among_those_of_the_country():
    for level in ("prefecture", "county"):
        assert all(divisions.is_county_code(place.code) for place in divisions.divisions(level))
    assert not divisions.is_county_code("229999")
