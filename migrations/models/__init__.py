from models.base import Base
from models.coercion_rules import CoercionRulesModel
from models.governance_rules import GovernanceRulesModel
from models.metadata import MetadataModel
from models.ownership import OwnershipModel
from models.schema import SchemaModel
from models.schema_version import SchemaVersionModel
from models.validation_rules import ValidationRulesModel
