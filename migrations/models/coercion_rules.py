from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.sql import func

from models.base import Base, Document, ShortName


class CoercionRulesModel(Base):
    """The coercion rules of a schema, a set a version."""

    __tablename__ = "coercion_rules"

    id = Column(Integer, primary_key=True, autoincrement=True)
    schema_id = Column(Integer, ForeignKey("schemas.id", ondelete="CASCADE"), nullable=False)
    version = Column(ShortName, nullable=True)
    rules = Column(Document, nullable=False)
    created_at = Column(DateTime(timezone=True), server_default=func.now())

    __table_args__ = (
        UniqueConstraint("schema_id", "version", name="uq_coercion_rules_schema_version"),
        Index("ix_coercion_rules_schema_id", "schema_id"),
    )
