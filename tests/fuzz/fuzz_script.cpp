// A script runs within its bounds or is refused with its line; its header can be read or is refused likewise.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "alembic/script/header.h"
#include "alembic/script/interpreter.h"

namespace {

using pycharter::alembic::script::Interpreter;
using pycharter::alembic::script::Limits;
using pycharter::alembic::script::ModuleRegistry;

const ModuleRegistry& registry() {
  static const ModuleRegistry filled = [] {
    ModuleRegistry made;
    add_standard_library(made);
    return made;
  }();
  return filled;
}

template <class Work>
void refused_with_place(const Work& work) {
  try {
    work();
  } catch (const pycharter::Error& error) {
    if (error.code() != pycharter::ErrorCode::script || error.facts().line < 1) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  refused_with_place([&] {
    Limits limits;
    limits.steps = 20'000;
    limits.memory = 8u << 20;
    limits.call_depth = 50;
    limits.stack_bytes = 2u << 20;
    Interpreter(registry(), limits).load("fuzz.py", text);
  });
  refused_with_place([&] { pycharter::alembic::script::read_header("fuzz.py", text); });
  return 0;
}
