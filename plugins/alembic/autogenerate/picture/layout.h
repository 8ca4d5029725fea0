// Where the boxes of a picture stand: tables that are referred to on the left, those that refer to them on
// the right, in columns; what belongs together side by side; lines between the boxes, not under them.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_PICTURE_LAYOUT_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_PICTURE_LAYOUT_H

#include <cstddef>
#include <vector>

namespace pycharter::alembic::picture {

struct Size {
  double width = 0, height = 0;
};

struct Point {
  double x = 0, y = 0;
};

// From a box to one that it refers to.
struct Line {
  std::size_t from = 0, to = 0;
};

struct Layout {
  std::vector<Point> boxes;  // upper left corners, as many as there were sizes
  // Of each line: where it enters and leaves each column between its ends.
  std::vector<std::vector<Point>> passages;
  Size size;
};

// The same for the same input. Lines from a box to itself have no passages.
Layout lay_out(const std::vector<Size>& boxes, const std::vector<Line>& lines);

}  // namespace pycharter::alembic::picture

#endif
