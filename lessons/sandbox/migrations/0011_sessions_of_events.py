from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sandbox', '0010_events_found_by_number'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='issued_key',
            field=models.CharField(max_length=32, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='event',
            name='issued_session',
            field=models.JSONField(null=True),
        ),
    ]
