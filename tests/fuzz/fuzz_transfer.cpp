// Files of an export: what is accepted must come back from what is written of it, and be JSON to Boost as
// well.
#include <pycharter/error.h>

#include <boost/json/parse.hpp>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "store/document.h"
#include "transfer/fingerprint.h"
#include "transfer/item_file.h"
#include "transfer/manifest.h"

namespace {

using namespace pycharter::transfer;

void check_holds(bool holds) {
  if (!holds) std::abort();
}

void fuzz_item(std::string_view text) {
  Item item;
  try {
    item = read_item(text, "file");
  } catch (const pycharter::Error& error) {
    check_holds(error.facts().file == "file");
    return;
  }
  const auto written = write_item(item);
  boost::json::parse_options options;
  options.max_depth = pycharter::store::max_depth + 8;
  boost::json::parse(written, {}, options);
  const auto again = read_item(written, "file");
  check_holds(fingerprint(again, Comparison::text) == fingerprint(item, Comparison::text));
  check_holds(fingerprint(again, Comparison::value) == fingerprint(item, Comparison::value));
  check_holds(write_item(again) == written);
}

void fuzz_manifest(std::string_view text) {
  Manifest manifest;
  try {
    manifest = read_manifest(text, "file");
  } catch (const pycharter::Error& error) {
    check_holds(error.facts().file == "file");
    return;
  }
  check_holds(read_manifest(write_manifest(manifest), "file").files == manifest.files);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  fuzz_item(text);
  fuzz_manifest(text);
  return 0;
}
