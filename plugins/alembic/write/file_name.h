// The name of a new revision file.
#ifndef PYCHARTER_ALEMBIC_WRITE_FILE_NAME_H
#define PYCHARTER_ALEMBIC_WRITE_FILE_NAME_H

#include <cstdint>
#include <string>
#include <string_view>

namespace pycharter::alembic {

// The moment a revision is made, in the environment's time zone.
struct CreateDate {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, microsecond = 0;
  std::int64_t epoch = 0;
  std::string offset;  // "+00:00" where a time zone is configured, else empty

  std::string text() const;  // "2026-11-22 23:05:20.123456", as str(datetime) has it
};

// Now, in the zone (an IANA name), or in local time where it is empty. Throws config for a zone that is not
// known.
CreateDate create_date_now(const std::string& timezone);
// From "2026-11-22T23:05:20.123456" or with a blank, with an offset or without. Throws usage.
CreateDate parse_create_date(std::string_view text);

// Words of the message, joined by _, in lower case, cut at a word's end.
std::string slug_of(std::string_view message, std::size_t most_characters);

// Python's `%(name)s` formatting over rev, slug, epoch, year, month, day, hour, minute, second. Throws config
// for anything else in the template. With the suffix .py.
std::string revision_file_name(const std::string& file_template, const std::string& revision,
                               const std::string& slug, const CreateDate& date);

}  // namespace pycharter::alembic

#endif
