// What a revision file says about itself: its header, not its body.
#ifndef PYCHARTER_ALEMBIC_GRAPH_REVISION_H
#define PYCHARTER_ALEMBIC_GRAPH_REVISION_H

#include <string>
#include <vector>

namespace pycharter::alembic {

struct Revision {
  std::string id;
  std::vector<std::string> down_revisions;  // full ids; empty for a base
  std::vector<std::string> depends_on;      // full ids or branch labels, as written
  std::vector<std::string> branch_labels;   // those the file itself declares
  std::string doc;                          // the whole docstring, stripped
  std::string path;

  // The docstring's first paragraph, which is what logs and listings show.
  std::string summary() const { return doc.substr(0, doc.find("\n\n")); }
};

}  // namespace pycharter::alembic

#endif
