#include <charconv>
#include <cstdlib>

#include "alembic/script/parsing.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

std::string without_underscores(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c != '_') digits.push_back(c);
  }
  return digits;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

Node* Parser::parse_number() {
  const std::uint32_t offset = here();
  const std::string digits = without_underscores(text(current()));
  ++at_;
  const char prefix = digits.size() > 1 && digits[0] == '0' ? static_cast<char>(digits[1] | 0x20) : '\0';
  const int base = prefix == 'x' ? 16 : prefix == 'o' ? 8 : prefix == 'b' ? 2 : 10;
  if (base == 10 && digits.find_first_of(".eE") != std::string::npos) {
    auto* node = make<ConstantNode>(offset, ConstantNode::Type::real);
    node->real = std::strtod(digits.c_str(), nullptr);
    return node;
  }
  const std::string_view number = std::string_view(digits).substr(base == 10 ? 0 : 2);
  if (base == 10 && number.size() > 1 && number[0] == '0' &&
      number.find_first_not_of('0') != std::string_view::npos) {
    fail_at_offset(offset, "a decimal integer cannot begin with 0: write 0o for octal");
  }
  if (number.size() > 4300) fail_at_offset(offset, "an integer of more than 4300 digits");
  auto* node = make<ConstantNode>(offset, ConstantNode::Type::integer);
  const auto [end, error] =
      std::from_chars(number.data(), number.data() + number.size(), node->integer, base);
  if (error == std::errc::result_out_of_range) {
    node->text = base == 10 ? std::string(number) : digits;
  } else if (error != std::errc() || end != number.data() + number.size()) {
    fail_at_offset(offset, "this is not a number");
  }
  return node;
}

void Parser::flush(std::vector<Node*>& parts, std::string& pending, std::uint32_t offset) {
  if (pending.empty()) return;
  parts.push_back(make<ConstantNode>(offset, ConstantNode::Type::string, std::move(pending)));
  pending.clear();
}

Node* Parser::parse_strings() {
  const Deeper deeper(*this);
  const std::uint32_t offset = here();
  std::vector<Node*> parts;
  std::string pending;
  std::uint32_t pending_offset = offset;
  bool bytes = false, formatted = false, first = true;
  for (; at(TokenKind::string); ++at_, first = false) {
    const Piece piece = read_string(current(), parts, pending, pending_offset);
    if (!first && piece.bytes != bytes) fail("bytes and str literals cannot be mixed");
    bytes = piece.bytes;
    formatted = formatted || piece.formatted;
  }
  if (!formatted)
    return make<ConstantNode>(offset, bytes ? ConstantNode::Type::bytes : ConstantNode::Type::string,
                              std::move(pending));
  flush(parts, pending, pending_offset);
  auto* joined = make<SequenceNode>(NodeKind::joined, offset, std::move(parts));
  return raised(joined, joined->items);
}

Parser::Piece Parser::read_string(const Token& token, std::vector<Node*>& parts, std::string& pending,
                                  std::uint32_t& pending_offset) {
  const std::string_view source = script_.source.text();
  Piece piece;
  bool raw = false;
  std::uint32_t begin = token.begin;
  for (; source[begin] != '"' && source[begin] != '\''; ++begin) {
    const char letter = static_cast<char>(source[begin] | 0x20);
    raw = raw || letter == 'r';
    piece.bytes = piece.bytes || letter == 'b';
    piece.formatted = piece.formatted || letter == 'f';
  }
  const std::string prefix = without_underscores(source.substr(token.begin, begin - token.begin));
  if (prefix.size() == 2 && !raw)
    fail_at_offset(token.begin, "the string's prefix '" + prefix + "' is not one of Python's");
  const char quote = source[begin];
  const bool triple = token.end - begin >= 6 && source[begin + 1] == quote && source[begin + 2] == quote;
  begin += triple ? 3 : 1;
  const std::uint32_t end = token.end - (triple ? 3 : 1);
  if (piece.formatted) {
    read_formatted(begin, end, raw, triple, quote, false, parts, pending, pending_offset);
    return piece;
  }
  for (std::uint32_t i = begin; i < end;) {
    if (source[i] == '\\' && !raw) {
      i += static_cast<std::uint32_t>(read_escape(i, end, piece.bytes, pending));
    } else {
      if (piece.bytes && static_cast<unsigned char>(source[i]) >= 0x80)
        fail_at_offset(i, "bytes can only contain ASCII literal characters");
      pending.push_back(source[i++]);
    }
  }
  return piece;
}

void Parser::read_formatted(std::uint32_t begin, std::uint32_t end, bool raw, bool triple, char quote,
                            bool specification, std::vector<Node*>& parts, std::string& pending,
                            std::uint32_t& pending_offset) {
  const std::string_view source = script_.source.text();
  for (std::uint32_t i = begin; i < end;) {
    const char c = source[i];
    const bool doubled = !specification && i + 1 < end && source[i + 1] == c;
    if (c == '\\' && !raw) {
      i += static_cast<std::uint32_t>(read_escape(i, end, false, pending));
    } else if ((c == '{' || c == '}') && doubled) {
      pending.push_back(c);
      i += 2;
    } else if (c == '{') {
      flush(parts, pending, pending_offset);
      i = read_field(i + 1, triple, quote, parts, pending, pending_offset);
    } else if (c == '}') {
      fail_at_offset(i, "a single '}' cannot stand in an f-string: write '}}'");
    } else {
      if (pending.empty()) pending_offset = i;
      pending.push_back(c);
      ++i;
    }
  }
}

// Reads one replacement field; `at` is behind its `{`. Answers where the text goes on.
std::uint32_t Parser::read_field(std::uint32_t at, bool triple, char quote, std::vector<Node*>& parts,
                                 std::string& pending, std::uint32_t& pending_offset) {
  const std::string_view source = script_.source.text();
  const FieldEnds ends = field_end(script_.source, at, triple, quote, 0);
  Parser inner(script_, tokenize_expression(script_.source, at, ends.expression), depth_);
  if (inner.at(TokenKind::end)) fail_at_offset(at - 1, "the f-string's field is empty");
  auto* field = make<FormattedNode>(at, inner.parse_field_expression());
  std::uint32_t i = ends.expression;
  if (source[i] == '=') {
    do
      ++i;
    while (source[i] == ' ');
    pending_offset = at;
    pending = source.substr(at, i - at);
    flush(parts, pending, pending_offset);
    if (source[i] == '}') field->conversion = 'r';
  }
  if (source[i] == '!') {
    field->conversion = source[i + 1];
    if (std::string_view("rsa").find(field->conversion) == std::string_view::npos)
      fail_at_offset(i, "only !r, !s and !a convert in an f-string");
    i += 2;
  }
  if (source[i] == ':') {
    std::vector<Node*> inside;
    std::string text;
    std::uint32_t text_offset = i + 1;
    const Deeper deeper(*this);
    read_formatted(i + 1, ends.end, false, triple, quote, true, inside, text, text_offset);
    flush(inside, text, text_offset);
    field->specification = make<SequenceNode>(NodeKind::joined, i, std::move(inside));
    i = ends.end;
  }
  if (i != ends.end) fail_at_offset(i, "the f-string's field is not a valid expression");
  parts.push_back(raised(field, {field->value}));
  return ends.end + 1;
}

std::uint32_t Parser::read_code(std::uint32_t at, std::uint32_t end, int digits, std::string& out) const {
  const std::string_view source = script_.source.text();
  char32_t code = 0;
  for (int i = 0; i < digits; ++i) {
    const std::uint32_t place = at + static_cast<std::uint32_t>(i);
    const int digit = place < end ? hex_digit(source[place]) : -1;
    if (digit < 0)
      fail_at_offset(at - 2, "the escape needs " + std::to_string(digits) + " hexadecimal digits");
    code = code << 4 | static_cast<char32_t>(digit);
  }
  if (code > 0x10FFFF) fail_at_offset(at - 2, "there is no such Unicode character");
  append_utf8(out, code);
  return static_cast<std::uint32_t>(digits) + 2;
}

// Decodes the escape at the backslash `at`; answers how many bytes it takes.
std::size_t Parser::read_escape(std::uint32_t at, std::uint32_t end, bool bytes, std::string& out) const {
  const std::string_view source = script_.source.text();
  const char c = at + 1 < end ? source[at + 1] : '\\';
  static constexpr std::string_view letters = "abfnrtv\\'\"", meanings = "\a\b\f\n\r\t\v\\'\"";
  if (c == '\n') return 2;
  if (const std::size_t index = letters.find(c); index != std::string_view::npos) {
    out.push_back(meanings[index]);
    return 2;
  }
  if (c >= '0' && c <= '7') {
    unsigned code = 0;
    std::uint32_t i = at + 1;
    for (; i < end && i < at + 4 && source[i] >= '0' && source[i] <= '7'; ++i)
      code = code * 8 + static_cast<unsigned>(source[i] - '0');
    if (bytes) {
      out.push_back(static_cast<char>(code));
    } else {
      append_utf8(out, code);
    }
    return i - at;
  }
  if (c == 'x' && bytes) {
    const int high = at + 2 < end ? hex_digit(source[at + 2]) : -1,
              low = at + 3 < end ? hex_digit(source[at + 3]) : -1;
    if (high < 0 || low < 0) fail_at_offset(at, "the escape needs 2 hexadecimal digits");
    out.push_back(static_cast<char>(high << 4 | low));
    return 4;
  }
  if (c == 'x') return read_code(at + 2, end, 2, out);
  if (c == 'u' && !bytes) return read_code(at + 2, end, 4, out);
  if (c == 'U' && !bytes) return read_code(at + 2, end, 8, out);
  if (c == 'N' && !bytes)
    fail_at_offset(at, "characters by name (\\N{…}) are not known here: write \\u and the number");
  out.push_back('\\');  // no escape: both characters stand for themselves
  out.push_back(c);
  return 2;
}

}  // namespace pycharter::alembic::script
