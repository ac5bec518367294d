import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("facilitation", "0002_rounds"),
        ("maps", "0007_locks"),
        ("workshops", "0002_api_token"),
    ]

    operations = [
        migrations.CreateModel(
            name="Validation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("seq", models.PositiveBigIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("charter", models.JSONField()),
                ("message", models.CharField(blank=True, max_length=500)),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="workshops.participant"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="workshops.participant",
                    ),
                ),
                (
                    "map",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="validations", to="maps.map"
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="validations",
                        to="workshops.workshop",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("map",),
                        name="validation_one_open_on_a_map",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="validation_ended_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ValidationAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("wrong", models.JSONField(default=list)),
                ("answered_at", models.DateTimeField()),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workshops.participant"
                    ),
                ),
                (
                    "validation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="facilitation.validation",
                    ),
                ),
            ],
            options={
                "ordering": ["answered_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("validation", "participant"), name="validation_answer_once")
                ],
            },
        ),
    ]
