#include "mongodb/connection.h"

#include "mongodb/errors.h"

namespace pycharter::mongodb {
namespace {

constexpr std::int64_t version_4_0 = 7;  // "wire versions", in which a server tells what it can do
constexpr std::int64_t version_4_2 = 8;
constexpr std::int64_t version_5_0 = 13;

constexpr std::uint32_t no_such_collection = 26;

struct DestroyCursor {
  void operator()(mongoc_cursor_t* cursor) const noexcept { mongoc_cursor_destroy(cursor); }
};
struct DestroyBulk {
  void operator()(mongoc_bulk_operation_t* bulk) const noexcept { mongoc_bulk_operation_destroy(bulk); }
};
struct DestroyOptions {
  void operator()(mongoc_find_and_modify_opts_t* options) const noexcept {
    mongoc_find_and_modify_opts_destroy(options);
  }
};
struct DestroyServer {
  void operator()(mongoc_server_description_t* server) const noexcept {
    mongoc_server_description_destroy(server);
  }
};

// A reply that libmongoc initialises, also where it fails.
class Reply {
 public:
  Reply() = default;
  ~Reply() { bson_destroy(&bson_); }
  Reply(const Reply&) = delete;
  Reply& operator=(const Reply&) = delete;

  bson_t* out() { return &bson_; }
  const bson_t& get() const { return bson_; }

 private:
  bson_t bson_ = BSON_INITIALIZER;
};

}  // namespace

Connection::Connection(Location location, const Options& options)
    : location_(std::move(location)), lease_(location_) {
  begin_call();
  learn_about_server(options);
}

Error Connection::error(const bson_error_t& problem, std::string_view doing) const {
  return make_error(problem, doing, location_, lease_.control());
}

void Connection::learn_about_server(const Options& options) {
  constexpr std::string_view doing = "connect";
  bson_error_t problem{};
  const std::unique_ptr<mongoc_server_description_t, DestroyServer> server(
      mongoc_client_select_server(lease_.get(), true, nullptr, &problem));
  if (!server) throw error(problem, doing);
  const auto& hello = *mongoc_server_description_hello_response(server.get());
  const auto version = number_of(hello, "maxWireVersion");
  const bool sharded = text_of(hello, "msg") == "isdbgrid";
  const bool replicated = text_of(hello, "setName").has_value();
  const bool sessions = number_of(hello, "logicalSessionTimeoutMinutes") > 0;
  facts_.transactions =
      sessions && ((replicated && version >= version_4_0) || (sharded && version >= version_4_2));
  if (const auto size = number_of(hello, "maxBsonObjectSize"); size > 0) facts_.greatest_document = size;

  // The first command that needs to be allowed: a wrong password is found out here.
  const auto build = ask(Bson().number("buildInfo", 1), doing);
  const bool is_ferretdb = field(*build.get(), "ferretdbVersion").has_value();
  facts_.projects_found = !is_ferretdb;
  facts_.refuses_keys = options.keys == Options::Keys::by_server ? is_ferretdb || version < version_5_0
                                                                 : options.keys == Options::Keys::escaped;
}

void Connection::ping() {
  ask(Bson().number("ping", 1), "reach the server");
}

Bson Connection::ask(const Bson& command, std::string_view doing) {
  Reply reply;
  bson_error_t problem{};
  if (!mongoc_client_command_simple(lease_.get(), location_.database().c_str(), command.get(), nullptr,
                                    reply.out(), &problem))
    throw error(problem, doing);
  return Bson(reply.get());
}

std::optional<Bson> Connection::ask_of_collection(const Bson& command, std::string_view doing) {
  Reply reply;
  bson_error_t problem{};
  if (mongoc_client_command_simple(lease_.get(), location_.database().c_str(), command.get(), nullptr,
                                   reply.out(), &problem))
    return Bson(reply.get());
  if (problem.domain == MONGOC_ERROR_SERVER && problem.code == no_such_collection) return std::nullopt;
  throw error(problem, doing);
}

Connection::CollectionHandle Connection::collection(std::string_view name) {
  return CollectionHandle(
      mongoc_client_get_collection(lease_.get(), location_.database().c_str(), std::string(name).c_str()));
}

Bson Connection::with_session(const Bson& options) const {
  Bson all(*options.get());
  bson_error_t problem{};
  if (session_ != nullptr && !mongoc_client_session_append(session_, all.get(), &problem))
    throw error(problem, "use a session");
  return all;
}

void Connection::find(std::string_view name, const Bson& condition, const Bson& options,
                      std::string_view doing, const Sink& sink) {
  const auto handle = collection(name);
  const auto all = with_session(options);
  const std::unique_ptr<mongoc_cursor_t, DestroyCursor> cursor(
      mongoc_collection_find_with_opts(handle.get(), condition.get(), all.get(), nullptr));
  const bson_t* document = nullptr;
  while (mongoc_cursor_next(cursor.get(), &document))
    if (!sink(*document)) return;
  bson_error_t problem{};
  if (mongoc_cursor_error(cursor.get(), &problem)) throw error(problem, doing);
}

std::optional<Bson> Connection::find_one(std::string_view name, const Bson& condition, const Bson& options,
                                         std::string_view doing) {
  std::optional<Bson> found;
  Bson all(*options.get());
  all.number("limit", 1);
  find(name, condition, all, doing, [&](const bson_t& document) {
    found.emplace(document);
    return false;
  });
  return found;
}

void Connection::check_size(const Bson& document) const {
  if (static_cast<std::int64_t>(document.size()) <= facts_.greatest_document) return;
  throw Error(ErrorCode::invalid_document,
              "The document is too large for MongoDB: it has " + std::to_string(document.size()) +
                  " bytes there, and the server takes up to " + std::to_string(facts_.greatest_document) +
                  ". Split it, or keep it on another backend.",
              {.backend = std::string(backend_name)});
}

std::optional<std::string> Connection::replace_or_insert(std::string_view name,
                                                         const Replacement& replacement, Fitting fitting,
                                                         std::string_view doing) {
  check_size(replacement.document);
  const std::unique_ptr<mongoc_find_and_modify_opts_t, DestroyOptions> options(
      mongoc_find_and_modify_opts_new());
  if (fitting == Fitting::several)
    mongoc_find_and_modify_opts_set_sort(options.get(), Bson().number("_id", -1).get());
  mongoc_find_and_modify_opts_set_update(options.get(), replacement.document.get());
  mongoc_find_and_modify_opts_set_flags(
      options.get(), static_cast<mongoc_find_and_modify_flags_t>(MONGOC_FIND_AND_MODIFY_UPSERT |
                                                                 MONGOC_FIND_AND_MODIFY_RETURN_NEW));
  if (facts_.projects_found)
    mongoc_find_and_modify_opts_set_fields(options.get(), Bson().boolean("_id", true).get());
  Reply reply;
  bson_error_t problem{};
  const auto handle = collection(name);
  if (!mongoc_collection_find_and_modify_with_opts(handle.get(), replacement.condition.get(), options.get(),
                                                   reply.out(), &problem)) {
    if (is_duplicate_key(problem)) return std::nullopt;
    throw error(problem, doing);
  }
  const auto value = field(reply.get(), "value");
  if (value && BSON_ITER_HOLDS_DOCUMENT(&*value)) {
    const bson_t document = view_at(*value);
    if (const auto id = field(document, "_id")) return id_text(*id);
  }
  throw Error(ErrorCode::internal, "mongodb: the server has not told the id of what it has stored.",
              {.backend = std::string(backend_name)});
}

Connection::Outcome Connection::replace_or_insert_all(std::string_view name,
                                                      const std::vector<Replacement>& replacements,
                                                      std::string_view doing) {
  if (replacements.empty()) return Outcome::done;
  const auto handle = collection(name);
  const std::unique_ptr<mongoc_bulk_operation_t, DestroyBulk> bulk(
      mongoc_collection_create_bulk_operation_with_opts(handle.get(),
                                                        with_session(Bson().boolean("ordered", true)).get()));
  // Our keys are checked, and libmongoc would refuse some that the server takes.
  const auto each = Bson().boolean("upsert", true).boolean("validate", false);
  bson_error_t problem{};
  for (const auto& one : replacements) {
    check_size(one.document);
    if (!mongoc_bulk_operation_replace_one_with_opts(bulk.get(), one.condition.get(), one.document.get(),
                                                     each.get(), &problem))
      throw error(problem, doing);
  }
  Reply reply;
  if (mongoc_bulk_operation_execute(bulk.get(), reply.out(), &problem) != 0) return Outcome::done;
  if (is_duplicate_key(problem)) return Outcome::duplicate_key;
  throw error(problem, doing);
}

std::uint64_t Connection::remove(std::string_view name, const Bson& condition, std::string_view doing) {
  const auto handle = collection(name);
  Reply reply;
  bson_error_t problem{};
  if (!mongoc_collection_delete_many(handle.get(), condition.get(), with_session({}).get(), reply.out(),
                                     &problem))
    throw error(problem, doing);
  return static_cast<std::uint64_t>(number_of(reply.get(), "deletedCount"));
}

Connection::Outcome Connection::create_index(std::string_view name, const Bson& index,
                                             std::string_view doing) {
  Bson command;
  command.text("createIndexes", name).array("indexes", {index});
  Reply reply;
  bson_error_t problem{};
  if (mongoc_client_write_command_with_opts(lease_.get(), location_.database().c_str(), command.get(),
                                            nullptr, reply.out(), &problem) ||
      is_there_already(problem))
    return Outcome::done;
  if (is_duplicate_key(problem)) return Outcome::duplicate_key;
  throw error(problem, doing);
}

void Connection::drop_index(std::string_view name, std::string_view index, std::string_view doing) {
  Bson command;
  command.text("dropIndexes", name).text("index", index);
  Reply reply;
  bson_error_t problem{};
  if (!mongoc_client_write_command_with_opts(lease_.get(), location_.database().c_str(), command.get(),
                                             nullptr, reply.out(), &problem))
    throw error(problem, doing);
}

}  // namespace pycharter::mongodb
