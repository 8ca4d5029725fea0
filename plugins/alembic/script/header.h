// The header of a revision script: what the graph needs to know, read without parsing the functions.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_HEADER_H
#define PYCHARTER_ALEMBIC_SCRIPT_HEADER_H

#include <string>
#include <string_view>
#include <vector>

namespace pycharter::alembic::script {

struct RevisionHeader {
  bool is_revision = false;  // false: the file assigns no `revision` at its level; the rest is then empty
  std::string revision;
  std::vector<std::string> down_revisions;  // empty for a base; several for a merge
  std::vector<std::string> branch_labels;
  std::vector<std::string> depends_on;
  std::string docstring;    // of the module, as written; the message is its first paragraph
  std::string create_date;  // after "Create Date:" in the docstring, trimmed; may be empty
  bool has_upgrade = false;
  bool has_downgrade = false;
};

// Reads the header. A literal (also annotated, concatenated, in parentheses, a tuple, list or set) is read
// from the text alone; anything computed makes the module's level run in an interpreter without any module
// but the standard library's. Throws pycharter::Error(script) with file, line, column: not UTF-8, an
// unfinished string, a value that is not str, None or a sequence of str. `source` must outlive nothing.
RevisionHeader read_header(const std::string& path, std::string_view source);

}  // namespace pycharter::alembic::script

#endif
