#include "alembic/graph/format.h"

#include "alembic/graph/errors.h"

namespace pycharter::alembic {

namespace {

std::string parents_of(const RevisionGraph& graph, RevisionIndex revision) {
  const RevisionList& down = graph.links(revision).down;
  return down.empty() ? "<base>" : join(graph.ids(down));
}

std::string indented(const std::string& text) {
  std::string result;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    result += (start > 0 ? "\n    " : "    ") + text.substr(start, end - start);
    start = end + 1;
  }
  return result;
}

}  // namespace

std::string log_entry(const RevisionGraph& graph, RevisionIndex revision, bool is_current) {
  const Revision& header = graph.revision(revision);
  const Links& links = graph.links(revision);
  std::string entry = "Rev: " + header.id;
  if (graph.is_head(revision)) entry += " (head)";
  if (graph.is_branch_point(revision)) entry += " (branchpoint)";
  if (graph.is_merge_point(revision)) entry += " (mergepoint)";
  if (is_current) entry += " (current)";
  entry += graph.is_merge_point(revision) ? "\nMerges: " : "\nParent: ";
  entry += parents_of(graph, revision) + "\n";
  if (!header.depends_on.empty()) entry += "Also depends on: " + join(header.depends_on) + "\n";
  if (graph.is_branch_point(revision)) entry += "Branches into: " + join(graph.ids(links.next)) + "\n";
  if (!links.labels.empty()) entry += "Branch names: " + join(links.labels) + "\n";
  return entry + "Path: " + header.path + "\n\n" + indented(header.doc) + "\n";
}

std::string format_revision(const RevisionGraph& graph, RevisionIndex revision, const LineOptions& options) {
  if (options.verbose) return log_entry(graph, revision, options.is_current);
  const Revision& header = graph.revision(revision);
  const Links& links = graph.links(revision);
  std::string line;
  if (options.parents) {
    line = parents_of(graph, revision);
    if (!header.depends_on.empty()) line += " (" + join(header.depends_on) + ")";
    line += " -> ";
  }
  line += header.id;
  if (options.branches && !links.labels.empty()) line += " (" + join(links.labels) + ")";
  if (graph.is_effective_head(revision))
    line += " (head)";
  else if (graph.is_head(revision))
    line += " (effective head)";
  if (options.is_current) line += " (current)";
  if (options.tree_indicators) {
    if (graph.is_branch_point(revision)) line += " (branchpoint)";
    if (graph.is_merge_point(revision)) line += " (mergepoint)";
  }
  if (options.doc) line += ", " + header.summary();
  return line;
}

}  // namespace pycharter::alembic
