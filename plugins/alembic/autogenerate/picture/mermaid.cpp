#include <cctype>
#include <string_view>

#include "alembic/autogenerate/picture/diagram.h"

namespace pycharter::alembic::picture {

namespace {

// A word of an attribute: letters, digits and a few signs, after a letter. Bytes beyond ASCII are letters.
std::string attribute_word(std::string_view text, std::string_view signs) {
  std::string word;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool taken = std::isalnum(byte) || byte >= 0x80 || signs.find(c) != std::string_view::npos;
    word += taken ? c : '_';
  }
  if (word.empty() || std::isdigit(static_cast<unsigned char>(word.front()))) word.insert(word.begin(), '_');
  return word;
}

// Between double quotes: without those, and without what Mermaid's lexer stops at.
std::string quoted(std::string_view text) {
  std::string made = "\"";
  for (const char c : text) {
    if (c == '"')
      made += '\'';
    else
      made += c == '%' || c == '\\' || static_cast<unsigned char>(c) < 0x20 ? '_' : c;
  }
  return made + '"';
}

std::string keys_of(const Column& column) {
  std::string keys;
  const auto add = [&](bool is_key, std::string_view mark) {
    if (is_key) keys += (keys.empty() ? " " : ", ") + std::string(mark);
  };
  add(column.primary_key, "PK");
  add(column.foreign_key, "FK");
  add(column.unique, "UK");
  return keys;
}

std::string attribute(const Column& column) {
  const std::string name = attribute_word(column.name, "_-");
  std::string line = "        " + attribute_word(column.type, "_-()[]") + " " + name + keys_of(column);
  std::string remark = name == column.name ? "" : column.name;
  if (!column.comment.empty()) remark += (remark.empty() ? "" : ": ") + column.comment;
  if (!remark.empty()) line += " " + quoted(remark);
  return line + "\n";
}

std::string label(const Diagram& diagram, const Relation& relation) {
  std::string names;
  for (const std::size_t column : relation.child_columns)
    names += (names.empty() ? "" : ", ") + diagram.tables[relation.child].columns[column].name;
  return quoted(names.empty() ? "refers to" : names);
}

}  // namespace

std::string to_mermaid(const Diagram& diagram) {
  std::string text = "erDiagram\n";
  for (const Table& table : diagram.tables) {
    text += "    " + quoted(table.name) + " {\n";
    for (const Column& column : table.columns)
      text += attribute(column);
    text += "    }\n";
  }
  for (const Relation& relation : diagram.relations)
    text += "    " + quoted(diagram.tables[relation.parent].name) + (relation.optional ? " |o" : " ||") +
            "--" + (relation.single ? "o| " : "o{ ") + quoted(diagram.tables[relation.child].name) + " : " +
            label(diagram, relation) + "\n";
  return text;
}

}  // namespace pycharter::alembic::picture
