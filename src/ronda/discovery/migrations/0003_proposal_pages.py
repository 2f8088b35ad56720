"""Proposals say on how many pages they rest."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies: ClassVar = [("discovery", "0002_decision_previous_confirmation")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="proposal",
            name="pages",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
