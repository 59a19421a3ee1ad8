from datetime import date


def dues_of(case):
    return {due.rule: due.due_on for due in case.dues.running()}


def test_clocks_start_with_the_case(place):
    assert dues_of(place.case) == {
        "mediation.accept": date(2026, 3, 5),  # three working days after Monday
        "mediation.right_to_arbitrate": date(2026, 3, 17),  # fifteen days after receipt
    }
    accept = place.case.dues.get(rule="mediation.accept")
    assert (accept.rule_version, accept.article) == (1, "《企业劳动争议协商调解规定》第22条")
    assert (accept.event_on, accept.holder, accept.is_duty) == (date(2026, 3, 2), "officer", True)
