from gongjia.cases.models import Case
from gongjia.people.models import Person


def other_application(person: Person, case: Case) -> Case | None:
    """Another application of the person that is still open."""
    others = Case.objects.open().filter(kind=case.kind, applicant=person).exclude(pk=case.pk)
    return others.select_related("union").order_by("pk").first()
