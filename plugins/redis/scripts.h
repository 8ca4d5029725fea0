// What runs within the server, all of it or nothing, with no other client's command between.
#ifndef PYCHARTER_REDIS_SCRIPTS_H
#define PYCHARTER_REDIS_SCRIPTS_H

#include <string_view>

namespace pycharter::redis {

// Checks, then changes, as transaction.h writes them. Every function takes its keys and arguments in the
// order in which they are named there. Nothing is changed unless all checks hold: a command must not fail
// after the first change, since what a script has done stays done. Gives {0, number of records removed} or
// {number of the check that failed, why}.
inline constexpr std::string_view transaction_script = R"lua(
local next_key, next_argument = 0, 1

local function key()
  next_key = next_key + 1
  return KEYS[next_key]
end

local function argument()
  next_argument = next_argument + 1
  return ARGV[next_argument]
end

-- 'none', 'own', 'other' or 'type': whose record the key holds.
local function owner(record)
  local begin, count = argument(), tonumber(argument())
  local fields = {}
  for i = 1, count do fields[i] = {argument(), argument()} end
  local head = redis.pcall('GETRANGE', record, 0, math.max(#begin - 1, 0))
  if type(head) ~= 'string' then return 'type' end
  if head == '' then return 'none' end
  if head == begin or begin == '' then return 'own' end
  local readable, value = pcall(cjson.decode, redis.call('GET', record))
  if not readable or type(value) ~= 'table' then return 'other' end
  for _, field in ipairs(fields) do
    local wanted = cjson.null
    if field[2]:sub(1, 1) == '=' then wanted = field[2]:sub(2) end
    if value[field[1]] ~= wanted and tostring(value[field[1]]) ~= wanted then return 'other' end
  end
  return 'own'
end

-- Of metadata the index of its type tells: the text does not.
local function owner_by_index(record, index)
  local member, shared = argument(), argument() == '1'
  local head = redis.pcall('GETRANGE', record, 0, 0)
  if type(head) ~= 'string' then return 'type' end
  if head == '' then return 'none' end
  if shared and redis.pcall('SISMEMBER', index, member) == 0 then return 'other' end
  return 'own'
end

local checks, changes = {}, {}
local removed, gone = 0, false

function checks.type()
  local index, wanted = key(), argument()
  local found = redis.call('TYPE', index).ok
  if found == 'none' then return end
  if found ~= wanted then return 'type' end
  -- The one text among them is a counter, which has to stay one that INCR takes and a score holds.
  local text = found == 'string' and redis.call('GET', index)
  if text and (not text:match('^%d+$') or #text > 15) then return 'type' end
end

function checks.record()
  local found = owner(key())
  if found == 'other' or found == 'type' then return found end
end

function checks.metadata()
  local record, index = key(), key()
  local found = owner_by_index(record, index)
  if found == 'other' or found == 'type' then return found end
end

function checks.schema()
  local head = redis.pcall('GETRANGE', key(), 0, 0)
  if type(head) ~= 'string' or head == '' then return 'missing' end
end

function checks.bare()
  local coercion, validation, rules, base = key(), key(), key(), argument()
  if redis.call('ZCARD', coercion) > 0 or redis.call('ZCARD', validation) > 0 then return 'rules' end
  local ids = redis.pcall('SMEMBERS', rules)
  for _, id in ipairs(ids) do
    if redis.call('EXISTS', base .. id) == 1 then return 'rules' end
  end
end

function changes.set()
  redis.call('SET', key(), argument())
end

function changes.add()
  redis.call('SADD', key(), argument())
end

-- A set of rules that is there keeps its place in the order of creation.
function changes.created()
  local of_schema, of_all, counter = key(), key(), key()
  local member, member_of_all = argument(), argument()
  if redis.call('ZSCORE', of_schema, member) then return end
  local number = redis.call('INCR', counter)
  redis.call('ZADD', of_schema, number, member)
  redis.call('ZADD', of_all, number, member_of_all)
end

local function remove(record, found)
  gone = found == 'own' or found == 'none'
  if gone then removed = removed + redis.call('DEL', record) end
end

function changes.remove()
  local record = key()
  remove(record, owner(record))
end

function changes.remove_metadata()
  local record, index = key(), key()
  remove(record, owner_by_index(record, index))
end

-- These take a removed record out of an index.
function changes.drop()
  local index, member = key(), argument()
  if gone then redis.pcall('SREM', index, member) end
end

function changes.drop_rule_set()
  local index, member = key(), argument()
  if gone then redis.call('ZREM', index, member) end
end

-- All sets of rules of a schema.
function changes.drop_rule_sets()
  local of_schema, of_all, base, base_of_all = key(), key(), argument(), argument()
  if not gone then return end
  for _, member in ipairs(redis.call('ZRANGE', of_schema, 0, -1)) do
    redis.call('DEL', base .. member)
    redis.call('ZREM', of_all, base_of_all .. member)
  end
  redis.call('DEL', of_schema)
end

-- All governance rules of a schema.
function changes.drop_rules()
  local of_schema, index, base = key(), key(), argument()
  if not gone then return end
  local ids = redis.pcall('SMEMBERS', of_schema)
  if ids.err then return end
  for _, id in ipairs(ids) do
    redis.call('DEL', base .. id)
    redis.call('SREM', index, id)
  end
  redis.call('DEL', of_schema)
end

local number = 0
for _ = 1, tonumber(ARGV[1]) do
  number = number + 1
  local why = checks[argument()]()
  if why then return {number, why} end
end
while next_argument < #ARGV do changes[argument()]() end
return {0, removed}
)lua";

// Stores schemas whose keys no other record can have. KEYS: the index, then the key of each. ARGV: the ids,
// then the texts. Gives 1, or 0 with nothing changed where a key holds another type or the server refuses to
// write.
inline constexpr std::string_view schemas_script = R"lua(
local count, at_once = #KEYS - 1, 1000
for i = 2, #KEYS do
  if type(redis.pcall('STRLEN', KEYS[i])) ~= 'number' then return 0 end
end
for i = 1, count, at_once do
  -- The first alone can fail.
  local added = redis.pcall('SADD', KEYS[1], unpack(ARGV, i, math.min(i + at_once - 1, count)))
  if type(added) ~= 'number' then return 0 end
end
for i = 1, count, at_once do
  local words, size = {}, 0
  for j = i, math.min(i + at_once - 1, count) do
    words[size + 1], words[size + 2], size = KEYS[j + 1], ARGV[count + j], size + 2
  end
  redis.call('MSET', unpack(words))
end
return 1
)lua";

// A schema with the newest of its sets of rules, or those of a version, at one point in time.
// KEYS: the schema, the order of its coercion sets and of its validation sets. ARGV: where its coercion sets
// begin, where its validation sets begin, and the sets' name in the order when a version is asked for. Gives
// for each kind the name of the set and its text.
inline constexpr std::string_view snapshot_script = R"lua(
local schema = redis.pcall('GET', KEYS[1])
-- The key may be that of a set of governance rules.
if type(schema) == 'table' and KEYS[1]:sub(-6) == ':rules' then schema = false end
if type(schema) == 'table' then return schema end
local found = {schema, false, false, false, false}
if not schema then return found end
for i = 1, 2 do
  local names = ARGV[3] and {ARGV[3]} or redis.call('ZREVRANGE', KEYS[i + 1], 0, -1)
  for _, name in ipairs(names) do
    local text = redis.call('GET', ARGV[i] .. name)
    if text then
      found[2 * i], found[2 * i + 1] = name, text
      break
    end
  end
end
return found
)lua";

}  // namespace pycharter::redis

#endif
