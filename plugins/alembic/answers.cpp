#include "alembic/answers.h"

#include <pycharter/plugin/error.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "alembic/graph/errors.h"
#include "alembic/graph/format.h"
#include "alembic/graph/identifiers.h"
#include "alembic/graph/ranges.h"

namespace pycharter::alembic {

namespace {

namespace json = boost::json;

json::object describe(const RevisionGraph& graph, RevisionIndex index, bool verbose) {
  const Revision& header = graph.revision(index);
  json::object revision{{"revision", header.id},
                        {"down_revision", json::value_from(header.down_revisions)},
                        {"branch_labels", json::value_from(graph.links(index).labels)},
                        {"depends_on", json::value_from(header.depends_on)},
                        {"is_head", graph.is_head(index)},
                        {"is_base", graph.is_base(index)},
                        {"is_branch_point", graph.is_branch_point(index)},
                        {"is_merge_point", graph.is_merge_point(index)},
                        {"doc", header.summary()},
                        {"path", header.path}};
  if (verbose) revision["log_entry"] = log_entry(graph, index);
  return revision;
}

class Listing {
 public:
  Listing(const RevisionGraph& graph, bool verbose) : graph_(graph), verbose_(verbose) {}

  void add(RevisionIndex index, std::string_view line) {
    lines_.emplace_back(line);
    revisions_.push_back(describe(graph_, index, verbose_));
  }
  json::object answer() { return {{"lines", std::move(lines_)}, {"revisions", std::move(revisions_)}}; }

 private:
  const RevisionGraph& graph_;
  bool verbose_;
  json::array lines_, revisions_;
};

RevisionList named(const RevisionGraph& graph, const std::string& identifier) {
  return with_words({}, [&] { return as_revisions(revisions_at(graph, std::string_view(identifier))); });
}

json::object heads(const RevisionGraph& graph, const Request& request) {
  const bool verbose = request.flag("verbose");
  Listing listing(graph, verbose);
  for (const RevisionIndex index : graph.heads())
    listing.add(index, format_revision(graph, index,
                                       {.verbose = verbose, .branches = true, .tree_indicators = false}));
  return listing.answer();
}

json::object branches(const RevisionGraph& graph, const Request& request) {
  const bool verbose = request.flag("verbose");
  Listing listing(graph, verbose);
  for (const RevisionIndex index : history_range(graph, Identifiers("base"), Identifiers("heads"))) {
    if (!graph.is_branch_point(index)) continue;
    std::string text = format_revision(graph, index, {.verbose = verbose, .branches = true}) + "\n";
    for (const RevisionIndex next : graph.links(index).next)
      text += std::string(graph.revision(index).id.size(), ' ') + " -> " +
              format_revision(graph, next, {.branches = true, .doc = verbose}) + "\n";
    listing.add(index, std::move(text));
  }
  return listing.answer();
}

// What the word `current` stands for: the graph knows no database.
std::vector<std::string> current_rows(const Request& request) {
  for (const char* key : {"current", "indicate"})
    if (request.object().contains(key)) return request.texts(key);
  throw Error(ErrorCode::usage, "'current' needs the database: ask with -i (--indicate-current)");
}

// One end of a:b.
Identifiers range_end(const std::string& text, const char* absent, const Request& request) {
  if (text == "current") return Identifiers(current_rows(request));
  return Identifiers(text.empty() ? std::string(absent) : text);
}

json::object history(const RevisionGraph& graph, const Request& request) {
  std::string range = request.text_or("range", ":");
  const std::size_t colon = range.find(':');
  if (colon == std::string::npos || range.find(':', colon + 1) != std::string::npos)
    throw Error(ErrorCode::usage, "History range requires [start]:[end], [start]:, or :[end]");
  RevisionList list = history_range(graph, range_end(range.substr(0, colon), "base", request),
                                    range_end(range.substr(colon + 1), "heads", request));
  if (request.flag("reverse")) std::reverse(list.begin(), list.end());
  if (const auto limit = request.number("limit");
      limit && *limit >= 1 && *limit < static_cast<double>(list.size()))
    list.resize(static_cast<std::size_t>(*limit));
  const std::vector<std::string> indicated = request.texts("indicate");
  const bool verbose = request.flag("verbose");
  Listing listing(graph, verbose);
  for (const RevisionIndex index : list) {
    const bool is_current =
        std::find(indicated.begin(), indicated.end(), graph.revision(index).id) != indicated.end();
    listing.add(
        index,
        format_revision(
            graph, index,
            {.verbose = verbose, .branches = true, .doc = true, .parents = true, .is_current = is_current}));
  }
  return listing.answer();
}

json::object show(const RevisionGraph& graph, const Request& request) {
  const std::string identifier = request.text_or("revision", "head");
  Listing listing(graph, true);
  RevisionList list;
  if (identifier == "current")
    for (const std::string& row : current_rows(request))
      for (const RevisionIndex index : named(graph, row))
        list.push_back(index);
  else
    list = named(graph, identifier);
  for (const RevisionIndex index : list)
    listing.add(index, log_entry(graph, index));
  return listing.answer();
}

json::object resolve(const RevisionGraph& graph, const Request& request) {
  Listing listing(graph, false);
  for (const RevisionIndex index : named(graph, request.text_or("revision", "head")))
    listing.add(index, graph.revision(index).id);
  return listing.answer();
}

struct Question {
  std::string_view what;
  json::object (*answer)(const RevisionGraph&, const Request&);
};
constexpr std::array<Question, 5> questions{{{"heads", &heads},
                                             {"branches", &branches},
                                             {"history", &history},
                                             {"show", &show},
                                             {"resolve", &resolve}}};

bool same_set(std::vector<std::string> a, std::vector<std::string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

}  // namespace

json::object answer_query(const RevisionGraph& graph, const Request& request) {
  const std::string what = request.text_or("what", "");
  for (const Question& question : questions)
    if (question.what == what) return question.answer(graph, request);
  throw Error(ErrorCode::unsupported, "The migration engine has no query '" + what + "'");
}

json::object answer_current(const RevisionGraph& graph, const DatabaseSession& session, bool verbose) {
  const std::vector<std::string>& rows = session.rows();
  std::vector<std::string> known;
  json::array heads;
  for (const std::string& row : rows) {
    const auto index = graph.find(row);
    if (index && graph.revision(*index).id == row) {
      known.push_back(row);
      continue;
    }
    heads.push_back(json::object{{"revision", row},
                                 {"is_head", false},
                                 {"known", false},
                                 {"line", row + " (not among the scripts of this environment)"}});
  }
  for (const RevisionIndex index : all_current(graph, Identifiers(known)))
    heads.push_back(json::object{{"revision", graph.revision(index).id},
                                 {"is_head", graph.is_head(index)},
                                 {"known", true},
                                 {"line", format_revision(graph, index, {.verbose = verbose})}});
  return {{"initialized", !rows.empty()},
          {"rows", json::value_from(rows)},
          {"heads", std::move(heads)},
          {"script_heads", json::value_from(graph.ids(graph.heads()))},
          {"at_head", same_set(rows, graph.ids(graph.effective_heads()))}};
}

json::object answer_run(const RevisionGraph& graph, const RunResult& result) {
  json::array steps;
  for (const Step& step : result.steps) {
    json::object one{
        {"revision", step.revision ? graph.revision(*step.revision).id : join(step.to)},
        {"down_revision", step.revision ? json::value_from(graph.revision(*step.revision).down_revisions)
                                        : json::value_from(step.from)},
        {"direction", step.kind == StepKind::stamp ? "stamp" : to_string(step.kind)},
        {"doc", step.revision ? graph.revision(*step.revision).summary() : std::string()}};
    steps.push_back(std::move(one));
  }
  return {{"status", result.steps.empty() ? "nothing" : "done"},
          {"steps", std::move(steps)},
          {"heads", json::value_from(result.rows)}};
}

}  // namespace pycharter::alembic
