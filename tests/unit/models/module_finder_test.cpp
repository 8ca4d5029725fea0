#include "alembic/autogenerate/models/module_finder.h"

#include <gtest/gtest.h>

#include "alembic/autogenerate/models/env_target.h"
#include "project.h"

using namespace pycharter::alembic;
using Names = std::vector<std::string>;

TEST(ModuleFinder, FindsPackagesBeforeFilesAndNamespacesLast) {
  const Project project;
  project.write("app/__init__.py", "");
  project.write("app.py", "");
  project.write("spread/part.py", "");
  ModuleFinder finder({project.folder});
  EXPECT_EQ(finder.find("app")->path, project.folder / "app/__init__.py");
  EXPECT_TRUE(finder.find("spread")->path.empty());
  EXPECT_EQ(finder.find("spread.part")->path, project.folder / "spread/part.py");
  EXPECT_FALSE(finder.find("app.models"));
}

TEST(ModuleFinder, NamesAFileByTheOutermostPackageAroundIt) {
  const Project project;
  project.write("src/app/__init__.py", "");
  const auto file = project.write("src/app/models.py", "");
  ModuleFinder finder({project.folder});
  EXPECT_EQ(finder.name_of(file), "app.models");
  EXPECT_TRUE(finder.find("app.models"));  // its folder is looked into from now on
}

TEST(ModuleFinder, NamesAFileInAPlainFolderByWhereItLies) {
  const Project project;
  const auto file = project.write("app/models/user.py", "");
  EXPECT_EQ(ModuleFinder({project.folder}).name_of(file), "app.models.user");
  EXPECT_EQ(ModuleFinder({}).name_of(file), "user");
}

TEST(ModuleFinder, ListsThePackageThenItsModulesByName) {
  const Project project;
  for (const auto* name :
       {"m/__init__.py", "m/b.py", "m/a.py", "m/deep/__init__.py", "m/deep/c.py", "m/__pycache__/d.py"})
    project.write(name, "");
  ModuleFinder finder({project.folder});
  EXPECT_EQ(finder.modules_below(project.folder / "m"), (Names{"m", "m.a", "m.b", "m.deep", "m.deep.c"}));
}

TEST(EnvTarget, FollowsTheNamesOfEnvPyToWhatTheyImport) {
  const Project project;
  const auto file = project.write("env.py",
                                  "from alembic import context\n"
                                  "from app.db import Base as Root\n"
                                  "import app.models\n"
                                  "chosen = Root\n"
                                  "target_metadata = chosen.metadata\n");
  const EnvTarget target = read_env_target(file);
  EXPECT_EQ(target.imports, (Names{"alembic", "alembic.context", "app.db", "app.db.Base", "app.models"}));
  ASSERT_EQ(target.targets.size(), 1u);
  EXPECT_EQ(target.targets[0].module, "app.db");
  EXPECT_EQ(target.targets[0].path, (Names{"Base", "metadata"}));
}

TEST(EnvTarget, CannotTellWhatAFunctionGives) {
  const Project project;
  const auto file = project.write("env.py", "from app import get\ntarget_metadata = get()\n");
  EXPECT_TRUE(read_env_target(file).targets.empty());
  EXPECT_TRUE(read_env_target(project.folder / "none.py").imports.empty());
}
