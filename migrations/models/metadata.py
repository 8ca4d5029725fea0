from sqlalchemy import Column, DateTime, Index, Integer, UniqueConstraint
from sqlalchemy.sql import func

from models.base import Base, Document, Name, ShortName


class MetadataModel(Base):
    """Metadata of a resource."""

    __tablename__ = "metadata"

    id = Column(Integer, primary_key=True, autoincrement=True)
    resource_id = Column(Name, nullable=False)
    resource_type = Column(ShortName, nullable=False)
    metadata_data = Column(Document, nullable=False)
    created_at = Column(DateTime(timezone=True), server_default=func.now())

    __table_args__ = (
        UniqueConstraint("resource_id", "resource_type", name="uq_metadata_resource"),
        Index("ix_metadata_resource_id_resource_type", "resource_id", "resource_type"),
    )
