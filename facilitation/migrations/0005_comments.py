import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("facilitation", "0004_circle"),
        ("maps", "0007_locks"),
        ("workshops", "0002_api_token"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="comments_revision",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("element_id", models.CharField(blank=True, max_length=64)),
                ("text", models.CharField(blank=True, max_length=2000)),
                ("written_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                ("taken_away_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="workshops.participant"
                    ),
                ),
                (
                    "map",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="maps.map"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="facilitation.comment",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="workshops.participant",
                    ),
                ),
                (
                    "taken_away_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="workshops.participant",
                    ),
                ),
            ],
            options={
                "ordering": ["written_at", "id"],
                "indexes": [
                    models.Index(fields=["map", "element_id", "written_at"], name="comment_by_element"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("taken_away_at__isnull", True),
                                ("taken_away_by__isnull", True),
                                models.Q(("text", ""), _negated=True),
                            ),
                            models.Q(("taken_away_at__isnull", False), ("taken_away_by__isnull", False), ("text", "")),
                            _connector="OR",
                        ),
                        name="comment_says_something_or_is_gone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                            models.Q(
                                ("parent__isnull", True),
                                ("resolved_at__isnull", False),
                                ("resolved_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="comment_threads_are_resolved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="facilitation.comment",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="workshops.participant",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["participant"], name="mention_unread"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("comment", "participant"), name="mention_once_a_comment"),
                ],
            },
        ),
    ]
