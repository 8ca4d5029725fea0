// pycharter-admin: configures, initialises and migrates PyCharter's databases.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include <pycharter/error.h>
#include <pycharter/process.h>

#include "arguments.h"
#include "config/secrets.h"
#include "context.h"
#include "failure.h"
#include "help.h"
#include "output.h"
#include "signals.h"

namespace {

using namespace pycharter;
using namespace pycharter::admin;

// The words, and then argv without its passwords: `ps` shows argv to everybody.
std::vector<std::string> take_words(int argc, char** argv) {
  std::vector<std::string> words;
  for (int i = 1; i < argc; ++i) {
    words.emplace_back(argv[i]);
    const std::string masked = config::mask_secrets(words.back());
    if (masked == words.back()) continue;
    const std::size_t size = words.back().size();
    std::memset(argv[i], 0, size);
    std::memcpy(argv[i], masked.data(), std::min(size, masked.size()));
  }
  return words;
}

Verbosity verbosity_of(const Invocation& invocation) {
  if (invocation.global_options.count("quiet") != 0) return Verbosity::quiet;
  return invocation.global_options.count("verbose") != 0 ? Verbosity::verbose : Verbosity::normal;
}

Color color_of(const Invocation& invocation) {
  const auto when = invocation.value("color").value_or("auto");
  return when == "always" ? Color::always : when == "never" ? Color::never : Color::automatic;
}

int generate(const Invocation& invocation, Output& output) {
  const auto& what = invocation.arguments.at(0);
  const std::pair<const char*, std::string (*)()> texts[] = {
      {"man", man_page}, {"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}};
  for (const auto& [name, text] : texts) {
    if (what != name) continue;
    output.raw(text());
    return exit_done;
  }
  throw Error(ErrorCode::usage, "__generate makes man, bash, zsh or fish");
}

int run(const Invocation& invocation, Output& output) {
  switch (invocation.kind) {
    case Invocation::Kind::version:
      output.line("pycharter-admin " PYCHARTER_VERSION);
      output.document(boost::json::object{{"version", PYCHARTER_VERSION}});
      return exit_done;
    case Invocation::Kind::help:
      output.line(help_text(invocation).substr(0, help_text(invocation).size() - 1));
      output.document(boost::json::object{{"help", help_text(invocation)}});
      return exit_done;
    case Invocation::Kind::generate:
      return generate(invocation, output);
    case Invocation::Kind::run:
      break;
  }
  Context context(invocation, output);
  std::optional<EndOnStop> end_on_stop;
  if (invocation.command->reads_only) end_on_stop.emplace(output.is_json());
  return invocation.command->run(context);
}

// Every failure ends here, so that each is told in one way.
int run_guarded(const Invocation& invocation, Output& output) {
  try {
    const int code = run(invocation, output);
    output.finish();
    return code;
  } catch (const Error& error) {
    return report(error, output);
  } catch (const std::bad_alloc&) {
    return report(Error(ErrorCode::internal, "out of memory"), output);
  } catch (const std::exception& error) {
    return report(Error(ErrorCode::internal, std::string("unexpected: ") + error.what()), output);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto words = take_words(argc, argv);
  install_signal_handlers();
  claim_process();
  Invocation invocation;
  try {
    invocation = parse_arguments(words);
  } catch (const Error& error) {
    Output output(asks_for_json(words), Verbosity::normal, Color::automatic);
    return report(error, output);
  }
  Output output(invocation.value("format") == "json", verbosity_of(invocation), color_of(invocation));
  const int code = run_guarded(invocation, output);
  std::fflush(stdout);
  return code;
}
