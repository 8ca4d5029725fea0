// What env.py says to context.configure(), as far as it stands there as literals.
//
// env.py is a program of Python's, full of what only Python can run, and is not run here. Its text is scanned
// for calls of `configure(…)`; an argument that is a literal, or a module constant assigned once to a
// literal, is known.
#ifndef PYCHARTER_ALEMBIC_ENVIRONMENT_ENV_PY_H
#define PYCHARTER_ALEMBIC_ENVIRONMENT_ENV_PY_H

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace pycharter::alembic {

class EnvPy {
 public:
  // An environment without the file has no arguments.
  static EnvPy read(const std::filesystem::path& path);
  static EnvPy parse(std::string_view text, std::string path);

  // Absent where it is not given or None. Throws config where it is computed: guessing a version table would
  // replay every migration; the message names the key to set.
  std::optional<std::string> text(std::string_view argument) const;
  // Absent where it is not given, None or computed.
  std::optional<bool> flag(std::string_view argument) const;
  // Whether it is given, and by what only Python can run.
  bool computes(std::string_view argument) const;

 private:
  struct Computed {
    int line;
    std::string source;
  };
  using Argument = std::variant<std::monostate, bool, std::string, Computed>;

  std::string path_;
  std::map<std::string, Argument, std::less<>> arguments_;
};

}  // namespace pycharter::alembic

#endif
