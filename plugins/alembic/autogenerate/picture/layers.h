// The columns of one group of boxes that lines connect.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_PICTURE_LAYERS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_PICTURE_LAYERS_H

#include <cstddef>
#include <vector>

#include "alembic/autogenerate/picture/layout.h"

namespace pycharter::alembic::picture {

constexpr double gap_between_boxes = 28;
constexpr double gap_between_columns = 110;
constexpr double height_of_passage = 14;

// A box, or the place where a line passes a column.
struct Node {
  Size size;
  std::size_t layer = 0;
  double y = 0;                          // of the upper edge
  std::vector<std::size_t> left, right;  // neighbours in the columns beside
};

struct Layers {
  std::vector<Node> nodes;                        // the boxes first
  std::vector<std::vector<std::size_t>> columns;  // nodes from top to bottom
  std::vector<std::vector<std::size_t>> chains;   // of each line: the nodes it passes, from `from` to `to`
};

// Boxes into columns, each to the right of those that it refers to; a line that closes a circle counts the
// other way round.
Layers assign_layers(const std::vector<Size>& boxes, const std::vector<Line>& lines);
// The order within columns that leaves few crossings.
void order_columns(Layers& layers);
// Heights, so that lines are level where there is room.
void place_nodes(Layers& layers);

}  // namespace pycharter::alembic::picture

#endif
