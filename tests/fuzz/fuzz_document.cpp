// Documents and versions: what is accepted must be JSON to Boost as well, and an edit must keep all it does
// not touch.
#include <pycharter/error.h>

#include <boost/json/parse.hpp>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "store/complete_schema.h"
#include "store/document.h"
#include "store/plain_json.h"
#include "store/version_order.h"
#include "store/versioned.h"

namespace {

using pycharter::Error;

boost::json::value parsed(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = pycharter::store::max_depth + 8;
  return boost::json::parse(boost::json::string_view(text.data(), text.size()), {}, options);
}

void check(bool holds) {
  if (!holds) std::abort();
}

// What the quick look takes, the parser takes, and sees the same.
void fuzz_plain(std::string_view text) {
  const auto plain = pycharter::store::look_through(text, "version", pycharter::store::max_depth);
  if (!plain) return;
  const auto value = parsed(text);
  check(value.is_object());
  const auto* member = value.as_object().if_contains("version");
  check((member != nullptr) == plain->member.has_value());
  if (member != nullptr)
    check(parsed(text.substr(plain->member->begin, plain->member->end - plain->member->begin)) == *member);
}

void fuzz_schema(std::string_view text) {
  std::string stored;
  try {
    stored = pycharter::store::with_version_to_store(text, "1.0");
  } catch (const Error&) {
    return;
  }
  check(parsed(stored).at("version").as_string() == "1.0");
  check(pycharter::store::with_version_as_stored(stored, "2.0", {}) == stored);

  // A document as schema, coercion and validation rules of itself.
  const auto complete = pycharter::store::complete_schema(stored, stored, stored);
  const auto value = parsed(complete.text);
  check(value.is_object());
  const auto again = pycharter::store::complete_schema(complete.text, std::nullopt, std::nullopt);
  check(again.text == complete.text);
}

void fuzz_versions(std::string_view text) {
  const auto half = text.size() / 2;
  const pycharter::store::VersionKey left(text.substr(0, half));
  const pycharter::store::VersionKey right(text.substr(half));
  check((left <=> right) == (0 <=> (right <=> left)));
  check((left == right) == (text.substr(0, half) == text.substr(half)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  fuzz_plain(text);
  fuzz_schema(text);
  fuzz_versions(text);
  return 0;
}
