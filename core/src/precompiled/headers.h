// What most files include, compiled once for each of the large targets: with gcc it saves more than a third
// of a build's time. It is no substitute for an include: `-Db_pch=false`, as tools/soak.sh builds, compiles
// without it.
#ifndef PYCHARTER_PRECOMPILED_HEADERS_H
#define PYCHARTER_PRECOMPILED_HEADERS_H

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#endif
