// The nearest known word, for every "did you mean".
#ifndef PYCHARTER_PLUGIN_SUGGEST_H
#define PYCHARTER_PLUGIN_SUGGEST_H

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::plugin {

// Edits (insert, delete, replace, swap of neighbours) from one word to the other, letters' case ignored.
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); };
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

// The candidate that `word` most likely meant, or empty when none is near (more than a third of it differs).
template <typename Words>
std::string nearest(std::string_view word, const Words& candidates) {
  static constexpr std::size_t longest = 128;  // nobody mistypes more than that; bounds the work
  if (word.empty() || word.size() > longest) return {};
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(1, (word.size() + 1) / 3) + 1;
  for (const auto& candidate : candidates) {
    const std::string_view text(candidate);
    const bool prefix = word.size() >= 2 && text.starts_with(word);
    const auto distance = prefix ? 1 : text.size() > longest ? longest : edit_distance(word, text);
    if (distance < best_distance) {
      best_distance = distance;
      best = std::string(text);
    }
  }
  return best;
}

// "; did you mean 'upgrade'?", or empty.
template <typename Words>
std::string did_you_mean(std::string_view word, const Words& candidates) {
  const std::string found = nearest(word, candidates);
  return found.empty() ? std::string() : "; did you mean '" + found + "'?";
}

}  // namespace pycharter::plugin

#endif
