from django.urls import path

from gongjia.unions.views import desk, employers, members, membership, offices, union

app_name = "unions"
urlpatterns = [
    path("", union.find, name="find"),
    path("<int:union_id>/", union.union, name="union"),
    path("<int:union_id>/code.svg", union.code_svg, name="code"),
    path("<int:union_id>/poster/", union.poster, name="poster"),
    path("membership/", membership.mine, name="membership"),
    path("membership/card.svg", membership.card_svg, name="card-svg"),
    path("membership/leave/", membership.leave, name="leave"),
    path("membership/retain/", membership.retain, name="retain"),
    path("membership/resume/", membership.resume, name="resume"),
    path("membership/stay/", membership.stay, name="stay"),
    path("card/<str:token>/", membership.card, name="card"),
    path("mine/", desk.mine, name="mine"),
    path("<int:union_id>/desk/", desk.union, name="desk"),
    path("<int:union_id>/found/", desk.found, name="found"),
    path("<int:union_id>/offices/", offices.offices, name="offices"),
    path("offices/<int:office_id>/end/", offices.end, name="end-office"),
    path("members/", members.members, name="members"),
    path("members/<int:person_id>/", members.member, name="member"),
    path("members/<int:person_id>/retain/", members.retain, name="retain-member"),
    path("members/<int:person_id>/resume/", members.resume, name="resume-member"),
    path("members/<int:person_id>/announce/", members.announce_leave, name="announce-leave"),
    path("members/<int:person_id>/stay/", members.stay, name="stay-member"),
    path("members/<int:person_id>/end/", members.end, name="end-membership"),
    path("employers/", employers.employers, name="employers"),
    path("employers/found/", employers.found, name="employers-found"),
    path("employers/add/", employers.add, name="add-employer"),
    path("employers/<int:employer_id>/", employers.employer, name="employer"),
    path("employers/<int:employer_id>/contacts/", employers.add_contact, name="add-contact"),
    path("contacts/<int:contact_id>/end/", employers.end_contact, name="end-contact"),
]
