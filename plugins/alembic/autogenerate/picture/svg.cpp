#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "alembic/autogenerate/picture/diagram.h"
#include "alembic/autogenerate/picture/layout.h"

namespace pycharter::alembic::picture {

namespace {

constexpr double margin = 24;
constexpr double row_height = 20;
constexpr double header_height = 28;
constexpr double padding = 10;
constexpr double character = 7.3;  // of a fixed font of 12 pixels
constexpr double marks_width = 42;
constexpr double stub = 18;  // what is straight at either end of a line

constexpr std::string_view style =
    "text{font:12px 'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:#1f2933}"
    ".box{fill:#fff;stroke:#52606d}.head{fill:#dbe7f3;stroke:#52606d}.name{font-weight:bold}"
    ".mark{fill:#9a5b00;font-size:10px}.type{fill:#7b8794}.key{font-weight:bold}"
    ".line{fill:none;stroke:#52606d;stroke-width:1.3}.dot{fill:#fff;stroke:#52606d;stroke-width:1.3}";

std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '&')
      made += "&amp;";
    else if (c == '<')
      made += "&lt;";
    else if (c == '>')
      made += "&gt;";
    else if (c == '"')
      made += "&quot;";
    else
      made += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return made;
}

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

std::string at(Point point) {
  return number(point.x) + "," + number(point.y);
}

// In the widths of a fixed font: characters beyond most scripts of Europe count twice.
double width_of(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) columns += byte >= 0xE1 ? 2 : 1;
  }
  return static_cast<double>(columns) * character;
}

std::string shown_type(const Column& column) {
  return column.type + (column.nullable && !column.primary_key ? "?" : "");
}

Size size_of(const Table& table) {
  double width = width_of(table.name) + 2 * padding;
  for (const Column& column : table.columns)
    width = std::max(width, padding + marks_width + width_of(column.name) + 2 * character +
                                width_of(shown_type(column)) + padding);
  return {width, header_height + row_height * static_cast<double>(table.columns.size())};
}

std::string marks_of(const Column& column) {
  std::string marks = column.primary_key ? "PK" : "";
  if (column.foreign_key) marks += marks.empty() ? "FK" : " FK";
  if (marks.empty() && column.unique) marks = "UQ";
  return marks;
}

std::string text(double x, double y, std::string_view css, std::string_view content,
                 std::string_view more = {}) {
  return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" class=\"" + std::string(css) + "\"" +
         std::string(more) + ">" + escaped(content) + "</text>";
}

std::string rectangle(std::string_view css, Point corner, Size size) {
  return "<rect class=\"" + std::string(css) + "\" x=\"" + number(corner.x) + "\" y=\"" + number(corner.y) +
         "\" width=\"" + number(size.width) + "\" height=\"" + number(size.height) + "\"/>\n";
}

// A remark that a viewer shows where the pointer rests.
std::string remark(std::string_view comment) {
  return comment.empty() ? std::string() : "<title>" + escaped(comment) + "</title>";
}

std::string draw_table(const Table& table, Point corner, Size size) {
  std::string svg = "<g>" + remark(table.comment) + rectangle("box", corner, size) +
                    rectangle("head", corner, {size.width, header_height}) +
                    text(corner.x + padding, corner.y + 18, "name", table.name) + "</g>\n";
  double y = corner.y + header_height;
  for (const Column& column : table.columns) {
    const double line = y + 14;
    svg += "<g>" + remark(column.comment);
    if (const std::string marks = marks_of(column); !marks.empty())
      svg += text(corner.x + padding, line, "mark", marks);
    svg += text(corner.x + padding + marks_width, line, column.primary_key ? "key" : "column", column.name);
    svg += text(corner.x + size.width - padding, line, "type", shown_type(column), " text-anchor=\"end\"");
    svg += "</g>\n";
    y += row_height;
  }
  return svg;
}

// One end of a line, at the edge of a box.
struct End {
  Point edge;
  double outward = 1;  // 1 to the right, -1 to the left

  Point away(double distance, double down = 0) const { return {edge.x + outward * distance, edge.y + down}; }
};

double row_middle(const Point& corner, const std::vector<std::size_t>& columns) {
  if (columns.empty()) return corner.y + header_height / 2;
  return corner.y + header_height + row_height * (static_cast<double>(columns.front()) + 0.5);
}

End end_of(Point corner, Size size, const std::vector<std::size_t>& columns, bool rightward) {
  return {{rightward ? corner.x + size.width : corner.x, row_middle(corner, columns)},
          rightward ? 1.0 : -1.0};
}

std::string stroke(Point from, Point to) {
  return "M" + at(from) + "L" + at(to);
}

// The crow's foot of many, the bar of one; a ring where there may be none.
std::string draw_end(const End& end, bool many, bool may_be_none) {
  std::string path = many ? stroke(end.away(0, -5), end.away(10)) + stroke(end.away(0, 5), end.away(10))
                          : stroke(end.away(7, -5), end.away(7, 5));
  std::string svg = "<path class=\"line\" d=\"" + path + "\"/>";
  if (may_be_none) {
    const Point centre = end.away(many ? 13 : 11);
    svg += "<circle class=\"dot\" cx=\"" + number(centre.x) + "\" cy=\"" + number(centre.y) + "\" r=\"3\"/>";
  }
  return svg;
}

std::string curve(Point from, Point to, double direction) {
  const double reach = std::max(24.0, std::abs(to.x - from.x) / 2) * direction;
  return "C" + at({from.x + reach, from.y}) + " " + at({to.x - reach, to.y}) + " " + at(to);
}

std::string draw_loop(const End& from, const End& to) {
  const Point start = from.away(stub), stop = to.away(stub);
  return "M" + at(from.edge) + "L" + at(start) + "C" + at(from.away(stub + 28)) + " " +
         at(to.away(stub + 28)) + " " + at(stop) + "L" + at(to.edge);
}

std::string draw_way(const End& from, const End& to, const std::vector<Point>& passages) {
  std::string path = "M" + at(from.edge);
  Point last = from.away(stub);
  path += "L" + at(last);
  for (std::size_t i = 0; i + 1 < passages.size(); i += 2) {
    path += curve(last, passages[i], from.outward) + "L" + at(passages[i + 1]);
    last = passages[i + 1];
  }
  return path + curve(last, to.away(stub), from.outward) + "L" + at(to.edge);
}

std::string draw_relation(const Diagram& diagram, const Relation& relation, const std::vector<Size>& sizes,
                          const Layout& layout, const std::vector<Point>& passages) {
  const bool loop = relation.child == relation.parent;
  const Point child = layout.boxes[relation.child], parent = layout.boxes[relation.parent];
  const bool rightward = loop || child.x < parent.x;
  const End from = end_of(child, sizes[relation.child], relation.child_columns, rightward);
  const End to = end_of(parent, sizes[relation.parent], relation.parent_columns, loop || !rightward);
  std::string names;
  for (const std::size_t column : relation.child_columns)
    names += (names.empty() ? "" : ", ") + diagram.tables[relation.child].columns[column].name;
  return "<g>" +
         remark(diagram.tables[relation.child].name + " (" + names + ") refers to " +
                diagram.tables[relation.parent].name) +
         "<path class=\"line\" d=\"" + (loop ? draw_loop(from, to) : draw_way(from, to, passages)) + "\"/>" +
         draw_end(from, !relation.single, true) + draw_end(to, false, relation.optional) + "</g>\n";
}

}  // namespace

std::string to_svg(const Diagram& diagram) {
  std::vector<Size> sizes;
  std::vector<Line> lines;
  for (const Table& table : diagram.tables)
    sizes.push_back(size_of(table));
  for (const Relation& relation : diagram.relations)
    lines.push_back({relation.child, relation.parent});
  Layout layout = lay_out(sizes, lines);
  for (Point& box : layout.boxes)
    box = {box.x + margin, box.y + margin};
  for (auto& points : layout.passages)
    for (Point& point : points)
      point = {point.x + margin, point.y + margin};
  // A loop stands out of its box to the right.
  const double width = layout.size.width + 2 * margin + stub + 28, height = layout.size.height + 2 * margin;
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + number(width) + "\" height=\"" +
                    number(height) + "\" viewBox=\"0 0 " + number(width) + " " + number(height) +
                    "\">\n<style>" + std::string(style) +
                    "</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
  for (std::size_t i = 0; i < diagram.relations.size(); ++i)
    svg += draw_relation(diagram, diagram.relations[i], sizes, layout, layout.passages[i]);
  for (std::size_t i = 0; i < diagram.tables.size(); ++i)
    svg += draw_table(diagram.tables[i], layout.boxes[i], sizes[i]);
  return svg + "</svg>\n";
}

}  // namespace pycharter::alembic::picture
