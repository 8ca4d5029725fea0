// Where the boxes of a picture stand.
#include <alembic/autogenerate/picture/layout.h>
#include <gtest/gtest.h>

#include <random>

namespace pycharter::alembic::picture {
namespace {

bool overlap(Point a, Size of_a, Point b, Size of_b) {
  return a.x < b.x + of_b.width && b.x < a.x + of_a.width && a.y < b.y + of_b.height &&
         b.y < a.y + of_a.height;
}

// Sizes and lines by chance, circles and lines to oneself among them.
struct Drawn {
  std::vector<Size> sizes;
  std::vector<Line> lines;
};
Drawn drawn(unsigned seed, std::size_t count) {
  std::mt19937 random(seed);
  Drawn made;
  for (std::size_t i = 0; i < count; ++i)
    made.sizes.push_back({100.0 + random() % 200, 40.0 + random() % 300});
  for (std::size_t i = 0; i < count * 3 / 2; ++i)
    made.lines.push_back({random() % count, random() % count});
  return made;
}

TEST(LayoutTest, BoxesNeverOverlapAndStandWithinTheSize) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    const Drawn made = drawn(seed, 5 + seed * 4);
    const Layout layout = lay_out(made.sizes, made.lines);
    for (std::size_t a = 0; a < made.sizes.size(); ++a) {
      EXPECT_GE(layout.boxes[a].x, 0) << seed;
      EXPECT_GE(layout.boxes[a].y, 0) << seed;
      EXPECT_LE(layout.boxes[a].x + made.sizes[a].width, layout.size.width + 0.01) << seed;
      EXPECT_LE(layout.boxes[a].y + made.sizes[a].height, layout.size.height + 0.01) << seed;
      for (std::size_t b = a + 1; b < made.sizes.size(); ++b)
        EXPECT_FALSE(overlap(layout.boxes[a], made.sizes[a], layout.boxes[b], made.sizes[b]))
            << "boxes " << a << " and " << b << " of seed " << seed;
    }
  }
}

TEST(LayoutTest, LinesPassBetweenBoxes) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    const Drawn made = drawn(seed, 5 + seed * 4);
    const Layout layout = lay_out(made.sizes, made.lines);
    for (const auto& passages : layout.passages)
      for (const Point& point : passages)
        for (std::size_t box = 0; box < made.sizes.size(); ++box)
          EXPECT_FALSE(overlap(point, {0, 0}, layout.boxes[box], made.sizes[box])) << seed;
  }
}

TEST(LayoutTest, WhatRefersStandsToTheRight) {
  const std::vector<Size> sizes(3, {100, 50});
  const Layout layout = lay_out(sizes, {{2, 1}, {1, 0}, {2, 0}});
  EXPECT_LT(layout.boxes[0].x, layout.boxes[1].x);
  EXPECT_LT(layout.boxes[1].x, layout.boxes[2].x);
  EXPECT_EQ(layout.passages[2].size(), 2u) << "the way past the box in the middle";
}

TEST(LayoutTest, ACircleEnds) {
  const std::vector<Size> sizes(3, {100, 50});
  const Layout layout = lay_out(sizes, {{0, 1}, {1, 2}, {2, 0}, {0, 0}});
  EXPECT_GT(layout.size.width, 300);
}

}  // namespace
}  // namespace pycharter::alembic::picture
