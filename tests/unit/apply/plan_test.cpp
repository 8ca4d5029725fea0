// Which steps a command makes from where the version table stands.
#include <alembic/apply/plan.h>
#include <gtest/gtest.h>

namespace pycharter::alembic {
namespace {

using Texts = std::vector<std::string>;

Revision revision(const std::string& id, Texts down = {}) {
  return {id, std::move(down), {}, {}, "doc", id + ".py"};
}

RevisionGraph forked() {
  return RevisionGraph({revision("base1"), revision("left", {"base1"}), revision("right", {"base1"})});
}

Texts lines(const std::vector<Step>& steps) {
  Texts result;
  for (const Step& step : steps)
    result.push_back(short_log(step));
  return result;
}

ErrorCode code_of(const std::string& action, const Texts& targets) {
  try {
    choose_steps(forked(), action, targets, {});
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was refused";
  return ErrorCode::internal;
}

TEST(PlanTest, StepsGoFromTheRowsToTheTarget) {
  const RevisionGraph graph = forked();
  EXPECT_EQ(lines(choose_steps(graph, "upgrade", {"left"}, {})),
            (Texts{"upgrade  -> base1", "upgrade base1 -> left"}));
  EXPECT_EQ(lines(choose_steps(graph, "upgrade", {"left"}, {"left"})), Texts{});
  EXPECT_EQ(lines(choose_steps(graph, "downgrade", {"base"}, {"left"})),
            (Texts{"downgrade left -> base1", "downgrade base1 -> "}));
}

TEST(PlanTest, RowsAfterwardsAreTheEffectiveHeads) {
  const RevisionGraph graph = forked();
  const std::vector<Step> steps = choose_steps(graph, "upgrade", {"heads"}, {"left"});
  EXPECT_EQ(rows_after(graph, steps, {"left"}), (Texts{"left", "right"}));
  EXPECT_EQ(rows_after(graph, choose_steps(graph, "stamp", {"base"}, {"left"}), {"left"}), Texts{});
}

TEST(PlanTest, WhatCannotBeChosenIsRefused) {
  EXPECT_EQ(code_of("upgrade", {}), ErrorCode::graph);  // two heads
  EXPECT_EQ(code_of("upgrade", {"left", "right"}), ErrorCode::usage);
  EXPECT_EQ(code_of("upgrade", {"base1:left"}), ErrorCode::usage);
  EXPECT_EQ(code_of("downgrade", {}), ErrorCode::usage);
  EXPECT_EQ(code_of("sidegrade", {"left"}), ErrorCode::unsupported);
}

}  // namespace
}  // namespace pycharter::alembic
