// Paths through histories: small ones by hand (tests/alembic/graph_diff.py compares generated ones with
// Alembic), and ones too long for anything but iteration.
#include <alembic/graph/errors.h>
#include <alembic/graph/format.h>
#include <alembic/graph/ranges.h>
#include <alembic/graph/steps.h>
#include <gtest/gtest.h>

#include <functional>

namespace pycharter::alembic {
namespace {

Revision revision(std::string id, std::vector<std::string> down = {},
                  std::vector<std::string> depends_on = {}, std::vector<std::string> labels = {}) {
  std::string path = id + ".py";
  return {std::move(id), std::move(down), std::move(depends_on), std::move(labels), "doc", std::move(path)};
}

RevisionGraph chain(std::size_t length) {
  std::vector<Revision> revisions;
  for (std::size_t i = 0; i < length; ++i)
    revisions.push_back(revision("r" + std::to_string(100000 + i),
                                 i == 0 ? std::vector<std::string>{}
                                        : std::vector<std::string>{"r" + std::to_string(100000 + i - 1)}));
  return RevisionGraph(std::move(revisions));
}

// base - left  - merge
//      \ right /        and docs, a base of its own that depends on right
RevisionGraph diamond() {
  return RevisionGraph({revision("base1"), revision("docs1", {}, {"right"}, {"docs"}),
                        revision("left1", {"base1"}), revision("merge", {"left1", "right"}),
                        revision("right", {"base1"})});
}

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.message();
  }
  return {};
}

TEST(History, HeadsLeaveOutDependenciesOnlyWhenEffective) {
  const RevisionGraph graph = diamond();
  EXPECT_EQ(graph.ids(graph.heads()), (std::vector<std::string>{"docs1", "merge"}));
  EXPECT_EQ(graph.ids(graph.bases()), (std::vector<std::string>{"base1", "docs1"}));
}

TEST(History, UpgradeBringsDependenciesFirst) {
  const RevisionGraph graph = diamond();
  EXPECT_EQ(graph.ids(upgrade_path(graph, "docs@head", {})),
            (std::vector<std::string>{"base1", "right", "docs1"}));
}

TEST(History, DowngradeTakesWhatStandsOnIt) {
  const RevisionGraph graph = diamond();
  const Identifiers rows(std::vector<std::string>{"docs1", "merge"});
  EXPECT_EQ(graph.ids(downgrade_path(graph, "left1", rows)), (std::vector<std::string>{"merge"}));
  EXPECT_EQ(graph.ids(downgrade_path(graph, "base", rows)).size(), 5u);
}

TEST(History, SeveralHeadsAreNotOne) {
  const std::string message = message_of([] { upgrade_path(diamond(), "head", {}); });
  EXPECT_NE(message.find("Multiple head revisions are present for given argument 'head'"), std::string::npos);
  EXPECT_NE(message.find("'heads' for all heads"), std::string::npos);
}

TEST(History, UnknownRevisionIsQuoted) {
  EXPECT_NE(message_of([] {
              upgrade_path(diamond(), "nosuch", {});
            }).find("Can't locate revision identified by 'nosuch'"),
            std::string::npos);
  EXPECT_NE(message_of([] { upgrade_path(diamond(), "zz", {}); }).find("at least four characters"),
            std::string::npos);
}

TEST(History, MoreStepsThanThereAre) {
  EXPECT_EQ(
      message_of([] { upgrade_path(chain(3), "+99999999999999999999", {}); }).find("Relative revision +999"),
      0u);
  EXPECT_EQ(
      message_of([] { downgrade_path(chain(3), "-4", Identifiers(std::vector<std::string>{"r100002"})); }),
      "Relative revision -4 didn't produce 4 migrations");
}

TEST(History, HostileIdentifiersAreRefused) {
  const RevisionGraph graph = diamond();
  const Identifiers rows(std::vector<std::string>{"merge"});
  for (const char* target :
       {"", "+", "-", "a@b@c", "@+1", "heads@heads", "+1+1", "\xff\xfe", "base1@nosuch", "nosuch@head", "-0"})
    EXPECT_THROW(downgrade_path(graph, target, rows), Error) << target;
}

TEST(VersionRowsTest, MergeDeletesAllButOneAndUpdatesTheLast) {
  const RevisionGraph graph = diamond();
  VersionRows rows(graph, {"left1", "right"});
  const auto changes = rows.advance(upgrade_step(graph, *graph.find("merge")));
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].kind, RowChange::Kind::delete_row);
  EXPECT_EQ(changes[1].kind, RowChange::Kind::update_row);
  EXPECT_EQ(rows.rows(), std::vector<std::string>{"merge"});
}

TEST(VersionRowsTest, DependencysRowIsReplacedByItsDependents) {
  const RevisionGraph graph = diamond();
  VersionRows rows(graph, {"right"});
  rows.advance(upgrade_step(graph, *graph.find("docs1")));
  EXPECT_EQ(rows.rows(), std::vector<std::string>{"docs1"});
  rows.advance(downgrade_step(graph, *graph.find("docs1")));
  EXPECT_EQ(rows.rows(), std::vector<std::string>{"right"});
}

TEST(VersionRowsTest, RowsThatAreNotThereAreRefused) {
  const RevisionGraph graph = diamond();
  VersionRows rows(graph, {});
  EXPECT_THROW(rows.advance(downgrade_step(graph, *graph.find("left1"))), Error);
}

TEST(LongHistory, TenThousandRevisionsNeedNoStack) {
  const RevisionGraph graph = chain(10000);
  EXPECT_EQ(history_range(graph, Identifiers("base"), Identifiers("heads")).size(), 10000u);
  EXPECT_EQ(upgrade_path(graph, "head", {}).size(), 10000u);
  EXPECT_EQ(downgrade_path(graph, "base", Identifiers(std::vector<std::string>{"r109999"})).size(), 10000u);
}

TEST(LongHistory, ManyMerges) {
  std::vector<Revision> revisions{revision("m0000")};
  for (int i = 1; i <= 600; ++i) {
    const std::string number = std::to_string(1000 + i),
                      below = "m" + (i == 1 ? "0000" : std::to_string(999 + i));
    revisions.push_back(revision("a" + number, {below}));
    revisions.push_back(revision("b" + number, {below}));
    revisions.push_back(revision("m" + number, {"a" + number, "b" + number}));
  }
  const RevisionGraph graph(std::move(revisions));
  EXPECT_EQ(upgrade_path(graph, "head", {}).size(), 1801u);
}

}  // namespace
}  // namespace pycharter::alembic
