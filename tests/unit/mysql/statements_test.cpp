#include "mysql/statements.h"

#include <gtest/gtest.h>

namespace pycharter::mysql {
namespace {

TEST(QuestionMarks, StandForParametersInTheirOrder) {
  EXPECT_EQ(with_question_marks("INSERT INTO t VALUES (:p1, :p2), (:p10, :p11)"),
            "INSERT INTO t VALUES (?, ?), (?, ?)");
  EXPECT_EQ(with_question_marks(":p1"), "?");
  EXPECT_EQ(with_question_marks("SELECT `a` FROM t WHERE id = :p1 LIMIT 1"),
            "SELECT `a` FROM t WHERE id = ? LIMIT 1");
  EXPECT_EQ(with_question_marks("SELECT 1"), "SELECT 1");
  EXPECT_EQ(with_question_marks(""), "");
}

}  // namespace
}  // namespace pycharter::mysql
