"""The declarative base, and the types that differ between databases."""
from sqlalchemy import JSON, String
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import declarative_base

Base = declarative_base()

# MySQL compares names by a collation; the contract store compares them by code point, as the other databases do.
Name = String(255).with_variant(mysql.VARCHAR(255, collation="utf8mb4_bin"), "mysql", "mariadb")
ShortName = String(50).with_variant(mysql.VARCHAR(50, collation="utf8mb4_bin"), "mysql", "mariadb")

# A document is kept as the text it was given, whatever character set the database has.
Document = JSON().with_variant(mysql.LONGTEXT(collation="utf8mb4_bin"), "mysql", "mariadb")
