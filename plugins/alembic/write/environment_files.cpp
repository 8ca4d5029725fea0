#include "alembic/write/environment_files.h"

#include <pycharter/plugin/error.h>

#include "alembic/environment/files.h"
#include "alembic/write/template.h"

namespace pycharter::alembic {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view env_py =
    R"py("""Runs the migrations under Python Alembic; pycharter-admin reads the same folder without this file."""
from logging.config import fileConfig

from alembic import context
from sqlalchemy import engine_from_config, pool

config = context.config
if config.config_file_name is not None:
    fileConfig(config.config_file_name)

# The MetaData of your models, for --autogenerate: target_metadata = Base.metadata
target_metadata = None


def run_migrations_offline() -> None:
    """Write SQL without a connection."""
    context.configure(
        url=config.get_main_option("sqlalchemy.url"),
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online() -> None:
    """Run over a connection."""
    engine = engine_from_config(
        config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool
    )
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
)py";

constexpr std::string_view ini_head = R"ini(# An Alembic environment, read by Alembic and by pycharter-admin.

[alembic]
# Where env.py, script.py.mako and versions/ are; %(here)s is the folder of this file.
script_location = )ini";

constexpr std::string_view ini_middle = R"ini(

# Names of new files; also %%(year)d %%(month).2d %%(day).2d %%(hour).2d %%(minute).2d %%(second).2d %%(epoch)s
# file_template = %%(rev)s_%%(slug)s

# Lists of paths are split as the operating system does it.
path_separator = os
prepend_sys_path = .

# The database. A placeholder counts as not set: a URL on the command line or PYCHARTER_DATABASE_URL is used.
sqlalchemy.url = )ini";

constexpr std::string_view ini_tail = R"ini(

[loggers]
keys = root,sqlalchemy,alembic

[handlers]
keys = console

[formatters]
keys = generic

[logger_root]
level = WARNING
handlers = console
qualname =

[logger_sqlalchemy]
level = WARNING
handlers =
qualname = sqlalchemy.engine

[logger_alembic]
level = INFO
handlers =
qualname = alembic

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic

[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
datefmt = %H:%M:%S
)ini";

std::string percent_doubled(const std::string& text) {
  std::string result;
  for (const char c : text)
    result += c == '%' ? "%%" : std::string(1, c);
  return result;
}

std::string ini_text(const fs::path& directory, const fs::path& ini_file, const std::string& url) {
  const fs::path relative = fs::absolute(directory).lexically_normal().lexically_relative(
      fs::absolute(ini_file).lexically_normal().parent_path());
  return std::string(ini_head) + "%(here)s/" + percent_doubled(relative.generic_string()) +
         std::string(ini_middle) +
         (url.empty() ? "driver://user:pass@localhost/dbname" : percent_doubled(url)) + std::string(ini_tail);
}

// Takes back what was made when something fails on the way.
class Made {
 public:
  ~Made() {
    if (!kept_)
      for (auto path = paths_.rbegin(); path != paths_.rend(); ++path) {
        std::error_code ignored;
        fs::remove(*path, ignored);
      }
  }

  void folder(const fs::path& path) {
    if (fs::is_directory(path)) return;
    if (path.has_parent_path() && path.parent_path() != path) folder(path.parent_path());
    std::error_code failed;
    fs::create_directory(path, failed);
    if (failed)
      throw Error(ErrorCode::config, "Cannot make the folder " + path.string() + ": " + failed.message());
    paths_.push_back(path);
  }

  void file(const fs::path& path, std::string_view text) {
    write_new_file(path, text);
    paths_.push_back(path);
  }

  std::vector<fs::path> keep() {
    kept_ = true;
    return paths_;
  }

 private:
  std::vector<fs::path> paths_;
  bool kept_ = false;
};

}  // namespace

std::vector<fs::path> write_environment(const fs::path& directory, const fs::path& ini_file,
                                        const std::string& url) {
  if (fs::exists(directory) && (!fs::is_directory(directory) || !fs::is_empty(directory)))
    throw Error(ErrorCode::conflict,
                "Directory " + directory.string() + " already exists and is not empty; name another one",
                {.file = directory.string()});
  if (url.find_first_of("\r\n") != std::string::npos)
    throw Error(ErrorCode::usage, "A database URL may not hold a line's end");
  Made made;
  made.folder(fs::absolute(directory).lexically_normal());
  made.folder(directory / "versions");
  made.file(directory / "env.py", env_py);
  made.file(directory / "script.py.mako", default_template());
  if (!fs::exists(ini_file)) {
    made.folder(fs::absolute(ini_file).lexically_normal().parent_path());
    made.file(ini_file, ini_text(directory, ini_file, url));
  }
  return made.keep();
}

}  // namespace pycharter::alembic
