// The layout of abi.h on 64-bit machines, frozen: a field that moves breaks every plugin that is installed.
// New fields are added at the end, with a line here; the lines that are here stay.
#ifndef PYCHARTER_PLUGIN_ABI_LAYOUT_H
#define PYCHARTER_PLUGIN_ABI_LAYOUT_H

#include <cstddef>
#include <cstdint>

#include <pycharter/plugin/abi.h>

#if UINTPTR_MAX == UINT64_MAX

// pycharter_str
static_assert(offsetof(pycharter_str, data) == 0);
static_assert(offsetof(pycharter_str, size) == 8);
static_assert(sizeof(pycharter_str) == 16);

// pycharter_error
static_assert(offsetof(pycharter_error, struct_size) == 0);
static_assert(offsetof(pycharter_error, code) == 4);
static_assert(offsetof(pycharter_error, message) == 8);
static_assert(offsetof(pycharter_error, backend) == 24);
static_assert(offsetof(pycharter_error, sqlstate) == 40);
static_assert(offsetof(pycharter_error, statement) == 56);
static_assert(offsetof(pycharter_error, revision) == 72);
static_assert(offsetof(pycharter_error, statement_number) == 88);
static_assert(offsetof(pycharter_error, file) == 96);
static_assert(offsetof(pycharter_error, line) == 112);
static_assert(offsetof(pycharter_error, column) == 116);
static_assert(offsetof(pycharter_error, source_line) == 120);

// pycharter_call
static_assert(offsetof(pycharter_call, struct_size) == 0);
static_assert(offsetof(pycharter_call, reserved) == 4);
static_assert(offsetof(pycharter_call, context) == 8);
static_assert(offsetof(pycharter_call, error) == 16);

// pycharter_host
static_assert(offsetof(pycharter_host, struct_size) == 0);
static_assert(offsetof(pycharter_host, flags) == 4);
static_assert(offsetof(pycharter_host, context) == 8);
static_assert(offsetof(pycharter_host, log) == 16);
static_assert(offsetof(pycharter_host, progress) == 24);
static_assert(offsetof(pycharter_host, setting) == 32);
static_assert(offsetof(pycharter_host, cancelled) == 40);

// pycharter_setting
static_assert(offsetof(pycharter_setting, key) == 0);
static_assert(offsetof(pycharter_setting, value) == 16);
static_assert(sizeof(pycharter_setting) == 32);

// pycharter_descriptor
static_assert(offsetof(pycharter_descriptor, magic) == 0);
static_assert(offsetof(pycharter_descriptor, struct_size) == 8);
static_assert(offsetof(pycharter_descriptor, abi_major) == 12);
static_assert(offsetof(pycharter_descriptor, abi_minor) == 14);
static_assert(offsetof(pycharter_descriptor, kind) == 16);
static_assert(offsetof(pycharter_descriptor, reserved) == 20);
static_assert(offsetof(pycharter_descriptor, name) == 24);
static_assert(offsetof(pycharter_descriptor, version) == 40);
static_assert(offsetof(pycharter_descriptor, capabilities) == 56);
static_assert(offsetof(pycharter_descriptor, get_interface) == 64);
static_assert(offsetof(pycharter_descriptor, create) == 72);
static_assert(offsetof(pycharter_descriptor, destroy) == 80);

// pycharter_record
static_assert(offsetof(pycharter_record, struct_size) == 0);
static_assert(offsetof(pycharter_record, kind) == 4);
static_assert(offsetof(pycharter_record, id) == 8);
static_assert(offsetof(pycharter_record, name) == 24);
static_assert(offsetof(pycharter_record, version) == 40);
static_assert(offsetof(pycharter_record, schema_id) == 56);
static_assert(offsetof(pycharter_record, resource_id) == 72);
static_assert(offsetof(pycharter_record, resource_type) == 88);
static_assert(offsetof(pycharter_record, owner) == 104);
static_assert(offsetof(pycharter_record, team) == 120);
static_assert(offsetof(pycharter_record, document) == 136);

// pycharter_query
static_assert(offsetof(pycharter_query, struct_size) == 0);
static_assert(offsetof(pycharter_query, flags) == 4);
static_assert(offsetof(pycharter_query, match) == 8);
static_assert(offsetof(pycharter_query, limit) == 16);
static_assert(offsetof(pycharter_query, after) == 24);
static_assert(offsetof(pycharter_query, about) == 40);
static_assert(offsetof(pycharter_query, about_count) == 48);

// pycharter_store_info
static_assert(offsetof(pycharter_store_info, struct_size) == 0);
static_assert(offsetof(pycharter_store_info, initialized) == 4);
static_assert(offsetof(pycharter_store_info, empty) == 8);
static_assert(offsetof(pycharter_store_info, reserved) == 12);

// pycharter_store_v1
static_assert(offsetof(pycharter_store_v1, struct_size) == 0);
static_assert(offsetof(pycharter_store_v1, reserved) == 4);
static_assert(offsetof(pycharter_store_v1, connect) == 8);
static_assert(offsetof(pycharter_store_v1, disconnect) == 16);
static_assert(offsetof(pycharter_store_v1, ping) == 24);
static_assert(offsetof(pycharter_store_v1, capabilities) == 32);
static_assert(offsetof(pycharter_store_v1, cancel) == 40);
static_assert(offsetof(pycharter_store_v1, info) == 48);
static_assert(offsetof(pycharter_store_v1, initialise) == 56);
static_assert(offsetof(pycharter_store_v1, put) == 64);
static_assert(offsetof(pycharter_store_v1, find) == 72);
static_assert(offsetof(pycharter_store_v1, remove) == 80);
static_assert(offsetof(pycharter_store_v1, snapshot) == 88);

// pycharter_value
static_assert(offsetof(pycharter_value, type) == 0);
static_assert(offsetof(pycharter_value, reserved) == 4);
static_assert(offsetof(pycharter_value, integer) == 8);
static_assert(offsetof(pycharter_value, number) == 16);
static_assert(offsetof(pycharter_value, text) == 24);
static_assert(sizeof(pycharter_value) == 40);

// pycharter_result
static_assert(offsetof(pycharter_result, struct_size) == 0);
static_assert(offsetof(pycharter_result, reserved) == 4);
static_assert(offsetof(pycharter_result, affected) == 8);
static_assert(offsetof(pycharter_result, last_id) == 16);

// pycharter_sql_v1
static_assert(offsetof(pycharter_sql_v1, struct_size) == 0);
static_assert(offsetof(pycharter_sql_v1, reserved) == 4);
static_assert(offsetof(pycharter_sql_v1, facts) == 8);
static_assert(offsetof(pycharter_sql_v1, compile) == 16);
static_assert(offsetof(pycharter_sql_v1, quote) == 24);
static_assert(offsetof(pycharter_sql_v1, execute) == 32);
static_assert(offsetof(pycharter_sql_v1, begin) == 40);
static_assert(offsetof(pycharter_sql_v1, commit) == 48);
static_assert(offsetof(pycharter_sql_v1, rollback) == 56);
static_assert(offsetof(pycharter_sql_v1, transaction_state) == 64);
static_assert(offsetof(pycharter_sql_v1, try_lock) == 72);
static_assert(offsetof(pycharter_sql_v1, unlock) == 80);
static_assert(offsetof(pycharter_sql_v1, reflect) == 88);
static_assert(offsetof(pycharter_sql_v1, send) == 96);
static_assert(offsetof(pycharter_sql_v1, receive) == 104);

// pycharter_backend_ref
static_assert(offsetof(pycharter_backend_ref, struct_size) == 0);
static_assert(offsetof(pycharter_backend_ref, connected) == 4);
static_assert(offsetof(pycharter_backend_ref, name) == 8);
static_assert(offsetof(pycharter_backend_ref, instance) == 24);
static_assert(offsetof(pycharter_backend_ref, capabilities) == 32);
static_assert(offsetof(pycharter_backend_ref, sql) == 40);

// pycharter_migrations_v1
static_assert(offsetof(pycharter_migrations_v1, struct_size) == 0);
static_assert(offsetof(pycharter_migrations_v1, reserved) == 4);
static_assert(offsetof(pycharter_migrations_v1, load) == 8);
static_assert(offsetof(pycharter_migrations_v1, query) == 16);
static_assert(offsetof(pycharter_migrations_v1, current) == 24);
static_assert(offsetof(pycharter_migrations_v1, plan) == 32);
static_assert(offsetof(pycharter_migrations_v1, apply) == 40);
static_assert(offsetof(pycharter_migrations_v1, render) == 48);
static_assert(offsetof(pycharter_migrations_v1, write) == 56);
static_assert(offsetof(pycharter_migrations_v1, compare) == 64);

#endif

#endif
