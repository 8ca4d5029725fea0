from sqlalchemy import Column, DateTime
from sqlalchemy.sql import func

from models.base import Base, Document, Name


class OwnershipModel(Base):
    """Who owns a resource."""

    __tablename__ = "ownership"

    resource_id = Column(Name, primary_key=True)
    owner = Column(Name, nullable=False)
    team = Column(Name, nullable=True)
    additional_info = Column(Document, nullable=True)
    created_at = Column(DateTime(timezone=True), server_default=func.now())
    updated_at = Column(DateTime(timezone=True), server_default=func.now())
