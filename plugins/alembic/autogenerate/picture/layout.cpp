#include "alembic/autogenerate/picture/layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "alembic/autogenerate/picture/layers.h"

namespace pycharter::alembic::picture {

namespace {

constexpr double gap_between_groups = 60;
constexpr double wider_than_high = 1.6;

// Boxes that lines connect, and the lines between them.
struct Group {
  std::vector<std::size_t> boxes, lines;
};

std::vector<Group> groups_of(std::size_t count, const std::vector<Line>& lines) {
  std::vector<std::size_t> root(count);
  std::iota(root.begin(), root.end(), std::size_t{0});
  const auto find = [&](std::size_t box) {
    while (root[box] != box)
      box = root[box] = root[root[box]];
    return box;
  };
  for (const Line& line : lines)
    root[std::max(find(line.from), find(line.to))] = std::min(find(line.from), find(line.to));
  std::vector<Group> groups(count);
  for (std::size_t box = 0; box < count; ++box)
    groups[find(box)].boxes.push_back(box);
  for (std::size_t line = 0; line < lines.size(); ++line)
    groups[find(lines[line].from)].lines.push_back(line);
  std::erase_if(groups, [](const Group& group) { return group.boxes.empty(); });
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return a.boxes.size() > b.boxes.size(); });
  return groups;
}

struct Place {
  double x = 0, width = 0;
};

// Columns get more room between them where many lines turn.
std::vector<Place> column_places(const Layers& layers) {
  std::vector<Place> places;
  double x = 0;
  for (const auto& column : layers.columns) {
    double width = 0;
    std::size_t lines = 0;
    for (const std::size_t node : column) {
      width = std::max(width, layers.nodes[node].size.width);
      lines += layers.nodes[node].right.size();
    }
    places.push_back({x, width});
    x += width + gap_between_columns + 4 * static_cast<double>(std::min<std::size_t>(lines, 30));
  }
  return places;
}

// The group's boxes and lines from its own upper left corner.
Size put_down(const Group& group, const Layers& layers, Layout& layout) {
  const std::vector<Place> places = column_places(layers);
  double top = INFINITY;
  for (const Node& node : layers.nodes)
    top = std::min(top, node.y);
  Size size;
  for (std::size_t i = 0; i < layers.nodes.size(); ++i) {
    const Node& node = layers.nodes[i];
    const double x = places[node.layer].x;
    if (i < group.boxes.size()) layout.boxes[group.boxes[i]] = {x, node.y - top};
    size.width = std::max(size.width, x + node.size.width);
    size.height = std::max(size.height, node.y - top + node.size.height);
  }
  for (std::size_t i = 0; i < group.lines.size(); ++i) {
    const auto& chain = layers.chains[i];
    const bool leftward = layers.nodes[chain.front()].layer > layers.nodes[chain.back()].layer;
    for (std::size_t k = 1; k + 1 < chain.size(); ++k) {
      const Node& node = layers.nodes[chain[k]];
      const double y = node.y - top + node.size.height / 2;
      const Place& place = places[node.layer];
      const Point left{place.x, y}, right{place.x + place.width, y};
      auto& points = layout.passages[group.lines[i]];
      points.push_back(leftward ? right : left);
      points.push_back(leftward ? left : right);
    }
  }
  return size;
}

Size lay_out_group(const Group& group, const std::vector<Size>& boxes, const std::vector<Line>& lines,
                   Layout& layout) {
  std::vector<std::size_t> local(boxes.size(), 0);
  std::vector<Size> sizes;
  std::vector<Line> own_lines;
  for (const std::size_t box : group.boxes) {
    local[box] = sizes.size();
    sizes.push_back(boxes[box]);
  }
  for (const std::size_t line : group.lines)
    own_lines.push_back({local[lines[line].from], local[lines[line].to]});
  Layers layers = assign_layers(sizes, own_lines);
  order_columns(layers);
  place_nodes(layers);
  return put_down(group, layers, layout);
}

void move(Layout& layout, const Group& group, double x, double y) {
  for (const std::size_t box : group.boxes) {
    layout.boxes[box].x += x;
    layout.boxes[box].y += y;
  }
  for (const std::size_t line : group.lines)
    for (Point& point : layout.passages[line]) {
      point.x += x;
      point.y += y;
    }
}

// A width at which the rows of groups make a picture somewhat wider than high.
double row_width(const std::vector<Size>& sizes) {
  double area = 0, widest = 0;
  for (const Size& size : sizes) {
    area += (size.width + gap_between_groups) * (size.height + gap_between_groups);
    widest = std::max(widest, size.width);
  }
  return std::max(widest, std::sqrt(area * wider_than_high));
}

}  // namespace

Layout lay_out(const std::vector<Size>& boxes, const std::vector<Line>& lines) {
  Layout layout;
  layout.boxes.resize(boxes.size());
  layout.passages.resize(lines.size());
  const std::vector<Group> groups = groups_of(boxes.size(), lines);
  std::vector<Size> sizes;
  for (const Group& group : groups)
    sizes.push_back(lay_out_group(group, boxes, lines, layout));
  const double width = row_width(sizes);
  double x = 0, y = 0, height = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (x > 0 && x + sizes[i].width > width) {
      x = 0;
      y += height + gap_between_groups;
      height = 0;
    }
    move(layout, groups[i], x, y);
    layout.size.width = std::max(layout.size.width, x + sizes[i].width);
    x += sizes[i].width + gap_between_groups;
    height = std::max(height, sizes[i].height);
  }
  layout.size.height = groups.empty() ? 0 : y + height;
  return layout;
}

}  // namespace pycharter::alembic::picture
