// Structs of abi.h from and to the types of types.h. What points into its argument lives no longer than that.
#ifndef PYCHARTER_PLUGIN_DETAIL_CONVERT_H
#define PYCHARTER_PLUGIN_DETAIL_CONVERT_H

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <pycharter/plugin/abi.h>
#include <pycharter/plugin/host.h>
#include <pycharter/plugin/types.h>

namespace pycharter::plugin::detail {

// The element of an array whose writer may know a longer or shorter struct: the stride is the writer's.
inline const pycharter_record* element(const pycharter_record* records, std::size_t index) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(records);
  return reinterpret_cast<const pycharter_record*>(bytes + index * records->struct_size);
}

inline std::uint32_t to_flags(const Query& query) {
  return (query.last_created ? std::uint32_t{PYCHARTER_QUERY_LAST_CREATED} : 0U) |
         (query.without_document ? std::uint32_t{PYCHARTER_QUERY_WITHOUT_DOCUMENT} : 0U) |
         (query.content_only ? std::uint32_t{PYCHARTER_QUERY_CONTENT} : 0U) |
         (query.exact_key ? std::uint32_t{PYCHARTER_QUERY_EXACT_KEY} : 0U) |
         (query.cascade ? std::uint32_t{PYCHARTER_QUERY_CASCADE} : 0U);
}

// A query as the struct, with what the struct points to.
struct QueryView {
  explicit QueryView(const Query& query) : match(to_abi(query.match)) {
    about.reserve(query.about.size());
    for (const auto& one : query.about)
      about.push_back(to_abi(one));
    abi = {sizeof(pycharter_query),      to_flags(query), &match,      query.limit,
           to_abi_optional(query.after), about.data(),    about.size()};
  }
  QueryView(const QueryView&) = delete;
  QueryView& operator=(const QueryView&) = delete;

  pycharter_record match;
  std::vector<pycharter_str> about;
  pycharter_query abi{};
};

inline Query from_abi(const pycharter_query* query) {
  Query out;
  if (PYCHARTER_HAS(query, pycharter_query, flags)) {
    out.last_created = (query->flags & PYCHARTER_QUERY_LAST_CREATED) != 0;
    out.without_document = (query->flags & PYCHARTER_QUERY_WITHOUT_DOCUMENT) != 0;
    out.content_only = (query->flags & PYCHARTER_QUERY_CONTENT) != 0;
    out.exact_key = (query->flags & PYCHARTER_QUERY_EXACT_KEY) != 0;
    out.cascade = (query->flags & PYCHARTER_QUERY_CASCADE) != 0;
  }
  if (PYCHARTER_HAS(query, pycharter_query, match) && query->match != nullptr) fill(out.match, query->match);
  if (PYCHARTER_HAS(query, pycharter_query, limit)) out.limit = query->limit;
  if (PYCHARTER_HAS(query, pycharter_query, after)) out.after = to_optional(query->after);
  if (PYCHARTER_HAS(query, pycharter_query, about_count))
    for (std::size_t i = 0; i < query->about_count; ++i)
      out.about.emplace_back(to_view(query->about[i]));
  return out;
}

inline std::uint32_t to_flags(const ConnectOptions& options) {
  return (options.may_create ? std::uint32_t{PYCHARTER_CONNECT_MAY_CREATE} : 0U) |
         (options.read_only ? std::uint32_t{PYCHARTER_CONNECT_READ_ONLY} : 0U) |
         (options.migration ? std::uint32_t{PYCHARTER_CONNECT_MIGRATION} : 0U);
}

inline ConnectOptions to_connect_options(pycharter_str url, std::uint32_t flags) {
  return {std::string(to_view(url)), (flags & PYCHARTER_CONNECT_MAY_CREATE) != 0,
          (flags & PYCHARTER_CONNECT_READ_ONLY) != 0, (flags & PYCHARTER_CONNECT_MIGRATION) != 0};
}

inline pycharter_value to_abi(const Value& value) {
  return {value.type, 0, value.integer, value.number, to_abi(value.text)};
}

inline Value from_abi(const pycharter_value& value) {
  return {value.type, value.integer, value.number, std::string(to_view(value.text))};
}

template <class From, class To>
void convert_values(From&& from, std::vector<To>& to) {
  to.clear();
  to.reserve(from.size());
  for (const auto& value : from) {
    if constexpr (std::is_same_v<To, Value>)
      to.push_back(from_abi(value));
    else
      to.push_back(to_abi(value));
  }
}

}  // namespace pycharter::plugin::detail

#endif
