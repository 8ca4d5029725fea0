#include "sql/comparison/normal_form.h"

#include <gtest/gtest.h>

#include <array>
#include <ostream>
#include <string>

namespace pycharter::sql::comparison {
namespace {

using ddl::Family;

struct Spellings {
  Family family;
  const char* declared;
  const char* kept;  // as the server gives it back
};

std::ostream& operator<<(std::ostream& out, const Spellings& pair) {
  return out << pair.declared;
}

class OneMeaning : public testing::TestWithParam<Spellings> {};

TEST_P(OneMeaning, has_one_form) {
  const auto [family, declared, kept] = GetParam();
  const auto one = normal_form(declared, family);
  const auto other = normal_form(kept, family);
  ASSERT_TRUE(one && other) << one.value_or("declared: not understood")
                            << other.value_or(" kept: not understood");
  EXPECT_EQ(*one, *other);
}

constexpr std::array postgresql{
    Spellings{Family::postgresql, "price > 0", "(price > (0)::numeric)"},
    Spellings{Family::postgresql, "a >= -1", "(a >= '-1'::integer)"},
    Spellings{Family::postgresql, "status IN ('a', 'b')",
              "((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"},
    Spellings{Family::postgresql, "status NOT IN ('a', 'b')",
              "((status)::text <> ALL (ARRAY['a'::text, 'b'::text]))"},
    Spellings{Family::postgresql, "status IN ('a')", "((status)::text = 'a'::text)"},
    Spellings{Family::postgresql, "a BETWEEN 1 AND 10 AND b != 2", "((a >= 1) AND (a <= 10) AND (b <> 2))"},
    Spellings{Family::postgresql, "a NOT BETWEEN 1 AND 10", "((a < 1) OR (a > 10))"},
    Spellings{Family::postgresql, "name LIKE 'x%'", "((name)::text ~~ 'x%'::text)"},
    Spellings{Family::postgresql, "name NOT ILIKE 'x%'", "((name)::text !~~* 'x%'::text)"},
    Spellings{Family::postgresql, "\"order\" > 1 OR NOT done", "((\"order\" > 1) OR (NOT done))"},
    Spellings{Family::postgresql, "a + b * 2 > 3", "((a + (b * 2)) > 3)"},
    Spellings{Family::postgresql, "t.a IS NOT NULL", "(a IS NOT NULL)"},
    Spellings{Family::postgresql, "a IS NOT DISTINCT FROM b", "(NOT (a IS DISTINCT FROM b))"},
    Spellings{Family::postgresql, "CASE WHEN a > 1 THEN b END > 2",
              "(CASE\n    WHEN (a > 1) THEN b\n    ELSE NULL::integer\nEND > 2)"},
    Spellings{Family::postgresql, "created AT TIME ZONE 'utc' > now()",
              "((created AT TIME ZONE 'utc'::text) > CURRENT_TIMESTAMP)"},
    Spellings{Family::postgresql, "extract(year from d) > 2000", "(EXTRACT(year FROM d) > (2000)::numeric)"},
    Spellings{Family::postgresql, "substring(name, 1, 3) = 'abc'",
              "(\"substring\"((name)::text, 1, 3) = 'abc'::text)"},
    Spellings{Family::postgresql, "substring(name from 1 for 3) = 'abc'",
              "(SUBSTRING(name FROM 1 FOR 3) = 'abc'::text)"},
    Spellings{Family::postgresql, "trim(name) <> ''", "(TRIM(BOTH FROM name) <> ''::text)"},
    Spellings{Family::postgresql, "lower(name)", "lower((name)::text)"},
    Spellings{Family::postgresql, "data ->> 'k' = 'v'", "((data ->> 'k'::text) = 'v'::text)"},
    Spellings{Family::postgresql, "tags[1] = 'a'", "(tags[1] = 'a'::text)"},
    Spellings{Family::postgresql, "interval '1 day'", "'1 day'::interval"},
    Spellings{Family::postgresql, "CAST(a AS VARCHAR(10)) = 'x'", "((a)::character varying(10) = 'x'::text)"},
    Spellings{Family::postgresql, "timestamp with time zone '2020-01-01'",
              "'2020-01-01'::timestamp with time zone"},
    Spellings{Family::postgresql, "(a, b) = (1, 2)", "((a, b) = (1, 2))"},
    Spellings{Family::postgresql, "(a, b) <> (1, 2)", "((a <> 1) OR (b <> 2))"},
    Spellings{Family::postgresql, "d > '2020-01-01'",
              "(d > '2020-01-01 00:00:00'::timestamp without time zone)"},
    Spellings{Family::postgresql, "f(x => 1)", "f(x => 1)"},
};
INSTANTIATE_TEST_SUITE_P(PostgreSQL, OneMeaning, testing::ValuesIn(postgresql));

constexpr std::array mysql{
    Spellings{Family::mysql, "Price > 0", "`price` > 0"},
    Spellings{Family::mysql, "a IN ('x', 'y')", "`a` in ('x','y')"},
    Spellings{Family::mysql, "a != 1 AND b % 2 = 0", "`a` <> 1 and `b` MOD 2 = 0"},
    Spellings{Family::mysql, "a BETWEEN 1 AND 2", "`a` between 1 and 2"},
    Spellings{Family::mysql, "a = 'it''s'", "`a` = 'it\\'s'"},
    Spellings{Family::mysql, "CURRENT_TIMESTAMP", "current_timestamp()"},
    Spellings{Family::mysql, "now(6)", "current_timestamp(6)"},
    Spellings{Family::mysql, "name RLIKE '^a'", "`name` regexp _utf8mb4'^a'"},
    Spellings{Family::mysql, "NOT (a > b OR c = 1)", "`a` <= `b` and `c` <> 1"},
    Spellings{Family::mysql, "round(b) > 2", "round(`b`,0) > 2"},
    Spellings{Family::mysql, "length(c) > 2", "octet_length(`c`) > 2"},
    Spellings{Family::mysql, "a || b", "`a` or `b`"},
};
INSTANTIATE_TEST_SUITE_P(MySQL, OneMeaning, testing::ValuesIn(mysql));

constexpr std::array sqlite{
    Spellings{Family::sqlite, "\"Price\">0", "price > 0"},
    Spellings{Family::sqlite, "a == 1", "(a = 1)"},
    Spellings{Family::sqlite, "[a] IS NOT NULL -- why", "a IS NOT NULL"},
};
INSTANTIATE_TEST_SUITE_P(SQLite, OneMeaning, testing::ValuesIn(sqlite));

struct Different {
  const char* one;
  const char* other;
};

class TwoMeanings : public testing::TestWithParam<Different> {};

TEST_P(TwoMeanings, have_two_forms) {
  const auto [one, other] = GetParam();
  EXPECT_EQ(same_expression(one, other, Family::postgresql), false);
}

constexpr std::array differences{
    Different{"a > 0", "a >= 0"},
    Different{"a = 'x'", "a = x"},
    Different{"a = '1'", "a = 1"},
    Different{"a IN ('x', 'y')", "a IN ('x', 'y', 'z')"},
    Different{"a AND b OR c", "a AND (b OR c)"},
    Different{"a - (b - c)", "a - b - c"},
    Different{"\"A\" > 0", "a > 0"},
    Different{"lower(a)", "upper(a)"},
    Different{"a LIKE 'X%'", "a LIKE 'x%'"},
    Different{"NOT a", "a"},
    Different{"a IS NULL", "a IS NOT NULL"},
    Different{"a < b", "b < a"},
    Different{"-1", "1"},
    Different{"(a, b)", "a"},
};
INSTANTIATE_TEST_SUITE_P(Expressions, TwoMeanings, testing::ValuesIn(differences));

TEST(NormalForm, leaves_alone_what_it_does_not_understand) {
  EXPECT_EQ(normal_form("a > (SELECT 1)", Family::postgresql), std::nullopt);
  EXPECT_EQ(normal_form("a >", Family::postgresql), std::nullopt);
  EXPECT_EQ(normal_form("", Family::postgresql), std::nullopt);
  EXPECT_EQ(normal_form("a 'b", Family::postgresql), std::nullopt);
}

TEST(NormalForm, tells_texts_that_it_does_not_understand_apart_as_far_as_they_say_the_same) {
  EXPECT_EQ(same_expression("a > (SELECT 1)", "(a) > (select 1)", Family::postgresql), true);
  EXPECT_EQ(same_expression("a > (SELECT 1)", "a > (SELECT 2)", Family::postgresql), std::nullopt);
}

TEST(NormalForm, cannot_tell_moments_apart_that_the_server_writes_its_own_way) {
  const auto same = [](const char* one, const char* other) {
    return same_expression(one, other, Family::postgresql);
  };
  EXPECT_EQ(same("a > now() - interval '1 hour'", "(a > (now() - '01:00:00'::interval))"), std::nullopt);
  EXPECT_EQ(same("a > now() - interval '1 hour'", "(b > (now() - '01:00:00'::interval))"), false);
  EXPECT_EQ(same("a = 'x'", "(a = 'y'::text)"), false);
}

TEST(NormalForm, refuses_what_is_nested_too_deeply) {
  const std::string deep(10000, '(');
  EXPECT_EQ(normal_form(deep + "1" + std::string(10000, ')'), Family::postgresql), std::nullopt);
  EXPECT_EQ(normal_form(std::string(100000, '-') + "1", Family::mysql), std::nullopt);
  std::string chain = "a";
  std::string subscripts = "a";
  for (int i = 0; i < 100000; ++i) {
    chain += "-a";
    subscripts += "[1]";
  }
  EXPECT_EQ(normal_form(chain, Family::postgresql), std::nullopt);
  EXPECT_EQ(normal_form(subscripts, Family::postgresql), std::nullopt);
}

TEST(NormalForm, takes_long_lists) {
  std::string list = "a IN (0";
  for (int i = 1; i < 20000; ++i)
    list += ", " + std::to_string(i);
  EXPECT_TRUE(normal_form(list + ")", Family::postgresql));
}

TEST(NormalForm, keeps_numbers_by_their_value) {
  EXPECT_EQ(plain_number("007.50"), "7.5");
  EXPECT_EQ(plain_number("0.00"), "0");
  EXPECT_EQ(plain_number(".5"), "0.5");
  EXPECT_EQ(plain_number("1e3"), "1e3");
}

}  // namespace
}  // namespace pycharter::sql::comparison
