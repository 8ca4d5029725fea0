from sqlalchemy import Column, DateTime, Index, Integer, UniqueConstraint
from sqlalchemy.sql import func

from models.base import Base, Document, Name, ShortName


class SchemaModel(Base):
    """A JSON schema, one row a version."""

    __tablename__ = "schemas"

    id = Column(Integer, primary_key=True, autoincrement=True)
    name = Column(Name, nullable=False)
    version = Column(ShortName, nullable=True)
    schema_data = Column(Document, nullable=False)
    created_at = Column(DateTime(timezone=True), server_default=func.now())

    __table_args__ = (
        UniqueConstraint("name", "version", name="uq_schemas_name_version"),
        Index("ix_schemas_name", "name"),
        Index("ix_schemas_version", "version"),
    )
