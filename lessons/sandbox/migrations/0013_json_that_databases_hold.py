"""How an event's JSON is written. The columns stay as they are, so no database is asked to do anything."""

from django.db import migrations, models

from lessons.sandbox.documents.storable import StorableJSON


class Migration(migrations.Migration):

    dependencies = [
        ('sandbox', '0012_no_rows_of_credentials'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='event',
                    name='decision',
                    field=models.JSONField(encoder=StorableJSON, null=True),
                ),
                migrations.AlterField(
                    model_name='event',
                    name='issued_session',
                    field=models.JSONField(encoder=StorableJSON, null=True),
                ),
                migrations.AlterField(
                    model_name='event',
                    name='parameters',
                    field=models.JSONField(default=dict, encoder=StorableJSON),
                ),
            ],
        ),
    ]
