import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("facilitation", "0005_comments"),
        ("maps", "0009_queue_wastes"),
        ("workshops", "0002_api_token"),
    ]

    operations = [
        migrations.CreateModel(
            name="RealItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("shared", "shared"), ("walked", "walked")],
                        default="draft",
                        max_length=6,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="real_items",
                        to="workshops.participant",
                    ),
                ),
                (
                    "map",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="real_items", to="maps.map"
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="real_items", to="workshops.workshop"
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="StepVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("step_id", models.CharField(blank=True, max_length=64)),
                ("step_name", models.CharField(max_length=200)),
                ("arrived_at", models.DateTimeField(blank=True, null=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("wait_time_s", models.FloatField(blank=True, null=True)),
                ("process_time_s", models.FloatField(blank=True, null=True)),
                ("came_back", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="facilitation.realitem"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.AddConstraint(
            model_name="realitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "shared", "walked"])), name="real_item_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="realitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="real_item_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="stepvisit",
            constraint=models.UniqueConstraint(fields=("item", "position"), name="visit_position_once"),
        ),
        migrations.AddConstraint(
            model_name="stepvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("step_name", ""), _negated=True), name="visit_names_its_step"
            ),
        ),
        migrations.AddConstraint(
            model_name="stepvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("wait_time_s__isnull", True), ("wait_time_s__gte", 0), _connector="OR"),
                name="visit_wait_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="stepvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("process_time_s__isnull", True), ("process_time_s__gte", 0), _connector="OR"),
                name="visit_process_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="stepvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("arrived_at__isnull", True),
                    ("started_at__isnull", True),
                    ("started_at__gte", models.F("arrived_at")),
                    _connector="OR",
                ),
                name="visit_started_after_arrival",
            ),
        ),
        migrations.AddConstraint(
            model_name="stepvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("started_at__isnull", True),
                    ("finished_at__isnull", True),
                    ("finished_at__gte", models.F("started_at")),
                    _connector="OR",
                ),
                name="visit_finished_after_start",
            ),
        ),
    ]
