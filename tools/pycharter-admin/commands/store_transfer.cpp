#include "commands/store_transfer.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <pycharter/plugin/abi.h>

#include "answers.h"
#include "signals.h"

namespace pycharter::admin {
namespace {

constexpr std::string_view logger = "pycharter.transfer";
constexpr std::size_t most_paths = 20;

struct Kind {
  const char* name;
  const char* title;
  TransferCounts TransferReport::*counts;
};
constexpr Kind kinds[] = {{"contracts", "contracts", &TransferReport::contracts},
                          {"governance_rules", "global governance rules", &TransferReport::governance_rules},
                          {"ownership", "ownership of other resources", &TransferReport::ownership},
                          {"metadata", "metadata of other resources", &TransferReport::metadata}};

struct Number {
  const char* name;
  std::uint64_t TransferCounts::*value;
};
constexpr Number numbers[] = {{"created", &TransferCounts::created},
                              {"replaced", &TransferCounts::replaced},
                              {"unchanged", &TransferCounts::unchanged},
                              {"removed", &TransferCounts::removed}};

struct Paths {
  const char* name;
  const char* words;
  std::vector<std::string> TransferReport::*paths;
};
constexpr Paths path_lists[] = {
    {"edited", "Edited since the export, and taken as it is: ", &TransferReport::edited},
    {"added", "Added since the export: ", &TransferReport::added},
    {"missing",
     "Removed from the folder since the export, and left as it is in the store: ", &TransferReport::missing}};

int log_level(TransferCallbacks::Level level) {
  switch (level) {
    case TransferCallbacks::Level::debug:
      return PYCHARTER_DEBUG;
    case TransferCallbacks::Level::info:
      return PYCHARTER_INFO;
    case TransferCallbacks::Level::warning:
      break;
  }
  return PYCHARTER_WARNING;
}

std::string counts_text(const TransferCounts& counts) {
  std::string text;
  for (const auto& number : numbers)
    if (counts.*number.value != 0)
      text += (text.empty() ? "" : ", ") + std::to_string(counts.*number.value) + " " + number.name;
  return text;
}

void show_text(Output& output, const TransferReport& report) {
  for (const auto& kind : kinds) {
    const auto& counts = report.*kind.counts;
    const auto text = counts_text(counts);
    if (!text.empty()) output.line("  " + std::to_string(counts.all()) + " " + kind.title + ": " + text);
    if (counts.others != 0)
      output.line("  " + std::to_string(counts.others) + " more " + kind.title +
                  " are in the target alone and were left as they are");
  }
}

void log_paths(Output& output, const TransferReport& report) {
  for (const auto& list : path_lists) {
    const auto& paths = report.*list.paths;
    for (std::size_t i = 0; i < paths.size() && i < most_paths; ++i)
      output.log(PYCHARTER_INFO, logger, list.words + paths[i]);
    if (paths.size() > most_paths)
      output.log(PYCHARTER_INFO, logger, list.words + std::to_string(paths.size() - most_paths) + " more");
  }
}

boost::json::object counts_json(const TransferCounts& counts) {
  boost::json::object told{{"all", counts.all()}};
  for (const auto& number : numbers)
    told[number.name] = counts.*number.value;
  told["others"] = counts.others;
  return told;
}

boost::json::object report_json(const TransferReport& report) {
  boost::json::object told{{"verified", true}};
  for (const auto& kind : kinds)
    told[kind.name] = counts_json(report.*kind.counts);
  for (const auto& list : path_lists)
    told[list.name] = to_json(report.*list.paths);
  return told;
}

}  // namespace

TransferCallbacks transfer_callbacks(Output& output) {
  TransferCallbacks callbacks;
  callbacks.log = [&output](TransferCallbacks::Level level, std::string_view message) {
    output.log(log_level(level), logger, message);
  };
  callbacks.progress = [&output](std::uint64_t done, std::uint64_t total, std::string_view what) {
    output.progress(done, total, what);
  };
  callbacks.cancelled = &stop_requested;
  return callbacks;
}

int show(Output& output, const TransferReport& report, const std::string& words) {
  log_paths(output, report);
  output.success(words);
  if (!output.is_json()) show_text(output, report);
  if (output.is_json()) output.document(report_json(report));
  return exit_done;
}

}  // namespace pycharter::admin
