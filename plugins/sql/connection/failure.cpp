#include "sql/connection/failure.h"

namespace pycharter::sql {
namespace {

struct Meaning {
  std::string_view prefix;  // of the SQLSTATE; the longer one stands first
  ErrorCode code;
  std::string_view next_step;
};

constexpr std::string_view init_step = "create the tables with `pycharter-admin db init`";

constexpr Meaning meanings[] = {
    {"08N01", ErrorCode::connect, "check the path, and that this user may read and write there"},
    {"08", ErrorCode::connect, "check that the server runs and can be reached"},
    {"0A", ErrorCode::unsupported, ""},
    {"22001", ErrorCode::invalid_document, "shorten the value"},
    {"22021", ErrorCode::invalid_document, "text must be valid UTF-8"},
    {"22P02", ErrorCode::invalid_document, ""},
    {"22P05", ErrorCode::invalid_document, "the database's encoding lacks a character: use a UTF8 database"},
    {"23", ErrorCode::conflict, ""},
    {"25006", ErrorCode::unsupported, "connect to a server or open a file that may be written"},
    {"28", ErrorCode::auth, "check user and password in the URL"},
    {"3D000", ErrorCode::connect, "create the database first, or name another one in the URL"},
    {"40", ErrorCode::conflict, "run it again"},
    {"42501", ErrorCode::auth, "grant the role what it needs"},
    {"53300", ErrorCode::connect, "the server has no connection left: close some, or try again later"},
    {"53", ErrorCode::internal, "the server is out of space or memory"},
    {"54N01", ErrorCode::invalid_document,
     "make what is stored smaller, or raise the server's max_allowed_packet"},
    {"55P03", ErrorCode::locked, "another client holds the lock: try again later"},
    {"57014", ErrorCode::cancelled, ""},
    {"57P", ErrorCode::connect, "the server is stopping or starting: try again later"},
    {"58030", ErrorCode::internal, "reading or writing the file failed: check the disk"},
    {"XX001", ErrorCode::internal, "the database is damaged: restore it from a backup"},
};

// Missing tables mean nothing special in a script.
constexpr Meaning store_meanings[] = {
    {"42P01", ErrorCode::not_initialized, init_step},
    {"3F000", ErrorCode::not_initialized, init_step},
    {"42703", ErrorCode::not_initialized, "bring the tables up to date with `pycharter-admin db upgrade`"},
};

Meaning meaning_of(const Failure& failure) {
  if (failure.work == Work::store)
    for (const auto& meaning : store_meanings)
      if (failure.sqlstate == meaning.prefix) return meaning;
  for (const auto& meaning : meanings)
    if (failure.sqlstate.starts_with(meaning.prefix)) return meaning;
  return {"", failure.work == Work::store ? ErrorCode::internal : ErrorCode::migration, ""};
}

// Drivers end their messages with line breaks.
std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
    text.pop_back();
  return text;
}

}  // namespace

Error make_error(const Failure& failure) {
  const auto meaning = meaning_of(failure);
  auto message = failure.backend + ": " + trimmed(failure.message);
  if (!meaning.next_step.empty()) message += "; " + std::string(meaning.next_step);
  ErrorFacts facts;
  facts.backend = failure.backend;
  facts.sqlstate = failure.sqlstate;
  facts.statement = failure.statement;
  return Error(meaning.code, std::move(message), std::move(facts));
}

Error usage_error(std::string_view backend, const std::string& message) {
  ErrorFacts facts;
  facts.backend = backend;
  return Error(ErrorCode::usage, facts.backend + ": " + message, facts);
}

void refuse_nul(std::string_view text, std::string_view backend) {
  if (text.find('\0') == std::string_view::npos) return;
  ErrorFacts facts;
  facts.backend = backend;
  throw Error(
      ErrorCode::invalid_document,
      std::string(backend) + ": a value holds a NUL character, which text there cannot hold; remove it",
      std::move(facts));
}

}  // namespace pycharter::sql
