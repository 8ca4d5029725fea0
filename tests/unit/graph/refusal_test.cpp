// Graphs that cannot be: each is refused with the files to look at.
#include <alembic/graph/revision_graph.h>
#include <gtest/gtest.h>
#include <pycharter/plugin/error.h>

namespace pycharter::alembic {
namespace {

Revision revision(std::string id, std::vector<std::string> down = {},
                  std::vector<std::string> depends_on = {}, std::vector<std::string> labels = {}) {
  std::string path = "versions/" + id + ".py";
  return {std::move(id), std::move(down), std::move(depends_on), std::move(labels), "doc", std::move(path)};
}

std::string refusal(std::vector<Revision> revisions) {
  try {
    RevisionGraph graph(std::move(revisions));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::graph);
    return error.message();
  }
  return "accepted";
}

void expect_all(const std::string& message, const std::vector<std::string>& parts) {
  for (const std::string& part : parts)
    EXPECT_NE(message.find(part), std::string::npos) << message;
}

TEST(GraphRefusal, DuplicateIdNamesBothFiles) {
  Revision second = revision("aaaa");
  second.path = "versions/other.py";
  expect_all(refusal({revision("aaaa"), second}), {"aaaa", "versions/aaaa.py", "versions/other.py"});
}

TEST(GraphRefusal, MissingParentNamesChildAndFile) {
  expect_all(refusal({revision("bbbb", {"gone"})}), {"gone", "bbbb", "versions/bbbb.py", "down_revision"});
}

TEST(GraphRefusal, UnknownDependencyNamesKeyAndFile) {
  expect_all(refusal({revision("bbbb", {}, {"gone"})}), {"gone", "versions/bbbb.py", "depends_on"});
}

TEST(GraphRefusal, LabelIsNoParent) {
  expect_all(refusal({revision("aaaa", {}, {}, {"label"}), revision("bbbb", {"label"})}),
             {"label", "not present"});
}

TEST(GraphRefusal, CycleNamesAllItsFiles) {
  expect_all(refusal({revision("aaaa"), revision("bbbb", {"dddd"}), revision("cccc", {"bbbb"}),
                      revision("dddd", {"cccc"})}),
             {"Cycle is detected", "versions/bbbb.py", "versions/cccc.py", "versions/dddd.py"});
}

TEST(GraphRefusal, OnlyACycleAndNoBase) {
  expect_all(refusal({revision("aaaa", {"bbbb"}), revision("bbbb", {"aaaa"})}), {"Cycle", "aaaa", "bbbb"});
}

TEST(GraphRefusal, CycleThroughDependencies) {
  expect_all(refusal({revision("aaaa", {}, {"bbbb"}), revision("bbbb", {"aaaa"})}),
             {"Dependency cycle", "aaaa"});
}

TEST(GraphRefusal, SelfLoops) {
  expect_all(refusal({revision("aaaa", {"aaaa"})}), {"Self-loop", "versions/aaaa.py"});
  expect_all(refusal({revision("aaaa", {}, {"aaaa"})}), {"Dependency self-loop", "versions/aaaa.py"});
}

TEST(GraphRefusal, IdsMayNotHoldOperators) {
  expect_all(refusal({revision("a+b@c")}), {"'+, @'", "a+b@c"});
  EXPECT_NE(refusal({revision("")}), "accepted");
}

TEST(GraphRefusal, LabelUsedTwice) {
  expect_all(refusal({revision("aaaa", {}, {}, {"x"}), revision("bbbb", {}, {}, {"x"})}),
             {"'x'", "versions/aaaa.py", "versions/bbbb.py"});
}

}  // namespace
}  // namespace pycharter::alembic
