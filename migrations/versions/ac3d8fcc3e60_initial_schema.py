"""Initial schema

Revision ID: ac3d8fcc3e60
Revises:
Create Date: 2025-11-18 10:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mysql

# revision identifiers, used by Alembic.
revision: str = "ac3d8fcc3e60"
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

# The types of models/base.py, as they were at this revision.
NAME = sa.String(255).with_variant(mysql.VARCHAR(255, collation="utf8mb4_bin"), "mysql", "mariadb")
SHORT_NAME = sa.String(50).with_variant(mysql.VARCHAR(50, collation="utf8mb4_bin"), "mysql", "mariadb")
DOCUMENT = sa.JSON().with_variant(mysql.LONGTEXT(collation="utf8mb4_bin"), "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "schemas",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("version", SHORT_NAME, nullable=True),
        sa.Column("schema_data", DOCUMENT, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", "version", name="uq_schemas_name_version"),
    )
    op.create_index("ix_schemas_name", "schemas", ["name"])
    op.create_index("ix_schemas_version", "schemas", ["version"])

    op.create_table(
        "coercion_rules",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("schema_id", sa.Integer(), nullable=False),
        sa.Column("version", SHORT_NAME, nullable=True),
        sa.Column("rules", DOCUMENT, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=True),
        sa.ForeignKeyConstraint(["schema_id"], ["schemas.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("schema_id", "version", name="uq_coercion_rules_schema_version"),
    )
    op.create_index("ix_coercion_rules_schema_id", "coercion_rules", ["schema_id"])

    op.create_table(
        "validation_rules",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("schema_id", sa.Integer(), nullable=False),
        sa.Column("version", SHORT_NAME, nullable=True),
        sa.Column("rules", DOCUMENT, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=True),
        sa.ForeignKeyConstraint(["schema_id"], ["schemas.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("schema_id", "version", name="uq_validation_rules_schema_version"),
    )
    op.create_index("ix_validation_rules_schema_id", "validation_rules", ["schema_id"])

    op.create_table(
        "governance_rules",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("rule_definition", DOCUMENT, nullable=False),
        sa.Column("schema_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=True),
        sa.ForeignKeyConstraint(["schema_id"], ["schemas.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_governance_rules_schema_id", "governance_rules", ["schema_id"])

    op.create_table(
        "ownership",
        sa.Column("resource_id", NAME, nullable=False),
        sa.Column("owner", NAME, nullable=False),
        sa.Column("team", NAME, nullable=True),
        sa.Column("additional_info", DOCUMENT, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=True),
        sa.PrimaryKeyConstraint("resource_id"),
    )

    op.create_table(
        "metadata",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("resource_id", NAME, nullable=False),
        sa.Column("resource_type", SHORT_NAME, nullable=False),
        sa.Column("metadata_data", DOCUMENT, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("resource_id", "resource_type", name="uq_metadata_resource"),
    )
    op.create_index("ix_metadata_resource_id_resource_type", "metadata", ["resource_id", "resource_type"])

    version_table = op.create_table(
        "pycharter_schema_version",
        sa.Column("version", SHORT_NAME, nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("version"),
    )
    op.bulk_insert(version_table, [{"version": revision, "description": "Initial schema"}])


def downgrade() -> None:
    # A table's indexes go with it; MySQL drops no index that a foreign key needs.
    op.drop_table("pycharter_schema_version")
    op.drop_table("metadata")
    op.drop_table("ownership")
    op.drop_table("governance_rules")
    op.drop_table("validation_rules")
    op.drop_table("coercion_rules")
    op.drop_table("schemas")
