#include "plugin/loader.h"

#include <map>
#include <mutex>
#include <vector>

#define BOOST_DLL_USE_STD_FS  // one library less to load
#include <boost/dll/shared_library.hpp>

#include <pycharter/plugin/error.h>
#include <pycharter/plugin/host.h>

#include "plugin/descriptor.h"
#include "plugin/shared_object.h"

namespace pycharter::plugin {
namespace {

using boost::dll::shared_library;

// What is loaded stays loaded: instances, their threads and their errors may outlive any moment at which a
// static destructor could run.
struct LoadedPlugins {
  struct Entry {
    std::vector<shared_library> needed;
    shared_library library;
    LoadedPlugin plugin;
  };
  std::mutex mutex;
  std::map<std::string, Entry> by_library;
};

LoadedPlugins& loaded_plugins() {
  static LoadedPlugins& never_destroyed = *new LoadedPlugins;
  return never_destroyed;
}

// The loader's own words, out of Boost's.
std::string loader_words(const std::string& what) {
  constexpr std::string_view before = "dlerror system message: ";
  constexpr std::string_view after = "): ";
  const auto start = what.find(before);
  if (start == std::string::npos) return what;
  const auto from = start + before.size();
  const auto to = what.rfind(after);
  return what.substr(from, to == std::string::npos || to < from ? std::string::npos : to - from);
}

[[noreturn]] void refuse(const Manifest& manifest, const std::string& why) {
  throw Error(ErrorCode::plugin, "the plugin " + manifest.library + " can't be loaded: " + why,
              {.backend = manifest.name, .file = manifest.library});
}

// The loader begins its words with the object that is at fault: the plugin itself, or something it needs.
[[noreturn]] void explain(const Manifest& manifest, const std::string& words) {
  const auto object = words.substr(0, words.find(": "));
  if (object == manifest.library) refuse(manifest, words);
  refuse(manifest, "it needs " + object + ", which is missing or doesn't fit (" + words +
                       "); install the package that has it");
}

using boost::dll::load_mode::type;

// The libraries that a plugin needs, opened one after another before it. The loader looks up each symbol of
// an object in all that was opened together with it, breadth first: with the PostgreSQL plugin those are
// thirty libraries, through which each of libcrypto's four thousand symbols would go: a tenth of the time of
// a short command. What can't be opened here is left to the plugin, whose failure names it; one that has
// places of its own to look in gets its libraries from there.
std::vector<shared_library> open_needed(const LoadPlan& plan) {
  std::vector<shared_library> opened;
  if (plan.has_search_path) return opened;
  for (const auto& name : plan.needed) {
    if (name.find('/') != std::string::npos) continue;
    boost::dll::fs::error_code missing;
    shared_library library(name, type::rtld_lazy | type::rtld_local | type::search_system_folders, missing);
    if (!missing) opened.push_back(std::move(library));
  }
  return opened;
}

shared_library open_library(const Manifest& manifest, const LoadPlan& plan) {
  // Told to bind at once, the loader does so for all the libraries that a plugin needs too: of libsqlite3
  // alone 1,500 symbols, a tenth of the time of a short command.
  const auto binding = plan.binds_now ? type::rtld_lazy : type::rtld_now;
  try {
    return shared_library(manifest.library, binding | type::rtld_local);
  } catch (const boost::dll::fs::system_error& error) {
    explain(manifest, loader_words(error.what()));
  }
}

const pycharter_descriptor* read_descriptor(const shared_library& library, const Manifest& manifest) {
  if (!library.has(PYCHARTER_PLUGIN_SYMBOL))
    refuse(manifest, std::string("it has no symbol ") + PYCHARTER_PLUGIN_SYMBOL +
                         ": it is no pycharter plugin, or one for another major version");
  return library.get<const pycharter_descriptor*()>(PYCHARTER_PLUGIN_SYMBOL)();
}

}  // namespace

const void* LoadedPlugin::interface(std::string_view id) const {
  return descriptor_->get_interface(to_abi(id), 1);
}

const LoadedPlugin& load_plugin(const Manifest& manifest) {
  auto& loaded = loaded_plugins();
  const std::lock_guard lock(loaded.mutex);
  const auto known = loaded.by_library.find(manifest.library);
  if (known != loaded.by_library.end()) return known->second.plugin;
  const auto plan = load_plan(manifest.library);
  auto needed = open_needed(plan);
  auto library = open_library(manifest, plan);
  const auto* descriptor = read_descriptor(library, manifest);
  check_descriptor(descriptor, manifest);
  const auto entry = loaded.by_library.emplace(
      manifest.library,
      LoadedPlugins::Entry{std::move(needed), std::move(library), LoadedPlugin(manifest, descriptor)});
  return entry.first->second.plugin;
}

}  // namespace pycharter::plugin
