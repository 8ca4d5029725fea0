#include "plugin/descriptor.h"

#include <string>

#include <pycharter/plugin/error.h>
#include <pycharter/plugin/host.h>

#include "plugin/capabilities.h"

namespace pycharter::plugin {
namespace {

[[noreturn]] void refuse(const Manifest& manifest, const std::string& why) {
  throw Error(ErrorCode::plugin, "the plugin " + manifest.library + " can't be used: " + why,
              {.backend = manifest.name, .file = manifest.library});
}

void check_version(const pycharter_descriptor* descriptor, const Manifest& manifest) {
  if (descriptor == nullptr) refuse(manifest, std::string(PYCHARTER_PLUGIN_SYMBOL) + " gave no descriptor");
  if (descriptor->magic != PYCHARTER_PLUGIN_MAGIC)
    refuse(manifest, std::string("what ") + PYCHARTER_PLUGIN_SYMBOL + " gave is not a pycharter descriptor");
  if (descriptor->abi_major != PYCHARTER_ABI_MAJOR)
    refuse(manifest, "it speaks plugin interface " + std::to_string(descriptor->abi_major) +
                         ", and this pycharter " + std::to_string(PYCHARTER_ABI_MAJOR) +
                         "; install the plugin's version for it");
  if (!PYCHARTER_HAS(descriptor, pycharter_descriptor, destroy) || descriptor->get_interface == nullptr ||
      descriptor->create == nullptr || descriptor->destroy == nullptr)
    refuse(manifest, "its descriptor is incomplete");
}

void disagree(const Manifest& manifest, const char* what, const std::string& library,
              const std::string& file) {
  if (library == file) return;
  refuse(manifest, std::string("its ") + what + " is '" + library + "', and the manifest " + manifest.path +
                       " says '" + file + "'; install both anew");
}

void check_agreement(const pycharter_descriptor& descriptor, const Manifest& manifest) {
  disagree(manifest, "kind", std::string(kind_name(descriptor.kind)), std::string(kind_name(manifest.kind)));
  disagree(manifest, "name", std::string(to_view(descriptor.name)), manifest.name);
  disagree(manifest, "version", std::string(to_view(descriptor.version)), manifest.version);
  disagree(manifest, "set of capabilities", capability_names(descriptor.capabilities),
           capability_names(manifest.capabilities));
}

bool offers(const pycharter_descriptor& descriptor, std::string_view interface) {
  return descriptor.get_interface(to_abi(interface), 1) != nullptr;
}

void check_interfaces(const pycharter_descriptor& descriptor, const Manifest& manifest) {
  const bool backend = descriptor.kind == PYCHARTER_BACKEND;
  const std::string_view needed = backend ? "pycharter.store" : "pycharter.migrations";
  if (!offers(descriptor, needed)) refuse(manifest, "it does not offer " + std::string(needed) + "/1");
  const bool claims_sql = (descriptor.capabilities & PYCHARTER_CAP_SQL) != 0;
  if (backend && offers(descriptor, "pycharter.sql") != claims_sql)
    refuse(manifest, claims_sql ? "it claims the capability sql and does not offer pycharter.sql/1"
                                : "it offers pycharter.sql/1 and does not claim the capability sql");
}

}  // namespace

void check_descriptor(const pycharter_descriptor* descriptor, const Manifest& manifest) {
  check_version(descriptor, manifest);
  check_agreement(*descriptor, manifest);
  check_interfaces(*descriptor, manifest);
}

}  // namespace pycharter::plugin
