#include "alembic/script/header.h"

#include <gtest/gtest.h>

#include "pycharter/plugin/error.h"

namespace pycharter::alembic::script {
namespace {

using Names = std::vector<std::string>;

TEST(RevisionHeader, ReadsWhatAlembicsTemplateWrites) {
  const RevisionHeader header = read_header("a.py", R"py("""create users

Revision ID: 1111aaaa
Revises:
Create Date: 2024-01-02 03:04:05.678901

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1111aaaa'
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    revision = "inside"
    op.execute("""
revision = 'text'
""")


def downgrade() -> None:
    pass
)py");
  EXPECT_TRUE(header.is_revision);
  EXPECT_EQ(header.revision, "1111aaaa");
  EXPECT_EQ(header.down_revisions, Names{});
  EXPECT_EQ(header.create_date, "2024-01-02 03:04:05.678901");
  EXPECT_EQ(header.docstring.substr(0, 12), "create users");
  EXPECT_TRUE(header.has_upgrade);
  EXPECT_TRUE(header.has_downgrade);
}

TEST(RevisionHeader, ReadsSequencesAndExpressions) {
  const RevisionHeader header = read_header("a.py",
                                            "revision = 'a' \"b\"  # joined\r\n"
                                            "down_revision = (\r\n  'x',\r\n  'y',\r\n)\r\n"
                                            "branch_labels = ('label',)\r\ndepends_on = ['d'] + ['e']\r\n");
  EXPECT_EQ(header.revision, "ab");
  EXPECT_EQ(header.down_revisions, (Names{"x", "y"}));
  EXPECT_EQ(header.branch_labels, Names{"label"});
  EXPECT_EQ(header.depends_on, (Names{"d", "e"}));
}

TEST(RevisionHeader, IsEmptyWithoutARevision) {
  EXPECT_FALSE(read_header("a.py", "x = 1\n").is_revision);
}

TEST(RevisionHeader, RefusesWhatIsNoName) {
  try {
    read_header("a.py", "\nrevision = 'a'\ndown_revision = 5\n");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.facts().line, 3);
    EXPECT_NE(error.message().find("must be a string"), std::string::npos);
  }
  EXPECT_THROW(read_header("a.py", "revision = '\xff'\n"), Error);
  EXPECT_THROW(read_header("a.py", "revision = 'a\n"), Error);
  EXPECT_THROW(read_header("a.py", "revision = undefined\n"), Error);
}

}  // namespace
}  // namespace pycharter::alembic::script
