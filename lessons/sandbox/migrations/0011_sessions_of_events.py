from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sandbox', '0010_events_found_by_number'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='issued_key',
            field=models.CharField(max_length=32, null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='issued_session',
            field=models.JSONField(null=True),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(
                condition=models.Q(('issued_key__isnull', False)),
                fields=('issued_key',),
                name='issued_once',
            ),
        ),
    ]
