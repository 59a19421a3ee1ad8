"""The second wall around people: one's own row, and the persons one has to do with (docs/why/walls.md)."""

from django.db import migrations

from gongjia.foundation.walls import also_seen, ids, own_account, wall


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0002_copies_and_closings"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        wall("people_person", f"id = {ids('people')}"),
        also_seen("people_person", "met", f"id = {ids('met')}"),
        wall("people_account", f"person_id = {ids('people')}"),
        also_seen("people_account", "met", f"person_id = {ids('met')}"),
        wall("people_consent", f"person_id = {ids('people')} OR given_to_id = {own_account()}"),
        wall("people_closing", f"person_id = {ids('people')}"),
        wall("people_copy", f"person_id = {ids('people')}"),
        # What the limits count names nobody and is nobody's to read.
        wall("people_coderequest"),
        wall("people_onetimecode"),
        wall("people_wrongtry"),
        wall("mfa_authenticator", f"user_id = {own_account()}"),
        wall("account_emailaddress"),
        wall("account_emailconfirmation"),
    ]
