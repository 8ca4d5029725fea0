// Which models are read, and what is said where that fails. Forms of declaration are compared with SQLAlchemy
// in tests/alembic/models_diff.py.
#include <gtest/gtest.h>
#include <pycharter/plugin/error.h>

#include "alembic/autogenerate/models/declared_models.h"
#include "project.h"

using namespace pycharter;
using namespace pycharter::alembic;
namespace json = boost::json;

namespace {

constexpr const char* base =
    "from sqlalchemy import Column, Integer, MetaData, Table\nmetadata = MetaData()\n";

std::vector<std::string> names(const DeclaredModels& models) {
  std::vector<std::string> made;
  for (const auto& table : models.tables)
    made.emplace_back(table.at("table").as_string());
  return made;
}

std::string table(const std::string& name) {
  return "Table('" + name + "', metadata, Column('id', Integer, primary_key=True))\n";
}

Error error_of(const ModelSources& sources) {
  try {
    read_models(sources);
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "the models were read";
  return Error(ErrorCode::internal, "");
}

ModelSources sources_of(const Project& project) {
  ModelSources sources;
  sources.python_path = {project.folder};
  sources.env_py = project.folder / "env.py";
  sources.config_file = project.folder / "alembic.ini";
  return sources;
}

}  // namespace

TEST(Models, AreReadFromFilesFoldersAndModules) {
  const Project project;
  project.write("one.py", base + table("one"));
  project.write("many/two.py", base + table("two"));
  project.write("pack/__init__.py", base + table("three"));
  ModelSources sources = sources_of(project);
  sources.models = {(project.folder / "one.py").string(), (project.folder / "many").string(), "pack"};
  EXPECT_EQ(names(read_models(sources)), (std::vector<std::string>{"one", "two", "three"}));
}

TEST(Models, AreWhatEnvPyImportsWhereNoneAreListed) {
  const Project project;
  project.write("app/db.py", base);
  project.write("app/models.py", "from sqlalchemy import *\nfrom app.db import metadata\n" + table("one"));
  project.write("env.py", "from app.db import metadata\nimport app.models\ntarget_metadata = metadata\n");
  EXPECT_EQ(names(read_models(sources_of(project))), std::vector<std::string>{"one"});
}

TEST(Models, MayReferToTablesOfAnotherMetaData) {
  const Project project;
  project.write("models.py",
                base + std::string("theirs = MetaData()\n"
                                   "from sqlalchemy import BigInteger, ForeignKey\n"
                                   "one = Table('one', metadata, Column('id', BigInteger, "
                                   "primary_key=True))\n"
                                   "Table('two', theirs, Column('one', ForeignKey(one.c.id)))\n"));
  ModelSources sources = sources_of(project);
  sources.models = {"models"};
  const DeclaredModels models = read_models(sources);
  ASSERT_EQ(names(models), (std::vector<std::string>{"one", "two"}));
  const auto& column = models.tables.at(1).at("columns").at(0);
  EXPECT_EQ(column.at("type"), models.tables.at(0).at("columns").at(0).at("type"));
  EXPECT_EQ(column.at("foreign_keys").at(0).at("target"), json::parse(R"({"table": "one", "column": "id"})"));
}

TEST(Models, AreThoseOfTheMetaDataThatEnvPyNames) {
  const Project project;
  project.write("app.py", base + table("mine") +
                              "theirs = MetaData()\nTable('other', theirs, Column('id', Integer))\n");
  ModelSources sources = sources_of(project);
  sources.models = {"app"};
  EXPECT_EQ(names(read_models(sources)), (std::vector<std::string>{"mine", "other"}));
  project.write("env.py", "from app import theirs\ntarget_metadata = theirs\n");
  EXPECT_EQ(names(read_models(sources)), std::vector<std::string>{"other"});
}

TEST(Models, ThatAreNotConfiguredAreAnErrorThatNamesTheKey) {
  const Project project;
  const Error error = error_of(sources_of(project));
  EXPECT_EQ(error.code(), ErrorCode::config);
  EXPECT_NE(error.message().find("[pycharter]\nmodels = "), std::string::npos) << error.message();
  ModelSources sources = sources_of(project);
  sources.models = {"no.such"};
  EXPECT_NE(error_of(sources).message().find("'no.such'"), std::string::npos);
}

TEST(Models, HaveTheirPlaceAndTheirTargets) {
  const Project project;

  project.write("keys.py", std::string("from sqlalchemy import *\nm = MetaData(schema='s')\n") +
                               "Table('a', m, Column('id', BigInteger, primary_key=True))\n" +
                               "Table('b', m, Column('a_id', ForeignKey('a.id'), primary_key=True))\n");
  ModelSources sources = sources_of(project);
  sources.models = {"keys"};
  const DeclaredModels models = read_models(sources);
  const auto& b = models.tables.at(1).as_object();
  EXPECT_EQ(b.at("at").at("line"), 4);
  EXPECT_EQ(b.at("schema"), "s");
  const auto& column = b.at("columns").at(0);
  EXPECT_EQ(column.at("type").at("type"), "BigInteger");
  EXPECT_EQ(column.at("foreign_keys").at(0).at("target"),
            (json::value{{"schema", "s"}, {"table", "a"}, {"column", "id"}}));
}

TEST(Models, TakeWhatTheConfigurationSaysOfOtherPackages) {
  const Project project;
  project.write("app.py", base + std::string("from pgvector.sqlalchemy import Vector\n") +
                              "Table('doc', metadata, Column('id', Integer), Column('v', Vector(3)))\n");
  ModelSources sources = sources_of(project);
  sources.models = {"app"};
  EXPECT_NE(error_of(sources).message().find("pgvector.sqlalchemy.Vector = "), std::string::npos);
  sources.foreign_names["pgvector.sqlalchemy.Vector"] = "sa.Text()";
  EXPECT_EQ(read_models(sources).tables.at(0).at("columns").at(1).at("type").at("type"), "Text");
}

TEST(Models, PassOverFilesThatHaveNothingToDoWithTables) {
  const Project project;
  project.write("settings.py", "import threading\nSIZE = open('size').read()\nassert 1 > 2\n");
  project.write("app.py", std::string("import settings\nfrom settings import SIZE\n") + base + table("a"));
  ModelSources sources = sources_of(project);
  sources.models = {"app"};
  EXPECT_EQ(names(read_models(sources)), std::vector<std::string>{"a"});
}

TEST(Models, AreReadInTheFormsOfNewerPython) {
  const Project project;
  project.write("app.py", R"(
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

type Name = str
type Maybe[T] = T | None

class Base(DeclarativeBase):
    type_annotation_map = {str: String(40)}

class Repository[T, *Ts, **P]:
    def get[K: (int, str) = int](self, key: K) -> T:
        return key

def sized[T](size: T) -> T:
    match size:
        case int(n) if n > 0:
            return n
        case {"size": n, **others} | [n, *others]:
            return n
        case None:
            raise ValueError(size)

class Row[T](Base):
    __tablename__ = "row"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Name]
    code: Mapped[str | None] = mapped_column(String(sized({"size": 7})))
    try:
        extra = Column(String(sized(None)))
    except* (ValueError, TypeError) as group:
        extra = Column(Integer)
)");
  ModelSources sources = sources_of(project);
  sources.models = {"app"};
  const DeclaredModels models = read_models(sources);
  const auto& columns = models.tables.at(0).at("columns").as_array();
  ASSERT_EQ(columns.size(), 4U);
  EXPECT_EQ(columns[1].at("type"), (json::value{{"type", "String"}, {"args", {{"length", 40}}}}));
  EXPECT_EQ(columns[2].at("type").at("args").at("length"), 7);
  EXPECT_EQ(columns[3].at("type").at("type"), "Integer");
}

TEST(Models, RefuseATypeAliasThatCannotBeApplied) {
  const Project project;
  project.write("app.py", R"(
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
type Maybe[T] = T | None

class Base(DeclarativeBase):
    pass

class Row(Base):
    __tablename__ = "row"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Maybe[str]]
)");
  ModelSources sources = sources_of(project);
  sources.models = {"app"};
  const Error error = error_of(sources);
  EXPECT_EQ(error.code(), ErrorCode::script);
  EXPECT_GE(error.facts().line, 2) << error.message();
}

TEST(Models, TakeTheTypeOfSqlModelsDatetimesFromTheConfiguration) {
  const Project project;
  project.write("app.py", R"(
from datetime import datetime
from sqlmodel import Field, SQLModel

class Row(SQLModel, table=True):
    id: int = Field(primary_key=True)
    at: datetime
)");
  ModelSources sources = sources_of(project);
  sources.models = {"app"};
  const json::value plain{{"type", "DateTime"}};
  EXPECT_EQ(read_models(sources).tables.at(0).at("columns").at(1).at("type"), plain);
  sources.foreign_names["sqlmodel.datetime"] = "sa.DateTime(timezone=True)";
  const json::value zoned{{"type", "DateTime"}, {"args", {{"timezone", true}}}};
  EXPECT_EQ(read_models(sources).tables.at(0).at("columns").at(1).at("type"), zoned);
}

TEST(Models, ReadThePackageOfANameThatTheConfigurationDescribes) {
  const Project project;
  project.write("app/__init__.py", base + table("one"));
  project.write("app/config.py", "settings = {}['missing']\n");
  project.write("app/models.py",
                "from sqlalchemy import *\nfrom app import metadata\n"
                "from app.config import settings\n"
                "Table(settings.get('name'), metadata, Column('id', Integer))\n");
  ModelSources sources = sources_of(project);
  sources.models = {"app.models"};
  EXPECT_NE(error_of(sources).message().find("[pycharter:types]\napp.config.settings = "), std::string::npos)
      << error_of(sources).message();
  sources.foreign_names["app.config.settings"] = "SimpleNamespace(get=lambda key: 'two')";
  EXPECT_EQ(names(read_models(sources)), (std::vector<std::string>{"one", "two"}));
  // What stands behind in the same file sees it as well.
  project.write("app/config.py", "settings = {}['missing']\nfrom app.models import *\n");
  EXPECT_EQ(names(read_models(sources)), (std::vector<std::string>{"one", "two"}));
}
