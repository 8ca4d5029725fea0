// What a command works with: its words, its output, and settings, registry and engine, each made when first
// asked for.
#ifndef PYCHARTER_ADMIN_CONTEXT_H
#define PYCHARTER_ADMIN_CONTEXT_H

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <pycharter/metadata_store.h>
#include <pycharter/migration_engine.h>

#include "arguments.h"
#include "config/database_url.h"
#include "config/environment.h"
#include "config/settings.h"
#include "failure.h"
#include "output.h"
#include "registry/registry.h"

namespace pycharter::admin {

class Context {
 public:
  Context(const Invocation& invocation, Output& output) : invocation_(invocation), output_(output) {}

  const Invocation& words() const { return invocation_; }
  Output& output() { return output_; }

  // Throws config, usage. Prints the warnings of the files once.
  std::shared_ptr<const config::Settings> settings();
  std::shared_ptr<const registry::Registry> registry();
  // Whether the core or a plugin's manifest knows the key.
  bool is_known(const config::Setting& setting);

  // The database: the URL among the words, else the configuration's. Throws config.
  config::DatabaseUrl database_url();
  // Does the backend of that URL speak SQL? Throws plugin when nobody serves it.
  bool has_sql(const config::DatabaseUrl& url);

  // The environment that the words, variables and working directory choose. Throws config.
  const config::Environment& environment();
  MigrationEngine engine();
  // For commands that change a database or write files: names the environment on stderr.
  MigrationEngine writing_engine();
  // For commands that write scripts. Throws usage for the installed environment.
  MigrationEngine script_writing_engine();

  // Of the contract store at that URL; not connected.
  MetadataStore store();
  // The same of a URL that is an argument of the command. Throws config.
  MetadataStore store(const std::string& url);
  // Of a database that is initialised. Throws not_initialized with the `db init` that makes the store's
  // tables from where the command runs.
  void connect(MetadataStore& store);

  // The run options of upgrade, downgrade, stamp and init. Throws usage for a bad number.
  RunOptions run_options() const;
  // Seconds given to an option. Throws usage.
  std::optional<int> seconds(std::string_view option) const;

  // Throws cancelled once Ctrl-C or SIGTERM came.
  static void check_stop();

 private:
  std::string way_to_initialise();

  const Invocation& invocation_;
  Output& output_;
  std::shared_ptr<const config::Settings> settings_;
  std::shared_ptr<const registry::Registry> registry_;
  std::optional<config::Environment> environment_;
};

}  // namespace pycharter::admin

#endif
