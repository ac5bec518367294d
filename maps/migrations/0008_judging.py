import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maps", "0007_locks")]

    operations = [
        migrations.CreateModel(
            name="ConstraintJudging",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("occasion", models.UUIDField(unique=True)),
                (
                    "map",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="constraint_judgings",
                        to="maps.map",
                    ),
                ),
            ],
        ),
    ]
