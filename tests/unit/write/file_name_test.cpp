// Names of new revision files.
#include <alembic/write/file_name.h>
#include <gtest/gtest.h>
#include <pycharter/plugin/error.h>

namespace pycharter::alembic {
namespace {

TEST(FileNameTest, SlugIsCutAtAWord) {
  EXPECT_EQ(slug_of("Add a Users table!", 40), "add_a_users_table");
  EXPECT_EQ(slug_of("add a column to the table of users and more", 40),
            "add_a_column_to_the_table_of_users_and_");
  EXPECT_EQ(slug_of(std::string(50, 'x'), 40), std::string(40, 'x') + "_");
  EXPECT_EQ(slug_of("", 40), "");
  EXPECT_EQ(slug_of("../../etc/passwd", 40), "etc_passwd");
}

TEST(FileNameTest, TemplateTokens) {
  const CreateDate date = parse_create_date("2026-01-02T03:04:05.000006");
  EXPECT_EQ(revision_file_name("%(rev)s_%(slug)s", "1111", "add", date), "1111_add.py");
  EXPECT_EQ(revision_file_name("%(year)d/%(month).2d/%(day).2d_%(hour).2d%(minute).2d_%(second).2d_%(rev)s",
                               "1111", "add", date),
            "2026/01/02_0304_05_1111.py");
  EXPECT_EQ(revision_file_name("%(month)02d%%%(epoch)s", "1111", "add", date), "01%1767323045.py");
}

TEST(FileNameTest, WhatATemplateMayNotHold) {
  const CreateDate date = parse_create_date("2026-01-02T03:04:05");
  for (const char* file_template : {"%(nosuch)s", "%s", "%(rev", "%(rev)x", "%", "%(rev)d"})
    EXPECT_THROW(revision_file_name(file_template, "1111", "add", date), Error) << file_template;
}

TEST(FileNameTest, DatesReadAndWrite) {
  EXPECT_EQ(parse_create_date("2026-11-22T23:05:20.5+01:00").text(), "2026-11-22 23:05:20.500000+01:00");
  EXPECT_EQ(parse_create_date("2026-11-22 23:05:20").text(), "2026-11-22 23:05:20");
  EXPECT_THROW(parse_create_date("yesterday"), Error);
  EXPECT_THROW(create_date_now("No/Such_Zone"), Error);
  EXPECT_THROW(create_date_now("../../etc/passwd"), Error);
  EXPECT_NE(create_date_now("UTC").text().find("+00:00"), std::string::npos);
}

}  // namespace
}  // namespace pycharter::alembic
