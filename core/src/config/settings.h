// Every setting, from the first place that sets it, with that place.
//
// Order: --set and arguments; PYCHARTER__SECTION__KEY, then PYCHARTER__SECTION__KEY_CMD; for the database's
// URL PYCHARTER_DATABASE_URL; pycharter.cfg (the one that PYCHARTER_CONFIG names, or else the working
// directory's,
// ~/.pycharter/, the project root's: the nearest parent holding alembic.ini), there KEY, then KEY_cmd; for
// the URL alembic.ini's sqlalchemy.url; the default of known_keys.h.
//
// A command (KEY_cmd) runs when its value is first asked for, without a shell, and never from an untrusted
// file (trust.h), which sets nothing in [plugins] and [backends] either. Not thread-safe.
#ifndef PYCHARTER_CONFIG_SETTINGS_H
#define PYCHARTER_CONFIG_SETTINGS_H

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pycharter/export.h>

namespace pycharter::config {

// Where a value came from.
struct Origin {
  enum class Kind { argument, environment, file, fallback };
  Kind kind = Kind::fallback;
  std::string name = {};  // the variable, the file
  int line = 0;

  // "argument", "environment NAME", "FILE:LINE", "default"
  PYCHARTER_API std::string to_string() const;
};

struct Setting {
  std::string section;
  std::string key;
  std::string value;
  Origin origin;
  bool is_command = false;  // `value` is the command, which has not run
};

// What the process was given; a test makes its own.
struct Sources {
  std::map<std::string, std::string> environment;
  std::string working_directory;
  std::string home;                           // empty: none
  std::vector<std::string> overrides = {};    // SECTION.KEY=VALUE of --set
  std::optional<std::string> alembic_config;  // --config FILE
  std::string alembic_section = "alembic";    // -n
  bool privileged = false;                    // privileges were raised: the environment names no code

  PYCHARTER_API static Sources of_process();
};

class PYCHARTER_API Settings {
 public:
  // Throws config (a file that can't be read or parsed), usage (an override that is not SECTION.KEY=VALUE).
  static Settings load(Sources sources);
  Settings(Settings&&) noexcept;
  Settings& operator=(Settings&&) noexcept;
  ~Settings();

  // The value, of known keys their default; an empty variable counts as not set. Throws config when a command
  // fails.
  std::optional<Setting> find(std::string_view section, std::string_view key) const;
  std::optional<std::string> get(std::string_view section, std::string_view key) const;

  // Every key that is set or has a default, by section and key, commands not run. Values are not masked.
  std::vector<Setting> all() const;

  // The database: `argument` if given, else the first place that names one; Alembic's placeholder and an
  // empty value count as not set. Throws config, listing each place looked at.
  Setting database_url(std::optional<std::string_view> argument = {}) const;

  // Of the files read: keys ignored because the file is untrusted, a password others can read.
  const std::vector<std::string>& warnings() const;
  // "FILE:LINE: unknown key…" for each key that is neither known nor listed in `more` ("section.key",
  // "section.*").
  std::vector<std::string> unknown_keys(const std::vector<std::string>& more = {}) const;
  // Whether the key is one of those, or in `more`.
  static bool is_known(const Setting& setting, const std::vector<std::string>& more = {});

  // Secrets of the database's URL and of values whose key names a secret, for mask_secrets.
  std::vector<std::string> secrets() const;

  // The alembic.ini in play: --config, ALEMBIC_CONFIG, the nearest upward. Absolute; may not exist when it
  // was named.
  std::optional<std::string> alembic_ini() const;
  // The pycharter.cfg files read, in order.
  std::vector<std::string> files() const;
  const Sources& sources() const;

 private:
  struct State;
  explicit Settings(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The nearest `name` in `folder` or above it.
PYCHARTER_API std::optional<std::string> find_upward(const std::string& folder, const std::string& name);

}  // namespace pycharter::config

#endif
