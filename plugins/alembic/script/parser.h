// Source text to syntax tree, scopes resolved. Throws pycharter::Error(script) with the place of what cannot
// be read, also for what is Python but not part of the language of revision scripts: async, await, yield,
// match, complex numbers, import *.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_PARSER_H
#define PYCHARTER_ALEMBIC_SCRIPT_PARSER_H

#include <memory>
#include <string>

#include "alembic/script/ast.h"

namespace pycharter::alembic::script {

// A module of a project may have all of Python's syntax: functions with async, await and what else only
// Python runs are read, and refused when they are called.
enum class Grammar { script, module };

std::unique_ptr<Script> parse(std::string path, std::string bytes, Grammar grammar = Grammar::script);
// One expression, as its only statement.
std::unique_ptr<Script> parse_single_expression(std::string path, std::string text);
// The expression in [begin, end) of a source: for headers. Null where nothing stands.
std::unique_ptr<Script> parse_expression_in(Source source, std::uint32_t begin, std::uint32_t end);

}  // namespace pycharter::alembic::script

#endif
