"""Naming an employer in one line, with scripts or without."""

import pytest

from gongjia.unions.forms import NONE_OF_THESE, EmployerForm
from gongjia.unions.tests.factories import an_employer

pytestmark = pytest.mark.django_db


def filled(name, chosen=""):
    form = EmployerForm({"employer_name": name, "employer": chosen})
    return form, form.is_valid()


def test_the_whole_name_or_the_code_is_enough():
    employer = an_employer(name="演示长白山物流有限公司")
    an_employer(name="演示长白山物流有限公司敦化分公司")
    for typed in (employer.name, f" {employer.name} ", employer.credit_code, employer.credit_code.lower()):
        form, is_valid = filled(typed)
        assert is_valid, typed
        assert form.cleaned_data == {"employer": employer.pk, "employer_name": employer.name}


def test_a_part_is_asked_back_with_those_it_fits():
    first, second = an_employer(name="演示长白山物流有限公司"), an_employer(name="演示长白山旅游有限公司")
    form, is_valid = filled("长白山")
    assert not is_valid
    assert "几个单位" in str(form.errors["employer"])
    shown = str(form["employer"])
    assert first.name in shown
    assert second.name in shown
    assert "都不是" in shown
    form, is_valid = filled("长白山", str(second.pk))
    assert is_valid
    assert form.cleaned_data["employer"] == second.pk


def test_none_of_these_keeps_what_was_typed():
    an_employer(name="演示长白山物流有限公司")
    form, is_valid = filled("演示长白山饭店", NONE_OF_THESE)
    assert is_valid
    assert form.cleaned_data == {"employer": None, "employer_name": "演示长白山饭店"}


def test_an_employer_that_is_not_here_can_still_be_named():
    form, is_valid = filled("演示松花江饭店")
    assert is_valid
    assert form.cleaned_data == {"employer": None, "employer_name": "演示松花江饭店"}
    form, is_valid = filled("饭店")
    assert not is_valid
    assert "太短" in str(form.errors["employer_name"])
    assert form["employer_name"].value() == "饭店"  # what was typed stays


def test_a_number_of_an_employer_that_does_not_fit_the_name_is_not_taken():
    other = an_employer(name="演示第一汽车集团")
    form, is_valid = filled("演示松花江饭店", str(other.pk))
    assert is_valid
    assert form.cleaned_data["employer"] is None
