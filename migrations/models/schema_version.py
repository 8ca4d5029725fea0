from sqlalchemy import Column, DateTime, Text
from sqlalchemy.sql import func

from models.base import Base, ShortName


class SchemaVersionModel(Base):
    """A row for each contract revision applied; the revision scripts write it."""

    __tablename__ = "pycharter_schema_version"

    version = Column(ShortName, primary_key=True)
    applied_at = Column(DateTime(timezone=True), server_default=func.now())
    description = Column(Text, nullable=True)
