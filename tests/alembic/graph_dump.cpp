// Answers questions about a graph for graph_diff.py. Reads JSON from stdin:
// {"revisions": [{"id", "down": [], "depends_on": [], "labels": [], "doc"}], "questions": [[kind,
// argument…]…]} and prints one JSON line for each question: a value, or {"error": message}.
#include <alembic/graph/errors.h>
#include <alembic/graph/format.h>
#include <alembic/graph/ranges.h>
#include <alembic/graph/steps.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iostream>
#include <iterator>

namespace {

namespace json = boost::json;
using namespace pycharter;           // NOLINT
using namespace pycharter::alembic;  // NOLINT

std::vector<std::string> strings(const json::value& value) {
  return json::value_to<std::vector<std::string>>(value);
}
std::string text(const json::value& value) {
  return json::value_to<std::string>(value);
}

Identifiers identifiers(const json::value& value) {
  if (value.is_string()) return Identifiers(text(value));
  return Identifiers(strings(value));
}

RevisionGraph read_graph(const json::value& input) {
  std::vector<Revision> revisions;
  for (const json::value& one : input.at("revisions").as_array())
    revisions.push_back({text(one.at("id")), strings(one.at("down")), strings(one.at("depends_on")),
                         strings(one.at("labels")), text(one.at("doc")), text(one.at("id")) + ".py"});
  return RevisionGraph(std::move(revisions));
}

// The steps as Alembic logs them, and the rows after them.
json::value run(const RevisionGraph& graph, const std::vector<Step>& steps,
                const std::vector<std::string>& rows) {
  VersionRows version(graph, rows);
  json::array logs;
  for (const Step& step : steps) {
    logs.emplace_back(log_line(graph, step));
    version.advance(step);
  }
  std::vector<std::string> after = version.rows();
  std::sort(after.begin(), after.end());
  return {{"steps", logs}, {"rows", json::value_from(after)}};
}

json::value lines(const RevisionGraph& graph, const RevisionList& list) {
  json::array result;
  for (const RevisionIndex index : list)
    result.emplace_back(format_revision(graph, index, {.doc = true, .parents = true}));
  return result;
}

json::value answer(const RevisionGraph& graph, const json::array& question) {
  const std::string kind = text(question.at(0));
  if (kind == "heads") return json::value_from(graph.ids(graph.heads()));
  if (kind == "effective_heads") return json::value_from(graph.ids(graph.effective_heads()));
  if (kind == "bases") return json::value_from(graph.ids(graph.bases()));
  if (kind == "labels") {
    json::object all;
    for (RevisionIndex index = 0; index < graph.size(); ++index) {
      std::vector<std::string> labels = graph.links(index).labels;
      std::sort(labels.begin(), labels.end());
      all[graph.revision(index).id] = json::value_from(labels);
    }
    return all;
  }
  if (kind == "history")
    return lines(graph, history_range(graph, identifiers(question.at(1)), identifiers(question.at(2))));
  if (kind == "current") {
    std::vector<std::string> ids = graph.ids(all_current(graph, identifiers(question.at(1))));
    std::sort(ids.begin(), ids.end());
    return json::value_from(ids);
  }
  if (kind == "show")
    return with_words({}, [&] {
      json::array ids;
      for (const RevisionIndex index :
           as_revisions(revisions_at(graph, std::string_view(text(question.at(1))))))
        ids.emplace_back(graph.revision(index).id);
      return json::value(ids);
    });
  const std::vector<std::string> rows = strings(question.at(2));
  std::vector<Step> steps;
  if (kind == "upgrade")
    for (const RevisionIndex index : upgrade_path(graph, text(question.at(1)), Identifiers(rows)))
      steps.push_back(upgrade_step(graph, index));
  else if (kind == "downgrade")
    for (const RevisionIndex index : downgrade_path(graph, text(question.at(1)), Identifiers(rows)))
      steps.push_back(downgrade_step(graph, index));
  else
    steps = stamp_steps(graph, strings(question.at(1)), rows);
  return run(graph, steps, rows);
}

}  // namespace

int main() {
  const std::string input((std::istreambuf_iterator<char>(std::cin)), std::istreambuf_iterator<char>());
  const json::value request = json::parse(input);
  try {
    const RevisionGraph graph = read_graph(request);
    for (const json::value& question : request.at("questions").as_array()) {
      try {
        std::cout << json::serialize(answer(graph, question.as_array())) << '\n';
      } catch (const Error& error) {
        std::cout << json::serialize(json::object{{"error", error.message()}}) << '\n';
      }
    }
  } catch (const Error& error) {
    std::cout << json::serialize(json::object{{"graph_error", error.message()}}) << '\n';
  }
}
