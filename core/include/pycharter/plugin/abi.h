/* The boundary between the core and a plugin, in C.
 *
 * A plugin exports one symbol, `pycharter_plugin_v1`, that returns a static descriptor. Everything else is
 * reached through tables of functions. Nobody writes this C by hand: C++ authors derive from
 * pycharter::plugin::Backend (backend.h) and end with PYCHARTER_PLUGIN(MyBackend); callers use the classes of
 * client.h.
 *
 * Rules
 *  - Strings are pointer and length, UTF-8, not terminated; `data` may be NULL when `size` is 0. Absent is
 *    PYCHARTER_ABSENT (data NULL and size SIZE_MAX), which is not the empty string.
 *  - Whoever allocates frees. Results leave through a sink the caller passes; what a sink is given is valid
 * only during the call.
 *  - Every function that can fail returns a status. Details of a failure go to `call->error`, exactly once,
 * before the function returns.
 *  - Tables and structs grow at the end only. `struct_size` is the writer's sizeof; a reader looks at a field
 * only when the size covers it (PYCHARTER_HAS).
 *  - An instance is used by one thread at a time. Only `cancel` may come from another thread.
 *  - No exception passes the boundary in either direction.
 */
#ifndef PYCHARTER_PLUGIN_ABI_H
#define PYCHARTER_PLUGIN_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PYCHARTER_ABI_MAJOR 1
#define PYCHARTER_ABI_MINOR 1
#define PYCHARTER_PLUGIN_MAGIC UINT64_C(0x5079436861727431) /* "PyChart1" */
#define PYCHARTER_PLUGIN_SYMBOL "pycharter_plugin_v1"

/* True when the struct that `p` points to was written by someone who knew `field`. */
#define PYCHARTER_HAS(p, type, field) \
  ((p) != NULL && (p)->struct_size >= offsetof(type, field) + sizeof((p)->field))

typedef struct pycharter_str {
  const char* data;
  size_t size;
} pycharter_str;

/* Receives one chunk of a result; several calls append. */
typedef void (*pycharter_sink)(void* context, pycharter_str chunk);

enum pycharter_status { PYCHARTER_OK = 0, PYCHARTER_FAILED = 1 };

/* The codes of pycharter::Error, in its order. */
enum pycharter_error_code {
  PYCHARTER_E_INTERNAL = 0,
  PYCHARTER_E_USAGE = 1,
  PYCHARTER_E_CONFIG = 2,
  PYCHARTER_E_PLUGIN = 3,
  PYCHARTER_E_CONNECT = 4,
  PYCHARTER_E_AUTH = 5,
  PYCHARTER_E_NOT_INITIALIZED = 6,
  PYCHARTER_E_NOT_FOUND = 7,
  PYCHARTER_E_VERSION_MISMATCH = 8,
  PYCHARTER_E_INVALID_DOCUMENT = 9,
  PYCHARTER_E_CONFLICT = 10,
  PYCHARTER_E_UNSUPPORTED = 11,
  PYCHARTER_E_LOCKED = 12,
  PYCHARTER_E_SCRIPT = 13,
  PYCHARTER_E_GRAPH = 14,
  PYCHARTER_E_MIGRATION = 15,
  PYCHARTER_E_DRIFT = 16,
  PYCHARTER_E_CANCELLED = 17
};

/* A failure and the facts a caller acts on. Absent strings are PYCHARTER_ABSENT, absent numbers 0. */
typedef struct pycharter_error {
  uint32_t struct_size;
  int32_t code; /* pycharter_error_code */
  pycharter_str message;
  pycharter_str backend;
  pycharter_str sqlstate;
  pycharter_str statement;
  pycharter_str revision;
  int64_t statement_number; /* from 1 */
  pycharter_str file;
  int32_t line;   /* from 1 */
  int32_t column; /* from 1, in characters */
  pycharter_str source_line;
} pycharter_error;

/* Passed to every call that can fail: where the failure goes. */
typedef struct pycharter_call {
  uint32_t struct_size;
  uint32_t reserved;
  void* context;
  void (*error)(void* context, const pycharter_error* error);
} pycharter_call;

/* ---- host services
 * ------------------------------------------------------------------------------------------ */

enum pycharter_log_level {
  PYCHARTER_DEBUG = 0,
  PYCHARTER_INFO = 1,
  PYCHARTER_WARNING = 2,
  PYCHARTER_ERROR_LEVEL = 3
};

enum pycharter_host_flags {
  /* The program uses client libraries through pycharter alone: settings of theirs that hold for the process
   * may be made. Since 1.1. */
  PYCHARTER_HOST_OWNS_PROCESS = 1
};

/* What the core offers a plugin; valid from create() to destroy(). Callbacks run on the calling thread. */
typedef struct pycharter_host {
  uint32_t struct_size;
  uint32_t flags;
  void* context;
  void (*log)(void* context, int32_t level, pycharter_str logger, pycharter_str message);
  /* done of total (0: unknown), what is being done now. */
  void (*progress)(void* context, uint64_t done, uint64_t total, pycharter_str what);
  /* A setting of the configuration: 1 and the value into the sink, or 0 when nothing sets it. */
  int32_t (*setting)(void* context, pycharter_str section, pycharter_str key, pycharter_sink sink,
                     void* sink_context);
  /* 1 when the user asked to stop; asked at safe points. */
  int32_t (*cancelled)(void* context);
} pycharter_host;

typedef struct pycharter_setting {
  pycharter_str key;
  pycharter_str value;
} pycharter_setting;

/* ---- descriptor
 * --------------------------------------------------------------------------------------------- */

enum pycharter_kind { PYCHARTER_BACKEND = 1, PYCHARTER_ENGINE = 2 };

/* Capability bits; names in the manifest are the lower-case words. */
#define PYCHARTER_CAP_PERSISTENT (UINT64_C(1) << 0)         /* persistent */
#define PYCHARTER_CAP_TRANSACTIONS (UINT64_C(1) << 1)       /* transactions */
#define PYCHARTER_CAP_TRANSACTIONAL_DDL (UINT64_C(1) << 2)  /* transactional_ddl */
#define PYCHARTER_CAP_ADVISORY_LOCK (UINT64_C(1) << 3)      /* advisory_lock */
#define PYCHARTER_CAP_SQL (UINT64_C(1) << 4)                /* sql */
#define PYCHARTER_CAP_CONCURRENT_WRITERS (UINT64_C(1) << 5) /* concurrent_writers */
#define PYCHARTER_CAP_CANCEL (UINT64_C(1) << 6)             /* cancel */
#define PYCHARTER_CAP_TEXT_DOCUMENTS \
  (UINT64_C(1) << 7) /* text_documents: JSON text comes back byte for byte */

typedef struct pycharter_descriptor {
  uint64_t magic;
  uint32_t struct_size;
  uint16_t abi_major;
  uint16_t abi_minor;
  uint32_t kind; /* pycharter_kind */
  uint32_t reserved;
  pycharter_str name;
  pycharter_str version;
  uint64_t capabilities;
  /* The table of "pycharter.store", "pycharter.sql" or "pycharter.migrations" at that major version, or NULL.
   */
  const void* (*get_interface)(pycharter_str id, uint32_t version);
  /* A new instance. `settings` are those of the manifest's list that are set. */
  int32_t (*create)(const pycharter_host* host, const pycharter_setting* settings, size_t count,
                    const pycharter_call* call, void** instance);
  void (*destroy)(void* instance);
} pycharter_descriptor;

typedef const pycharter_descriptor* (*pycharter_plugin_entry)(void);

/* ---- pycharter.store/1
 * -------------------------------------------------------------------------------------- */

enum pycharter_record_kind {
  PYCHARTER_SCHEMA = 1,     /* key: name, version.            id, name, version, document */
  PYCHARTER_COERCION = 2,   /* key: schema_id, version?.      id, schema_id, version?, document */
  PYCHARTER_VALIDATION = 3, /* key: schema_id, version?.      id, schema_id, version?, document */
  PYCHARTER_GOVERNANCE = 4, /* key: name, schema_id?.         id, name, schema_id?, document */
  PYCHARTER_OWNERSHIP =
      5, /* key: resource_id.              resource_id, owner, team?, document (additional_info) */
  PYCHARTER_METADATA = 6 /* key: resource_id, resource_type. id, resource_id, resource_type, document */
};

/* One record; fields that its kind does not have are PYCHARTER_ABSENT. `document` is JSON text. */
typedef struct pycharter_record {
  uint32_t struct_size;
  uint32_t kind;
  pycharter_str id;
  pycharter_str name;
  pycharter_str version;
  pycharter_str schema_id;
  pycharter_str resource_id;
  pycharter_str resource_type;
  pycharter_str owner;
  pycharter_str team;
  pycharter_str document;
} pycharter_record;

enum pycharter_query_flags {
  /* Of what matches, only the record created last (created_at, then id). */
  PYCHARTER_QUERY_LAST_CREATED = 1,
  /* `document` may be left absent in what is found. */
  PYCHARTER_QUERY_WITHOUT_DOCUMENT = 2,
  /* An absent field of the key must be absent in the record, instead of meaning "any". */
  PYCHARTER_QUERY_EXACT_KEY = 4,
  /* Of remove: with a schema go its coercion and validation sets and its governance rules. Without it a
   * schema that has any is PYCHARTER_E_CONFLICT. Since 1.1. */
  PYCHARTER_QUERY_CASCADE = 8,
  /* Of what is found only `version` and `document` are looked at: the rest may be left absent. Since 1.1. */
  PYCHARTER_QUERY_CONTENT = 16
};

/* What to find: records of `match.kind` whose fields equal the present fields of `match` (id, name, version,
 * schema_id, resource_id, resource_type). Order: by name as code points, then by id; sets of rules by
 * creation. */
typedef struct pycharter_query {
  uint32_t struct_size;
  uint32_t flags;
  const pycharter_record* match;
  /* 0: no limit. Counts names for schemas and governance rules, whose records of one name come together, else
   * records. */
  uint64_t limit;
  pycharter_str after; /* only records whose name (schemas, governance) or id (others) is greater */
  /* Since 1.1. When there are any: only records about one of these, that is a schema's id, the schema_id of
   * sets of rules and governance rules, the resource_id of ownership and metadata. At most
   * PYCHARTER_ABOUT_LIMIT. */
  const pycharter_str* about;
  size_t about_count;
} pycharter_query;

#define PYCHARTER_ABOUT_LIMIT 500

/* Returns 0 to go on, 1 to stop early. */
typedef int32_t (*pycharter_record_sink)(void* context, const pycharter_record* record);

typedef struct pycharter_store_info {
  uint32_t struct_size;
  int32_t initialized; /* everything the store needs is there */
  int32_t empty;       /* nothing of the store is there: auto_initialize may make it */
  uint32_t reserved;
} pycharter_store_info;

typedef struct pycharter_store_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* Opens the connection. The URL is whole, password included, never logged. PYCHARTER_CONNECT_* in flags. */
  int32_t (*connect)(void* self, const pycharter_call* call, pycharter_str url, uint32_t flags);
  void (*disconnect)(void* self);
  int32_t (*ping)(void* self, const pycharter_call* call);
  /* Of the open connection: what this server has, a subset of the descriptor's bits. */
  uint64_t (*capabilities)(void* self);
  /* From any thread: make the running call return PYCHARTER_E_CANCELLED soon. Once more during the same call:
   * the server does not answer; give the connection up. */
  void (*cancel)(void* self);
  int32_t (*info)(void* self, const pycharter_call* call, pycharter_store_info* info);
  /* Makes what the store needs, where the backend does it itself. A backend with pycharter.sql answers
   * PYCHARTER_E_UNSUPPORTED: its tables come from revisions. */
  int32_t (*initialise)(void* self, const pycharter_call* call);
  /* Stores records, each by the key of its kind: replaces fields and document of one that exists, keeping its
   * id and creation, else creates it. All or none. The sink gets the id of each, in order, one call each. A
   * schema_id that names no schema is PYCHARTER_E_NOT_FOUND. */
  int32_t (*put)(void* self, const pycharter_call* call, const pycharter_record* records, size_t count,
                 pycharter_sink id, void* id_context);
  int32_t (*find)(void* self, const pycharter_call* call, const pycharter_query* query,
                  pycharter_record_sink sink, void* sink_context);
  /* Removes what matches; `removed` gets the number. */
  int32_t (*remove)(void* self, const pycharter_call* call, const pycharter_query* query, uint64_t* removed);
  /* One consistent view of a schema and its rules: the schema with that id, then the coercion and the
   * validation set: with `version` the set of that version, without it the set created last. Missing ones are
   * left out. */
  int32_t (*snapshot)(void* self, const pycharter_call* call, pycharter_str schema_id, pycharter_str version,
                      pycharter_record_sink sink, void* sink_context);
  /* Since 1.1. sizeof(pycharter_query) where the plugin was built: what of a query lies beyond it, and flags
   * that came with it, the plugin does not look at. */
  uint64_t query_size;
} pycharter_store_v1;

enum pycharter_connect_flags {
  PYCHARTER_CONNECT_MAY_CREATE = 1, /* a database file may be created; without it a missing one is an error */
  PYCHARTER_CONNECT_READ_ONLY = 2,
  /* The connection is a migration engine's, not the store's: no search_path of the contract store, no check
   * of its tables; SQLite with foreign_keys off. */
  PYCHARTER_CONNECT_MIGRATION = 4
};

/* ---- pycharter.sql/1
 * ---------------------------------------------------------------------------------------- */

enum pycharter_value_type {
  PYCHARTER_NULL = 0,
  PYCHARTER_BOOL = 1,     /* integer 0 or 1 */
  PYCHARTER_INT64 = 2,    /* integer */
  PYCHARTER_DOUBLE = 3,   /* number */
  PYCHARTER_DECIMAL = 4,  /* text, as the server writes it */
  PYCHARTER_TEXT = 5,     /* text */
  PYCHARTER_BYTES = 6,    /* text holds the bytes */
  PYCHARTER_TEMPORAL = 7, /* text, ISO 8601: date, time, timestamp with or without offset */
  PYCHARTER_JSON = 8,     /* text */
  PYCHARTER_UUID = 9      /* text */
};

typedef struct pycharter_value {
  uint32_t type;
  uint32_t reserved;
  int64_t integer;
  double number;
  pycharter_str text;
} pycharter_value;

/* Called once before the first row, if the statement gives rows; also where there turn out to be none. */
typedef int32_t (*pycharter_columns_sink)(void* context, const pycharter_str* names, size_t count);
/* Returns 0 to go on, 1 to stop early. */
typedef int32_t (*pycharter_row_sink)(void* context, const pycharter_value* cells, size_t count);

typedef struct pycharter_result {
  uint32_t struct_size;
  uint32_t reserved;
  int64_t affected; /* rows inserted, updated or deleted; -1: not known */
  int64_t last_id;  /* last generated key; 0: none */
} pycharter_result;

enum pycharter_compile_flags {
  PYCHARTER_COMPILE_OFFLINE = 1 /* render for --sql: literals in place, nothing asked of a database */
};

enum pycharter_begin_mode { PYCHARTER_BEGIN_READ = 0, PYCHARTER_BEGIN_WRITE = 1 };
enum pycharter_lock_scope { PYCHARTER_LOCK_TRANSACTION = 0, PYCHARTER_LOCK_SESSION = 1 };

/* The connection is the instance's, opened with pycharter_store_v1.connect. facts, compile and quote work
 * without. */
typedef struct pycharter_sql_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* JSON, see docs/operations.md, "Facts". */
  int32_t (*facts)(void* self, const pycharter_call* call, pycharter_sink sink, void* sink_context);
  /* One operation (JSON of docs/operations.md) to a JSON array of statements. */
  int32_t (*compile)(void* self, const pycharter_call* call, pycharter_str operation, uint32_t flags,
                     pycharter_sink sink, void* sink_context);
  int32_t (*quote)(void* self, const pycharter_call* call, pycharter_str identifier, uint32_t always,
                   pycharter_sink sink, void* sink_context);
  /* One statement. Parameters are positional; the statement writes them $1, $2, … on every backend and the
   * backend rewrites them; with count 0 the text goes to the server as it is. */
  int32_t (*execute)(void* self, const pycharter_call* call, pycharter_str sql,
                     const pycharter_value* parameters, size_t count, pycharter_columns_sink columns,
                     pycharter_row_sink row, void* sink_context, pycharter_result* result);
  int32_t (*begin)(void* self, const pycharter_call* call, uint32_t mode);
  int32_t (*commit)(void* self, const pycharter_call* call);
  int32_t (*rollback)(void* self, const pycharter_call* call);
  /* 1 in a transaction, 0 not, 2 in one that has failed. */
  int32_t (*transaction_state)(void* self);
  /* Tries once. `acquired` is 0 when another holds it; the sink then gets who and since when, as far as
   * known. */
  int32_t (*try_lock)(void* self, const pycharter_call* call, pycharter_str key, uint32_t scope,
                      int32_t* acquired, pycharter_sink holder, void* holder_context);
  int32_t (*unlock)(void* self, const pycharter_call* call, pycharter_str key);
  /* A part of the catalog, as JSON: docs/operations.md, "Reflection". */
  int32_t (*reflect)(void* self, const pycharter_call* call, pycharter_str request, pycharter_sink sink,
                     void* sink_context);
  /* Optional, both or none. send puts a statement that gives no rows on its way and may return before the
   * server has answered (*sent is 1); otherwise *sent is 0 and the statement is done, its effect in `result`.
   * receive waits for the oldest that is on its way and tells its effect or failure; those sent after one
   * that failed must be received too, or given up with rollback. Other calls run after what was sent.
   * Statements with parameters may be kept prepared under their text: the caller vouches that what the
   * parameters meet keeps its type while the connection is open. */
  int32_t (*send)(void* self, const pycharter_call* call, pycharter_str sql,
                  const pycharter_value* parameters, size_t count, int32_t* sent, pycharter_result* result);
  int32_t (*receive)(void* self, const pycharter_call* call, pycharter_result* result);
} pycharter_sql_v1;

/* An open backend, as handed to an engine. */
typedef struct pycharter_backend_ref {
  uint32_t struct_size;
  uint32_t connected; /* 0: only facts, compile and quote may be called (--sql) */
  pycharter_str name;
  void* instance;
  uint64_t capabilities;
  const pycharter_sql_v1* sql; /* NULL: this backend has no SQL to migrate */
} pycharter_backend_ref;

/* ---- pycharter.migrations/1
 * --------------------------------------------------------------------------------- */

/* Requests and answers are JSON objects, see docs/migrations-interface.md. An instance holds one environment.
 */
typedef struct pycharter_migrations_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* Reads an environment: {"config_file", "section", "options", …}. Once per instance, before anything else.
   */
  int32_t (*load)(void* self, const pycharter_call* call, pycharter_str request);
  /* Questions to the graph that need no database: heads, branches, history, show, resolve. */
  int32_t (*query)(void* self, const pycharter_call* call, pycharter_str request, pycharter_sink sink,
                   void* context);
  /* Where the database stands. */
  int32_t (*current)(void* self, const pycharter_call* call, const pycharter_backend_ref* backend,
                     pycharter_str request, pycharter_sink sink, void* context);
  /* upgrade, downgrade, stamp; what would be done (plan) or is done. */
  int32_t (*plan)(void* self, const pycharter_call* call, const pycharter_backend_ref* backend,
                  pycharter_str request, pycharter_sink sink, void* context);
  int32_t (*apply)(void* self, const pycharter_call* call, const pycharter_backend_ref* backend,
                   pycharter_str request, pycharter_sink sink, void* context);
  /* The same as SQL text for --sql; the sink gets the text in pieces. */
  int32_t (*render)(void* self, const pycharter_call* call, const pycharter_backend_ref* backend,
                    pycharter_str request, pycharter_sink sink, void* context);
  /* revision, merge, env: writes files. `backend` may be NULL. */
  int32_t (*write)(void* self, const pycharter_call* call, const pycharter_backend_ref* backend,
                   pycharter_str request, pycharter_sink sink, void* context);
  /* Models against the catalog. */
  int32_t (*compare)(void* self, const pycharter_call* call, const pycharter_backend_ref* backend,
                     pycharter_str request, pycharter_sink sink, void* context);
} pycharter_migrations_v1;

#ifdef __cplusplus
}
#endif
#endif
