// What the threads of store_load write, and how it is recognised.
#ifndef PYCHARTER_TESTS_FAULTS_WORKLOAD_H
#define PYCHARTER_TESTS_FAULTS_WORKLOAD_H

#include <string>

namespace pycharter::faults {

inline constexpr int schemas_of_batch = 4;

// One contract: a schema whose rules say the same name, so that one put together of two shows.
inline std::string schema_text(const std::string& name) {
  return R"({"title": ")" + name + R"(", "properties": {"a": {"type": "string"}}})";
}
inline std::string complete_text(const std::string& name) {
  return R"({"title": ")" + name + R"(", "properties": {"a": {"type": "string", "coercion": ")" + name +
         R"("}}, "version": "1"})";
}
inline std::string rules_text(const std::string& name) {
  return R"({"a": ")" + name + R"("})";
}
// A record of which every part says the same number.
inline std::string counter_text(int n) {
  return R"({"n": )" + std::to_string(n) + '}';
}
inline std::string batch_schema(const std::string& batch, int i) {
  return batch + '.' + std::to_string(i);
}

}  // namespace pycharter::faults

#endif
