// strftime and strptime.
#include <array>
#include <cctype>

#include "alembic/script/library/calendar.h"

namespace pycharter::alembic::script::calendar {

namespace {

constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> days = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                  "Friday", "Saturday", "Sunday"};

struct Moment {
  std::int64_t local;
  std::optional<std::int64_t> offset;
  Clock clock;
  std::size_t week_day() const { return static_cast<std::size_t>(calendar::week_day(local)); }
  std::size_t month() const { return static_cast<std::size_t>(clock.month - 1); }
  int hour12() const { return clock.hours % 12 == 0 ? 12 : clock.hours % 12; }
  // Weeks begin on the `first` day; days before the first such day are of week 0.
  int week_from(int first) const {
    return (day_of_year(local) + 6 - (calendar::week_day(local) - first + 7) % 7) / 7;
  }
};

struct Writer {
  char letter;
  std::string (*write)(const Moment&);
};
constexpr Writer writers[] = {
    {'Y', [](const Moment& m) { return digits(m.clock.year, 4); }},
    {'y', [](const Moment& m) { return digits(m.clock.year % 100, 2); }},
    {'m', [](const Moment& m) { return digits(m.clock.month, 2); }},
    {'d', [](const Moment& m) { return digits(m.clock.date, 2); }},
    {'H', [](const Moment& m) { return digits(m.clock.hours, 2); }},
    {'I', [](const Moment& m) { return digits(m.hour12(), 2); }},
    {'M', [](const Moment& m) { return digits(m.clock.minutes, 2); }},
    {'S', [](const Moment& m) { return digits(m.clock.seconds, 2); }},
    {'f', [](const Moment& m) { return digits(m.clock.microseconds, 6); }},
    {'p', [](const Moment& m) { return std::string(m.clock.hours < 12 ? "AM" : "PM"); }},
    {'B', [](const Moment& m) { return std::string(months[m.month()]); }},
    {'b', [](const Moment& m) { return std::string(months[m.month()].substr(0, 3)); }},
    {'A', [](const Moment& m) { return std::string(days[m.week_day()]); }},
    {'a', [](const Moment& m) { return std::string(days[m.week_day()].substr(0, 3)); }},
    {'j', [](const Moment& m) { return digits(day_of_year(m.local), 3); }},
    {'u', [](const Moment& m) { return std::to_string(m.week_day() + 1); }},
    {'w', [](const Moment& m) { return std::to_string((m.week_day() + 1) % 7); }},
    {'U', [](const Moment& m) { return digits(m.week_from(6), 2); }},
    {'W', [](const Moment& m) { return digits(m.week_from(0), 2); }},
    {'G', [](const Moment& m) { return digits(iso_week(m.local).year, 4); }},
    {'V', [](const Moment& m) { return digits(iso_week(m.local).week, 2); }},
    {'z', [](const Moment& m) { return m.offset ? offset_text(*m.offset, "") : std::string(); }},
    {'Z', [](const Moment& m) { return m.offset ? zone_name(*m.offset) : std::string(); }},
    {'%', [](const Moment&) { return std::string("%"); }},
    {'n', [](const Moment&) { return std::string("\n"); }},
    {'t', [](const Moment&) { return std::string("\t"); }},
};
// Directives that stand for others.
struct Shorthand {
  char letter;
  std::string_view pattern;
};
constexpr Shorthand shorthands[] = {{'F', "%Y-%m-%d"}, {'T', "%H:%M:%S"},   {'R', "%H:%M"},
                                    {'D', "%m/%d/%y"}, {'x', "%m/%d/%y"},   {'X', "%H:%M:%S"},
                                    {'h', "%b"},       {'r', "%I:%M:%S %p"}};

std::string written(const Moment& moment, std::string_view pattern, char& unknown);

std::string directive(const Moment& moment, char letter, char& unknown) {
  for (const Writer& writer : writers)
    if (writer.letter == letter) return writer.write(moment);
  for (const Shorthand& shorthand : shorthands)
    if (shorthand.letter == letter) return written(moment, shorthand.pattern, unknown);
  if (letter == 'e' || letter == 'c') {  // padded with a blank
    const std::string date = digits(moment.clock.date, 1);
    const std::string padded = date.size() < 2 ? " " + date : date;
    return letter == 'e'
               ? padded
               : written(moment, "%a %b ", unknown) + padded + written(moment, " %H:%M:%S %Y", unknown);
  }
  unknown = letter;
  return {};
}

std::string written(const Moment& moment, std::string_view pattern, char& unknown) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%' || i + 1 == pattern.size())
      out.push_back(pattern[i]);
    else
      out += directive(moment, pattern[++i], unknown);
  }
  return out;
}

bool is_blank(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Up to `most` digits, fewer when more would be out of range.
bool take_number(std::string_view& text, std::size_t least, std::size_t most, int from, int to, int& value) {
  std::size_t count = 0;
  while (count < most && count < text.size() && is_digit(text[count]))
    ++count;
  for (; count >= least && count > 0; --count) {
    int read = 0;
    for (const char c : text.substr(0, count))
      read = read * 10 + (c - '0');
    if (read < from || read > to) continue;
    value = read;
    text.remove_prefix(count);
    return true;
  }
  return false;
}

bool take_word(std::string_view& text, std::string_view word) {
  if (text.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(text[i])) !=
        std::tolower(static_cast<unsigned char>(word[i])))
      return false;
  }
  text.remove_prefix(word.size());
  return true;
}

template <std::size_t count>
bool take_name(std::string_view& text, const std::array<std::string_view, count>& names, bool whole,
               int& index) {
  for (std::size_t i = 0; i < count; ++i) {
    if (!take_word(text, whole ? names[i] : names[i].substr(0, 3))) continue;
    index = static_cast<int>(i);
    return true;
  }
  return false;
}

class TimeReader {
 public:
  TimeReader(std::string_view& text, ParsedTime& result)
      : text_(text), clock_(result.clock), result_(result) {}

  ParseEnd read(std::string_view pattern) {
    const ParseEnd end = read_pattern(pattern);
    if (end != ParseEnd::good) return end;
    if (half_day_ != 2) clock_.hours = clock_.hours % 12 + 12 * half_day_;
    return text_.empty() ? ParseEnd::good : ParseEnd::text_remains;
  }
  int day_of_year() const { return day_of_year_; }

 private:
  ParseEnd read_pattern(std::string_view pattern) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (is_blank(pattern[i])) {
        if (text_.empty() || !is_blank(text_.front())) return ParseEnd::no_match;
        while (!text_.empty() && is_blank(text_.front()))
          text_.remove_prefix(1);
        while (i + 1 < pattern.size() && is_blank(pattern[i + 1]))
          ++i;
      } else if (pattern[i] != '%' || i + 1 == pattern.size()) {
        if (!take_word(text_, pattern.substr(i, 1))) return ParseEnd::no_match;
      } else if (const ParseEnd end = read_directive(pattern[++i]); end != ParseEnd::good) {
        return end;
      }
    }
    return ParseEnd::good;
  }

  struct Number {
    char letter;
    std::size_t least, most;
    int from, to;
    int Clock::*part;
  };
  static constexpr Number numbers[] = {
      {'Y', 4, 4, 1, 9999, &Clock::year}, {'m', 1, 2, 1, 12, &Clock::month},
      {'d', 1, 2, 1, 31, &Clock::date},   {'H', 1, 2, 0, 23, &Clock::hours},
      {'I', 1, 2, 1, 12, &Clock::hours},  {'M', 1, 2, 0, 59, &Clock::minutes},
      {'S', 1, 2, 0, 59, &Clock::seconds}};

  ParseEnd read_directive(char letter) {
    for (const Number& number : numbers) {
      if (number.letter == letter)
        return matched(
            take_number(text_, number.least, number.most, number.from, number.to, clock_.*number.part));
    }
    for (const Shorthand& shorthand : shorthands)
      if (shorthand.letter == letter && letter != 'r') return read_pattern(shorthand.pattern);
    int ignored = 0;
    switch (letter) {
      case 'y':
        if (!take_number(text_, 2, 2, 0, 99, clock_.year)) return ParseEnd::no_match;
        clock_.year += clock_.year < 69 ? 2000 : 1900;
        return ParseEnd::good;
      case 'f':
        return read_fraction();
      case 'p':
        half_day_ = take_word(text_, "AM") ? 0 : take_word(text_, "PM") ? 1 : 2;
        return matched(half_day_ != 2);
      case 'B':
      case 'b':
        if (!take_name(text_, months, letter == 'B', clock_.month)) return ParseEnd::no_match;
        ++clock_.month;
        return ParseEnd::good;
      case 'A':
      case 'a':
        return matched(take_name(text_, days, letter == 'A', ignored));
      case 'j':
        return matched(take_number(text_, 1, 3, 1, 366, day_of_year_));
      case 'z':
        return matched(!text_.empty() && take_iso_offset(text_, result_.offset));
      case 'Z':
        return matched(take_word(text_, "UTC") || take_word(text_, "GMT"));
      case '%':
        return matched(take_word(text_, "%"));
      default:
        return ParseEnd::unknown_directive;
    }
  }

  static ParseEnd matched(bool good) { return good ? ParseEnd::good : ParseEnd::no_match; }

  ParseEnd read_fraction() {
    std::size_t count = 0;
    while (count < 6 && count < text_.size() && is_digit(text_[count]))
      ++count;
    if (count == 0) return ParseEnd::no_match;
    std::string padded(text_.substr(0, count));
    padded.resize(6, '0');
    clock_.microseconds = std::stoi(padded);
    text_.remove_prefix(count);
    return ParseEnd::good;
  }

  std::string_view& text_;
  Clock& clock_;
  ParsedTime& result_;
  int half_day_ = 2;  // 0 AM, 1 PM, 2 not given
  int day_of_year_ = 0;
};

}  // namespace

std::string format_time(std::int64_t local, std::optional<std::int64_t> offset, std::string_view pattern,
                        char& unknown) {
  return written({local, offset, clock_of(local)}, pattern, unknown);
}

ParseEnd parse_time(std::string_view& text, std::string_view pattern, ParsedTime& result) {
  TimeReader reader(text, result);
  const ParseEnd end = reader.read(pattern);
  if (end != ParseEnd::good || reader.day_of_year() == 0) return end;
  const auto first = local_of({result.clock.year, 1, 1, 0, 0, 0, 0});
  if (!first) return ParseEnd::no_match;
  const Clock found = clock_of(*first + (reader.day_of_year() - 1) * day);
  result.clock.month = found.month;
  result.clock.date = found.date;
  return ParseEnd::good;
}

}  // namespace pycharter::alembic::script::calendar
