"""The lock's columns, and the migration step that puts the lock on a table."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.migrations.operations import RunSQL

DRAFT, SHARED, WITHDRAWN = 0, 1, 2
CLEAR, GREEN, AMBER, AMBER_STRICT, RED = range(5)


class Locked(models.Model):
    """A row that members share: the columns on which the database decides who reads it.

    `audience` and `passed_to` hold keys; see `kring.tlp.audience`.
    """

    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    community = models.UUIDField()
    label = models.SmallIntegerField()
    state = models.SmallIntegerField(default=DRAFT)
    author = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    membership = models.ForeignKey("circles.Membership", models.PROTECT, null=True, related_name="+")
    audience = ArrayField(models.UUIDField(), default=list, blank=True)
    passed_to = ArrayField(models.UUIDField(), default=list, blank=True)
    published = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @staticmethod
    def lock_constraints(table: str) -> list[models.CheckConstraint]:
        """What holds for every locked row, whoever writes it."""
        return [
            models.CheckConstraint(condition=models.Q(label__range=(CLEAR, RED)), name=f"{table}_label"),
            models.CheckConstraint(condition=models.Q(state__range=(DRAFT, WITHDRAWN)), name=f"{table}_state"),
            models.CheckConstraint(
                condition=models.Q(label__lt=RED) | models.Q(passed_to=[]), name=f"{table}_red_is_not_passed_on"
            ),
            models.CheckConstraint(
                condition=models.Q(published=False) | models.Q(label=CLEAR), name=f"{table}_only_clear_is_public"
            ),
            models.CheckConstraint(
                condition=~models.Q(label__in=(AMBER, AMBER_STRICT, RED), state=SHARED, audience=[]),
                name=f"{table}_has_an_audience",
            ),
        ]


MAY_READ = (
    "kring.may_read(circle_id, community, label, state, author_id, audience, passed_to, published,"
    " (SELECT kring.actor()))"
)


class LockTable(RunSQL):
    """Puts the lock on a table with the columns of `Locked`: default deny, FORCE, one policy function.

    Reading asks `kring.may_read`. A row is made by its author, and changed by its source: the author or
    somebody seated for the author's organisation in that circle.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            sql=f"""
                ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
                ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
                CREATE POLICY may_read ON {table} FOR SELECT USING ({MAY_READ});
                CREATE POLICY made_by_its_author ON {table} FOR INSERT
                    WITH CHECK (author_id = (SELECT (kring.actor()).person));
                CREATE POLICY changed_by_its_source ON {table} FOR UPDATE
                    USING (kring.is_source(author_id, membership_id, (SELECT kring.actor())))
                    WITH CHECK (true);
                CREATE POLICY removed_by_its_source ON {table} FOR DELETE
                    USING (kring.is_source(author_id, membership_id, (SELECT kring.actor())));
                CREATE POLICY librarian ON {table} FOR SELECT TO kring_librarian USING (true);
            """,
            reverse_sql=f"""
                DROP POLICY may_read ON {table}; DROP POLICY made_by_its_author ON {table};
                DROP POLICY changed_by_its_source ON {table}; DROP POLICY removed_by_its_source ON {table};
                DROP POLICY librarian ON {table};
                ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
            """,
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.table], {}


class FollowParent(RunSQL):
    """Lets a row be seen only where its parent is seen, shared or drafted, and not withdrawn.

    With `alone=True` the table has no lock of its own: who sees the parent sees the row, and who is the
    parent's source changes it. Otherwise this narrows the table's own lock further.
    """

    def __init__(self, table: str, *, parent: str, column: str, alone: bool = False) -> None:
        self.table, self.parent, self.column, self.alone = table, parent, column, alone
        seen = f"EXISTS (SELECT FROM {parent} parent WHERE parent.id = {table}.{column} AND parent.state < {WITHDRAWN})"
        source = (
            f"EXISTS (SELECT FROM {parent} parent WHERE parent.id = {table}.{column}"
            " AND kring.is_source(parent.author_id, parent.membership_id, (SELECT kring.actor())))"
        )
        if alone:
            sql = f"""
                ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
                ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
                CREATE POLICY follows_parent ON {table} FOR SELECT USING ({seen});
                CREATE POLICY made_by_the_source ON {table} FOR INSERT WITH CHECK ({source});
                CREATE POLICY changed_by_the_source ON {table} FOR UPDATE USING ({source});
                CREATE POLICY removed_by_the_source ON {table} FOR DELETE USING ({source});
                CREATE POLICY librarian ON {table} FOR SELECT TO kring_librarian USING (true);
            """
            reverse = f"""
                DROP POLICY follows_parent ON {table}; DROP POLICY made_by_the_source ON {table};
                DROP POLICY changed_by_the_source ON {table}; DROP POLICY removed_by_the_source ON {table};
                DROP POLICY librarian ON {table};
                ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
            """
        else:
            sql = f"CREATE POLICY follows_parent ON {table} AS RESTRICTIVE FOR SELECT TO kring_app USING ({seen});"
            reverse = f"DROP POLICY follows_parent ON {table};"
        super().__init__(sql=sql, reverse_sql=reverse)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.table], {"parent": self.parent, "column": self.column, "alone": self.alone}
