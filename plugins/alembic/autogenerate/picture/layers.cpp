#include "alembic/autogenerate/picture/layers.h"

#include <algorithm>
#include <utility>

namespace pycharter::alembic::picture {

namespace {

constexpr int sweeps = 12;

// Lines by depth first, without those that lead back to where they came from.
std::vector<std::vector<std::size_t>> targets_without_circles(std::size_t count,
                                                              const std::vector<Line>& lines) {
  std::vector<std::vector<std::size_t>> all(count), kept(count);
  for (const Line& line : lines)
    if (line.from != line.to) all[line.from].push_back(line.to);
  enum class State { fresh, open, done };
  std::vector<State> states(count, State::fresh);
  struct Visit {
    std::size_t box, next;
  };
  for (std::size_t root = 0; root < count; ++root) {
    if (states[root] != State::fresh) continue;
    std::vector<Visit> path{{root, 0}};
    states[root] = State::open;
    while (!path.empty()) {
      Visit& visit = path.back();
      if (visit.next == all[visit.box].size()) {
        states[visit.box] = State::done;
        path.pop_back();
        continue;
      }
      const std::size_t from = visit.box, to = all[from][visit.next++];
      if (states[to] == State::open) {
        kept[to].push_back(from);
        continue;
      }
      kept[from].push_back(to);
      if (states[to] != State::fresh) continue;
      states[to] = State::open;
      path.push_back({to, 0});
    }
  }
  return kept;
}

// The longest way to a box that refers to none.
std::vector<std::size_t> depths(const std::vector<std::vector<std::size_t>>& targets) {
  std::vector<std::size_t> depth(targets.size(), 0);
  for (std::size_t round = 0; round < targets.size(); ++round) {
    bool changed = false;
    for (std::size_t box = 0; box < targets.size(); ++box)
      for (const std::size_t target : targets[box])
        if (depth[target] + 1 > depth[box]) {
          depth[box] = depth[target] + 1;
          changed = true;
        }
    if (!changed) break;
  }
  return depth;
}

// A box that refers to none stands beside the first that refers to it, not at the far left.
void move_close(std::vector<std::size_t>& depth, const std::vector<std::vector<std::size_t>>& targets) {
  std::vector<std::size_t> nearest(depth.size(), depth.size());
  for (std::size_t box = 0; box < targets.size(); ++box)
    for (const std::size_t target : targets[box])
      nearest[target] = std::min(nearest[target], depth[box]);
  for (std::size_t box = 0; box < depth.size(); ++box)
    if (targets[box].empty() && nearest[box] < depth.size()) depth[box] = nearest[box] - 1;
}

void connect(Layers& layers, std::size_t left, std::size_t right) {
  layers.nodes[left].right.push_back(right);
  layers.nodes[right].left.push_back(left);
}

// The nodes of a line through the columns between its ends, made here. Its ends are in different columns.
std::vector<std::size_t> chain(Layers& layers, const Line& line) {
  const std::size_t from = layers.nodes[line.from].layer, to = layers.nodes[line.to].layer;
  const bool leftward = from > to;
  std::vector<std::size_t> nodes{line.from};
  for (std::size_t layer = std::min(from, to) + 1; layer < std::max(from, to); ++layer) {
    layers.columns[layer].push_back(layers.nodes.size());
    nodes.push_back(layers.nodes.size());
    layers.nodes.push_back({{0, height_of_passage}, layer, 0, {}, {}});
  }
  if (leftward) std::reverse(nodes.begin() + 1, nodes.end());
  nodes.push_back(line.to);
  for (std::size_t i = 0; i + 1 < nodes.size(); ++i)
    connect(layers, leftward ? nodes[i + 1] : nodes[i], leftward ? nodes[i] : nodes[i + 1]);
  return nodes;
}

using Neighbours = std::vector<std::size_t> Node::*;

double centre(const Node& node) {
  return node.y + node.size.height / 2;
}

// A column in the order of its neighbours' mean heights; a node without any stays where it is.
void order_by_neighbours(Layers& layers, std::vector<std::size_t>& column, Neighbours neighbours,
                         const std::vector<double>& rank) {
  std::vector<std::pair<double, std::size_t>> wanted;
  for (const std::size_t node : column) {
    const auto& near = layers.nodes[node].*neighbours;
    double sum = 0;
    for (const std::size_t other : near)
      sum += rank[other];
    wanted.emplace_back(near.empty() ? rank[node] : sum / static_cast<double>(near.size()), node);
  }
  std::stable_sort(wanted.begin(), wanted.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < column.size(); ++i)
    column[i] = wanted[i].second;
}

std::vector<double> ranks(const Layers& layers) {
  std::vector<double> rank(layers.nodes.size());
  for (const auto& column : layers.columns)
    for (std::size_t i = 0; i < column.size(); ++i)
      rank[column[i]] = (static_cast<double>(i) + 0.5) / static_cast<double>(column.size());
  return rank;
}

std::size_t crossings_between(const Layers& layers, const std::vector<std::size_t>& column,
                              const std::vector<double>& rank) {
  std::vector<std::pair<double, double>> lines;
  for (const std::size_t node : column)
    for (const std::size_t right : layers.nodes[node].right)
      lines.emplace_back(rank[node], rank[right]);
  std::size_t count = 0;
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (std::size_t j = i + 1; j < lines.size(); ++j)
      count += (lines[i].first - lines[j].first) * (lines[i].second - lines[j].second) < 0;
  return count;
}

std::size_t crossings(const Layers& layers) {
  const std::vector<double> rank = ranks(layers);
  std::size_t count = 0;
  for (const auto& column : layers.columns)
    count += crossings_between(layers, column, rank);
  return count;
}

double below(const Node& node) {
  return node.y + node.size.height + gap_between_boxes;
}

// Nodes where they want to be, in their order and without overlap: runs of nodes that push each other settle
// around the mean of what they want.
void settle(Layers& layers, const std::vector<std::size_t>& column, const std::vector<double>& wanted) {
  struct Run {
    double sum, offset;  // of the wanted heights less the offsets; of the next node in the run
    std::size_t count;
  };
  std::vector<Run> runs;
  const auto height = [](const Run& run) { return run.sum / static_cast<double>(run.count); };
  for (std::size_t i = 0; i < column.size(); ++i) {
    const Node& node = layers.nodes[column[i]];
    runs.push_back({wanted[i], node.size.height + gap_between_boxes, 1});
    while (runs.size() > 1 &&
           height(runs[runs.size() - 2]) + runs[runs.size() - 2].offset > height(runs.back())) {
      const Run last = runs.back();
      runs.pop_back();
      Run& run = runs.back();
      run.sum += last.sum - run.offset * static_cast<double>(last.count);
      run.offset += last.offset;
      run.count += last.count;
    }
  }
  std::size_t next = 0;
  for (const Run& run : runs) {
    double y = height(run);
    for (std::size_t i = 0; i < run.count; ++i) {
      Node& node = layers.nodes[column[next++]];
      node.y = y;
      y = below(node);
    }
  }
}

void pull(Layers& layers, const std::vector<std::size_t>& column, Neighbours neighbours) {
  std::vector<double> wanted;
  for (const std::size_t index : column) {
    const Node& node = layers.nodes[index];
    const auto& near = node.*neighbours;
    double sum = 0;
    for (const std::size_t other : near)
      sum += centre(layers.nodes[other]);
    wanted.push_back(near.empty() ? node.y : sum / static_cast<double>(near.size()) - node.size.height / 2);
  }
  settle(layers, column, wanted);
}

}  // namespace

Layers assign_layers(const std::vector<Size>& boxes, const std::vector<Line>& lines) {
  Layers layers;
  const auto targets = targets_without_circles(boxes.size(), lines);
  auto depth = depths(targets);
  move_close(depth, targets);
  layers.columns.resize(depth.empty() ? 0 : 1 + *std::max_element(depth.begin(), depth.end()));
  for (std::size_t box = 0; box < boxes.size(); ++box) {
    layers.nodes.push_back({boxes[box], depth[box], 0, {}, {}});
    layers.columns[depth[box]].push_back(box);
  }
  for (const Line& line : lines)
    layers.chains.push_back(line.from == line.to ? std::vector<std::size_t>{line.from, line.to}
                                                 : chain(layers, line));
  return layers;
}

void order_columns(Layers& layers) {
  auto best = layers.columns;
  std::size_t fewest = crossings(layers);
  for (int sweep = 0; sweep < sweeps && fewest > 0; ++sweep) {
    const bool rightward = sweep % 2 == 0;
    for (std::size_t i = 0; i < layers.columns.size(); ++i) {
      const std::size_t column = rightward ? i : layers.columns.size() - 1 - i;
      order_by_neighbours(layers, layers.columns[column], rightward ? &Node::left : &Node::right,
                          ranks(layers));
    }
    const std::size_t count = crossings(layers);
    if (count >= fewest) continue;
    fewest = count;
    best = layers.columns;
  }
  layers.columns = std::move(best);
}

void place_nodes(Layers& layers) {
  for (const auto& column : layers.columns) {
    double y = 0;
    for (const std::size_t node : column) {
      layers.nodes[node].y = y;
      y = below(layers.nodes[node]);
    }
  }
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    const bool rightward = sweep % 2 == 0;
    for (std::size_t i = 0; i < layers.columns.size(); ++i)
      pull(layers, layers.columns[rightward ? i : layers.columns.size() - 1 - i],
           rightward ? &Node::left : &Node::right);
  }
}

}  // namespace pycharter::alembic::picture
