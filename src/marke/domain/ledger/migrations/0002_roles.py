"""The account roles and the common accounts."""

from django.db import migrations

from marke.domain.ledger.schema import insert_missing_roles


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(insert_missing_roles, migrations.RunPython.noop)]
