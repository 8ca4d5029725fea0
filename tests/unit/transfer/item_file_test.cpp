// Items as files: what is written, what is read, and what is said of files that are wrong.
#include "transfer/item_file.h"

#include <gtest/gtest.h>

#include "error_of.h"
#include "transfer/fingerprint.h"
#include "transfer/manifest.h"

namespace pycharter::transfer {
namespace {

using tests::error_of;

Record part(RecordKind kind, std::optional<std::string> version, std::string document) {
  Record record;
  record.kind = kind;
  record.version = std::move(version);
  record.document = std::move(document);
  return record;
}

Item contract(std::string document) {
  Item item;
  item.record.name = "user";
  item.record.version = "1.0";
  item.record.document = std::move(document);
  return item;
}

TEST(ItemFile, a_contract_is_readable_and_nothing_of_it_changes) {
  auto item = contract(R"({"b": 0.10, "a": "\u00e9", "version": "1.0"})");
  item.parts.push_back(part(RecordKind::coercion, "2", R"({"a":"str"})"));
  item.parts.push_back(part(RecordKind::coercion, std::nullopt, "{ }\n"));
  check(item);
  const auto text = write_item(item);
  EXPECT_EQ(text, R"({
  "format": "pycharter-contract/1",
  "name": "user",
  "version": "1.0",
  "schema": {
    "b": 0.10,
    "a": "\u00e9",
    "version": "1.0"
  },
  "coercion_rules": [
    {
      "version": "2",
      "layout": "dense",
      "rules": {
        "a": "str"
      }
    },
    {
      "layout": "kept",
      "after": "\n",
      "rules": { }
    }
  ]
}
)");
  const auto read = read_item(text, "x");
  EXPECT_EQ(fingerprint(read, Comparison::text), fingerprint(item, Comparison::text));
  EXPECT_EQ(read.record.document, item.record.document);
  EXPECT_EQ(read.parts[1].document, "{ }\n");
}

TEST(ItemFile, every_text_that_a_store_takes_comes_back) {
  const std::string deep_inside = std::string(500, '[') + "1e400" + std::string(500, ']');
  for (const auto& document :
       {std::string("{}"), std::string(" \t{\"a\" :1}\r\n"), "{\"a\": " + deep_inside + "}",
        "{\"a\": \"" + std::string(1'000'000, 'x') + "\"}",
        std::string("{\"a\": 1, \"a\": 2, \"\": \"\\\\\"}")}) {
    Item item = contract(document);
    check(item);
    const auto read = read_item(write_item(item), "x");
    EXPECT_EQ(read.record.document, item.record.document);
  }
}

TEST(ItemFile, faults_are_told_with_their_place_and_what_to_do) {
  const std::string begin = "{\"format\": \"pycharter-contract/1\",\n";
  const std::string whole = begin + "\"name\": \"a\", \"version\": \"1\", \"schema\": {}";
  const struct {
    std::string text;
    const char* place;
    const char* words;
  } cases[] = {
      {"", "f.json:1:1", "not valid JSON"},
      {"[]", "f.json:1:1", "not a JSON object"},
      {"{}", "f.json:1:1", "\"format\" is missing"},
      {"{\"format\": \"pycharter-contract/2\"}", "f.json:1:12", "newer pycharter-admin"},
      {"{\"format\": 1}", "f.json:1:12", "not a string"},
      {begin + "\"name\": \"a\"}", "f.json:1:1", "\"version\" is missing"},
      {begin + "\"name\": \"a\", \"name\": \"b\"}", "f.json:2:14", "twice"},
      {begin + "\"name\": 1, \"version\": \"1\", \"schema\": {}}", "f.json:2:9", "not a string"},
      {begin + "\"name\": \"a\", \"version\": \"1\", \"schema\": []}", "f.json:2:40", "not an object"},
      {whole + ", \"coercion_rule\": []}", "f.json:2:44", "did you mean 'coercion_rules'"},
      {whole + ", \"coercion_rules\": {}}", "f.json:2:62", "not a list"},
      {whole + ", \"coercion_rules\": [{}]}", "f.json:2:63", "\"rules\" is missing"},
      {whole + ", \"coercion_rules\": [{\"rules\": {}}, {\"rules\": {}}]}", "f.json:2:78", "twice"},
      {whole + ", \"ownership\": {\"additional_info\": {}}}", "f.json:2:57", "\"owner\" is missing"},
      {whole + ", \"layout\": \"wide\"}", "f.json:2:54", "layout"},
      {whole + ", \"after\": \"x\"}", "f.json:2:53", "nothing but blanks"},
      {begin + "\"name\": \"\", \"version\": \"1\", \"schema\": {}}", "f.json", "is empty"},
      {begin + "\"name\": \"a\", \"version\": \"1\", \"schema\": {\"version\": \"2\"}}", "f.json",
       "Version mismatch"},
      {begin + "\"name\": \"\xff\"}", "f.json:2:", "UTF-8"},
  };
  for (const auto& [text, place, words] : cases) {
    const auto error = error_of([&t = text] { read_item(t, "f.json"); });
    EXPECT_EQ(error.facts().file, "f.json") << text;
    EXPECT_TRUE(error.message().starts_with(place)) << error.message() << " of " << text;
    EXPECT_NE(error.message().find(words), std::string::npos) << error.message() << " of " << text;
  }
}

TEST(Manifest, comes_back_and_tells_when_it_was_merged) {
  const Manifest manifest{true, {{"contracts/a/1.json", "00"}, {"ownership/x.json", "11"}}};
  const auto text = write_manifest(manifest);
  EXPECT_EQ(read_manifest(text, "m").files, manifest.files);
  EXPECT_NE(text.find("\"contracts\": 1,"), std::string::npos);
  EXPECT_FALSE(read_manifest(write_manifest({}), "m").complete);
  for (const auto& [old, fresh] :
       {std::pair{"\"contracts\": 1", "\"contracts\": 2"}, std::pair{"\"00\"", "\"01\""},
        std::pair{"export/1", "export/9"}, std::pair{"\"sha256\"", "\"sha\""}}) {
    auto changed = text;
    changed.replace(changed.find(old), std::string_view(old).size(), fresh);
    EXPECT_EQ(error_of([&] { read_manifest(changed, "m"); }).code(), ErrorCode::invalid_document) << old;
  }
}

}  // namespace
}  // namespace pycharter::transfer
