#include "plugin/capabilities.h"

#include <pycharter/plugin/abi.h>

namespace pycharter::plugin {
namespace {

struct Capability {
  std::uint64_t bit;
  std::string_view word;
};

constexpr Capability capabilities[] = {
    {PYCHARTER_CAP_PERSISTENT, "persistent"},
    {PYCHARTER_CAP_TRANSACTIONS, "transactions"},
    {PYCHARTER_CAP_TRANSACTIONAL_DDL, "transactional_ddl"},
    {PYCHARTER_CAP_ADVISORY_LOCK, "advisory_lock"},
    {PYCHARTER_CAP_SQL, "sql"},
    {PYCHARTER_CAP_CONCURRENT_WRITERS, "concurrent_writers"},
    {PYCHARTER_CAP_CANCEL, "cancel"},
    {PYCHARTER_CAP_TEXT_DOCUMENTS, "text_documents"},
};

}  // namespace

std::uint64_t known_capabilities() {
  std::uint64_t bits = 0;
  for (const auto& capability : capabilities)
    bits |= capability.bit;
  return bits;
}

std::vector<std::string_view> capability_words() {
  std::vector<std::string_view> words;
  for (const auto& capability : capabilities)
    words.push_back(capability.word);
  return words;
}

std::optional<std::uint64_t> capability_bit(std::string_view word) {
  for (const auto& capability : capabilities)
    if (capability.word == word) return capability.bit;
  return std::nullopt;
}

std::string capability_names(std::uint64_t bits) {
  std::string names;
  for (const auto& capability : capabilities) {
    if ((bits & capability.bit) == 0) continue;
    if (!names.empty()) names += ' ';
    names += capability.word;
  }
  return names;
}

}  // namespace pycharter::plugin
