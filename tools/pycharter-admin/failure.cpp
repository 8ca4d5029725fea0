#include "failure.h"

#include <algorithm>
#include <string>

#include <boost/json/object.hpp>

namespace pycharter::admin {
namespace {

constexpr std::size_t longest_statement = 2000;

int exit_code(const Error& error) {
  const auto& facts = error.facts();
  // A backend that was called wrongly, or a script, is no wrong command line.
  const bool of_the_words = facts.statement.empty() && facts.revision.empty() && facts.file.empty();
  switch (error.code()) {
    case ErrorCode::usage:
      return of_the_words ? exit_usage : exit_failed;
    case ErrorCode::not_initialized:
    case ErrorCode::not_found:
      return exit_no;
    case ErrorCode::cancelled:
      return exit_interrupted;
    default:
      return exit_failed;
  }
}

std::string place(const ErrorFacts& facts) {
  std::string text = facts.file;
  if (facts.line > 0) text += ":" + std::to_string(facts.line);
  if (facts.line > 0 && facts.column > 0) text += ":" + std::to_string(facts.column);
  return text;
}

std::string shortened(const std::string& statement) {
  if (statement.size() <= longest_statement) return statement;
  auto end = longest_statement;
  while (end > 0 && (static_cast<unsigned char>(statement[end]) & 0xc0) == 0x80)
    --end;
  return statement.substr(0, end) + " …";
}

// Blanks, and the line's own tabs, up to the column, so that the caret stands below it in any terminal.
std::string caret_below(const std::string& line, int column) {
  std::string text;
  int characters = 0;
  for (const char c : line) {
    if ((static_cast<unsigned char>(c) & 0xc0) == 0x80) continue;
    if (++characters >= column) break;
    text += c == '\t' ? '\t' : ' ';
  }
  return text + "^";
}

void report_text(const Error& error, Output& output) {
  const auto& facts = error.facts();
  output.error(error.message());
  const bool place_in_message =
      !facts.file.empty() && error.message().find(place(facts)) != std::string::npos;
  if (!facts.file.empty() && !place_in_message) output.error_line("  in " + place(facts));
  if (!facts.source_line.empty()) {
    output.error_line("    " + facts.source_line);
    if (facts.column > 0) output.error_line("    " + caret_below(facts.source_line, facts.column));
  }
  if (!facts.revision.empty() && error.message().find(facts.revision) == std::string::npos)
    output.error_line("  revision " + facts.revision);
  if (!facts.statement.empty()) {
    const std::string number = facts.statement_number > 0 ? " " + std::to_string(facts.statement_number) : "";
    output.error_line("  statement" + number + ": " + shortened(facts.statement));
  }
  if (!facts.sqlstate.empty()) output.error_line("  SQLSTATE " + facts.sqlstate);
}

void report_json(const Error& error, Output& output) {
  const auto& facts = error.facts();
  boost::json::object told{{"code", to_string(error.code())}, {"message", output.masked(error.message())}};
  const std::pair<const char*, const std::string*> texts[] = {
      {"backend", &facts.backend},   {"sqlstate", &facts.sqlstate}, {"statement", &facts.statement},
      {"revision", &facts.revision}, {"file", &facts.file},         {"source_line", &facts.source_line}};
  for (const auto& [name, text] : texts)
    if (!text->empty()) told[name] = output.masked(*text);
  const std::pair<const char*, std::int64_t> numbers[] = {
      {"statement_number", facts.statement_number}, {"line", facts.line}, {"column", facts.column}};
  for (const auto& [name, number] : numbers)
    if (number > 0) told[name] = number;
  output.document(boost::json::object{{"error", std::move(told)}});
}

}  // namespace

int report(const Error& error, Output& output) {
  if (output.is_json())
    report_json(error, output);
  else
    report_text(error, output);
  return exit_code(error);
}

}  // namespace pycharter::admin
