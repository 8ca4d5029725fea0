#include "alembic/write/file_name.h"

#include <pycharter/plugin/error.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <optional>
#include <utility>

namespace pycharter::alembic {

namespace {

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

char lower(char c) {
  return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

// Sets TZ for the time of one conversion: the C library knows no other way to a named zone.
class Zone {
 public:
  explicit Zone(const std::string& name) {
    if (const char* before = std::getenv("TZ")) before_ = before;
    ::setenv("TZ", (":" + name).c_str(), 1);
    ::tzset();
  }
  ~Zone() {
    if (before_)
      ::setenv("TZ", before_->c_str(), 1);
    else
      ::unsetenv("TZ");
    ::tzset();
  }
  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;

 private:
  std::optional<std::string> before_;
};

bool zone_exists(const std::string& name) {
  if (name.find("..") != std::string::npos || name.front() == '/') return false;
  return std::filesystem::is_regular_file("/usr/share/zoneinfo/" + name);
}

std::string offset_text(long seconds) {
  char text[48];
  const long minutes = std::labs(seconds) / 60;
  std::snprintf(text, sizeof text, "%c%02ld:%02ld", seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
  return text;
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string padded(std::string text, std::size_t width, char with) {
  return text.size() >= width ? text : std::string(width - text.size(), with) + text;
}

// One `%(name)FLAGSd` of a file template.
struct Field {
  std::string name;
  bool zero = false;
  std::size_t width = 0, precision = 0;
  char type = 's';
};

class FileTemplate {
 public:
  FileTemplate(const std::string& text, const std::string& revision, const std::string& slug,
               const CreateDate& date)
      : text_(text), revision_(revision), slug_(slug), date_(date) {}

  std::string expand() {
    std::string name;
    for (std::size_t at = 0; at < text_.size();) {
      if (text_[at] != '%') {
        name += text_[at++];
      } else if (at + 1 < text_.size() && text_[at + 1] == '%') {
        name += '%';
        at += 2;
      } else {
        name += value(field(at));
      }
    }
    return name;
  }

 private:
  [[noreturn]] void refuse(std::size_t at) const {
    throw Error(ErrorCode::config, "file_template: '" + text_.substr(at, 24) +
                                       "' is not understood; it may hold %(rev)s %(slug)s %(epoch)s %(year)d "
                                       "%(month).2d %(day).2d %(hour).2d %(minute).2d %(second).2d");
  }

  std::size_t number(std::size_t& at) const {
    std::size_t value = 0;
    while (at < text_.size() && text_[at] >= '0' && text_[at] <= '9' && value < 100)
      value = value * 10 + static_cast<std::size_t>(text_[at++] - '0');
    return value;
  }

  Field field(std::size_t& at) const {
    const std::size_t start = at;
    const std::size_t end = text_.find(')', at);
    if (at + 1 >= text_.size() || text_[at + 1] != '(' || end == std::string::npos) refuse(start);
    Field result;
    result.name = text_.substr(at + 2, end - at - 2);
    at = end + 1;
    result.zero = at < text_.size() && text_[at] == '0';
    result.width = number(at);
    if (at < text_.size() && text_[at] == '.') result.precision = number(++at);
    if (at >= text_.size() || (text_[at] != 's' && text_[at] != 'd')) refuse(start);
    result.type = text_[at++];
    return result;
  }

  std::string value(const Field& field) const {
    const std::array<std::pair<std::string_view, std::int64_t>, 7> numbers{{{"epoch", date_.epoch},
                                                                            {"year", date_.year},
                                                                            {"month", date_.month},
                                                                            {"day", date_.day},
                                                                            {"hour", date_.hour},
                                                                            {"minute", date_.minute},
                                                                            {"second", date_.second}}};
    for (const auto& [name, number] : numbers)
      if (name == field.name)
        return padded(padded(std::to_string(number), field.type == 'd' ? field.precision : 0, '0'),
                      field.width, field.zero ? '0' : ' ');
    if (field.type == 's' && (field.name == "rev" || field.name == "slug"))
      return padded(field.name == "rev" ? revision_ : slug_, field.width, ' ');
    refuse(text_.find("%(" + field.name));
  }

  const std::string& text_;
  const std::string& revision_;
  const std::string& slug_;
  const CreateDate& date_;
};

}  // namespace

std::string CreateDate::text() const {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d %02d:%02d:%02d", year, month, day, hour, minute,
                second);
  std::string result = buffer;
  if (microsecond != 0) {
    std::snprintf(buffer, sizeof buffer, ".%06d", microsecond);
    result += buffer;
  }
  return result + offset;
}

CreateDate create_date_now(const std::string& timezone) {
  std::optional<Zone> zone;
  if (!timezone.empty()) {
    std::string upper = timezone;
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); });
    if (!zone_exists(timezone) && !zone_exists(upper) && upper != "UTC")
      throw Error(ErrorCode::config, "Can't locate timezone: " + timezone);
    zone.emplace(zone_exists(timezone) ? timezone : upper);
  }
  timeval now{};
  ::gettimeofday(&now, nullptr);
  std::tm local{};
  ::localtime_r(&now.tv_sec, &local);
  return {local.tm_year + 1900,
          local.tm_mon + 1,
          local.tm_mday,
          local.tm_hour,
          local.tm_min,
          local.tm_sec,
          static_cast<int>(now.tv_usec),
          static_cast<std::int64_t>(now.tv_sec),
          timezone.empty() ? std::string() : offset_text(local.tm_gmtoff)};
}

CreateDate parse_create_date(std::string_view text) {
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second)
    throw Error(ErrorCode::usage, "'" + std::string(text) + "' is no date; write 2026-11-22T23:05:20");
  CreateDate date{*year, *month, *day, *hour, *minute, *second, 0, 0, {}};
  std::size_t at = 19;
  if (at < text.size() && text[at] == '.') {
    std::string fraction;
    while (++at < text.size() && text[at] >= '0' && text[at] <= '9')
      fraction += text[at];
    fraction.resize(6, '0');
    date.microsecond = std::atoi(fraction.c_str());
  }
  date.offset = text.substr(std::min(at, text.size())) == "Z"
                    ? "+00:00"
                    : std::string(text.substr(std::min(at, text.size())));
  std::tm utc{};
  utc.tm_year = *year - 1900;
  utc.tm_mon = *month - 1;
  utc.tm_mday = *day;
  utc.tm_hour = *hour;
  utc.tm_min = *minute;
  utc.tm_sec = *second;
  date.epoch = static_cast<std::int64_t>(::timegm(&utc));
  return date;
}

std::string slug_of(std::string_view message, std::size_t most_characters) {
  std::string slug;
  for (std::size_t at = 0; at < message.size();) {
    const std::size_t start = at;
    while (at < message.size() && is_word(message[at]))
      ++at;
    if (at == start) {
      ++at;
      continue;
    }
    if (!slug.empty()) slug += '_';
    for (const char c : message.substr(start, at - start))
      slug += lower(c);
  }
  std::size_t cut = 0;
  for (std::size_t characters = 0; cut < slug.size(); ++cut)
    if ((slug[cut] & 0xC0) != 0x80 && characters++ == most_characters) break;
  if (cut == slug.size()) return slug;
  slug.resize(cut);
  return slug.substr(0, slug.rfind('_')) + "_";
}

std::string revision_file_name(const std::string& file_template, const std::string& revision,
                               const std::string& slug, const CreateDate& date) {
  const std::string name = FileTemplate(file_template, revision, slug, date).expand();
  if (name.empty() || name.find('\0') != std::string::npos)
    throw Error(ErrorCode::config, "file_template gives no file name for revision " + revision);
  return name + ".py";
}

}  // namespace pycharter::alembic
