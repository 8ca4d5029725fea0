from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer
from sqlalchemy.sql import func

from models.base import Base, Document, Name


class GovernanceRulesModel(Base):
    """A governance rule, of one schema or of all."""

    __tablename__ = "governance_rules"

    id = Column(Integer, primary_key=True, autoincrement=True)
    name = Column(Name, nullable=False)
    rule_definition = Column(Document, nullable=False)
    schema_id = Column(Integer, ForeignKey("schemas.id"), nullable=True)
    created_at = Column(DateTime(timezone=True), server_default=func.now())

    __table_args__ = (
        Index("ix_governance_rules_schema_id", "schema_id"),
    )
