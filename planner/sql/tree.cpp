// Copies libpg_query's protobuf trees and tokens into plain nodes, walking by descriptor. The only file that
// includes libpg_query.
#include "sql/tree.hpp"

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

#include <algorithm>
#include <cstring>

namespace phasegate::sql {
namespace {

template <class T>
T at(const ProtobufCMessage& message, unsigned offset) {
  T value;
  std::memcpy(&value, reinterpret_cast<const char*>(&message) + offset, sizeof value);
  return value;
}

NodePtr copy(const ProtobufCMessage& message);

// "A_Const" of "pg_query.A_Const"; the descriptor's short name drops underscores.
std::string_view type_name(const ProtobufCMessageDescriptor& descriptor) {
  const std::string_view name = descriptor.name;
  return name.substr(name.rfind('.') + 1);
}

// Node is only a wrapper that says which kind of node follows.
NodePtr copy_unwrapped(const ProtobufCMessage* message) {
  if (message == nullptr) return nullptr;
  if (message->descriptor != &pg_query__node__descriptor) return copy(*message);
  const auto& descriptor = *message->descriptor;
  for (unsigned i = 0; i < descriptor.n_fields; ++i) {
    const auto& field = descriptor.fields[i];
    if (at<int>(*message, field.quantifier_offset) == static_cast<int>(field.id))
      return copy_unwrapped(at<const ProtobufCMessage*>(*message, field.offset));
  }
  return nullptr;
}

std::string enum_word(const ProtobufCFieldDescriptor& field, int value) {
  const auto* descriptor = static_cast<const ProtobufCEnumDescriptor*>(field.descriptor);
  const auto* found = protobuf_c_enum_descriptor_get_value(descriptor, value);
  return found != nullptr ? found->name : std::to_string(value);
}

void copy_number(const ProtobufCMessage& message, const ProtobufCFieldDescriptor& field, NodeField& to) {
  switch (field.type) {
    case PROTOBUF_C_TYPE_BOOL:
      to.number = at<protobuf_c_boolean>(message, field.offset) != 0 ? 1 : 0;
      break;
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_UINT64:
      to.number = at<long long>(message, field.offset);
      break;
    case PROTOBUF_C_TYPE_UINT32:
      to.number = at<unsigned>(message, field.offset);
      break;
    default:
      to.number = at<int>(message, field.offset);
      break;
  }
}

void copy_single(const ProtobufCMessage& message, const ProtobufCFieldDescriptor& field, NodeField& to) {
  if (field.type == PROTOBUF_C_TYPE_MESSAGE) {
    if (auto node = copy_unwrapped(at<const ProtobufCMessage*>(message, field.offset)))
      to.nodes.push_back(std::move(node));
  } else if (field.type == PROTOBUF_C_TYPE_STRING) {
    const char* text = at<const char*>(message, field.offset);
    to.text = text != nullptr ? text : "";
  } else if (field.type == PROTOBUF_C_TYPE_ENUM) {
    const int value = at<int>(message, field.offset);
    if (value != 0) to.text = enum_word(field, value);
  } else {
    copy_number(message, field, to);
  }
}

void copy_repeated(const ProtobufCMessage& message, const ProtobufCFieldDescriptor& field, NodeField& to) {
  const auto count = at<std::size_t>(message, field.quantifier_offset);
  if (field.type == PROTOBUF_C_TYPE_MESSAGE) {
    const auto* items = at<ProtobufCMessage* const*>(message, field.offset);
    for (std::size_t i = 0; i < count; ++i) to.nodes.push_back(copy_unwrapped(items[i]));
  } else {
    to.number = static_cast<long long>(count);
  }
}

bool is_unset_choice(const ProtobufCMessage& message, const ProtobufCFieldDescriptor& field) {
  return (field.flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0 &&
         at<int>(message, field.quantifier_offset) != static_cast<int>(field.id);
}

NodePtr copy(const ProtobufCMessage& message) {
  const auto& descriptor = *message.descriptor;
  auto node = make_node(type_name(descriptor));
  for (unsigned i = 0; i < descriptor.n_fields; ++i) {
    const auto& field = descriptor.fields[i];
    if (is_unset_choice(message, field)) continue;
    if (std::strcmp(field.name, "location") == 0) {
      node->location = at<int>(message, field.offset);
      continue;
    }
    NodeField copied{.name = field.name, .number = 0, .text = {}, .nodes = {}};
    if (field.label == PROTOBUF_C_LABEL_REPEATED)
      copy_repeated(message, field, copied);
    else
      copy_single(message, field, copied);
    if (copied.number != 0 || !copied.text.empty() || !copied.nodes.empty())
      node->fields.push_back(std::move(copied));
  }
  return node;
}

// cursorpos counts characters from 1, in UTF-8.
int byte_offset(std::string_view text, int cursorpos) {
  if (cursorpos <= 0) return -1;
  int characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U && ++characters == cursorpos)
      return static_cast<int>(i);
  return static_cast<int>(text.size());
}

SyntaxError error_from(const PgQueryError& error, std::string_view text) {
  return {.message = error.message != nullptr ? error.message : "syntax error",
          .offset = byte_offset(text, error.cursorpos)};
}

// The scanner gives a wrong end for U&'…' and U&"…"; a string goes on after a line feed and another quote.
int end_of_unicode_token(std::string_view sql, int begin) {
  auto at = static_cast<std::size_t>(begin) + 2;
  if (at >= sql.size()) return static_cast<int>(sql.size());
  const char quote = sql[at++];
  for (;;) {
    at = sql.find(quote, at);
    if (at == std::string_view::npos) return static_cast<int>(sql.size());
    if (++at < sql.size() && sql[at] == quote) {
      ++at;
      continue;
    }
    const auto next = std::min(sql.find_first_not_of(" \t\r\n\f", at), sql.size());
    const bool continued = quote == '\'' && next < sql.size() && sql[next] == quote &&
                           sql.substr(at, next - at).find_first_of("\r\n") != std::string_view::npos;
    if (!continued) return static_cast<int>(at);
    at = next + 1;
  }
}

// How deeply messages may nest. Unpacking is recursive with large frames: some 9000 levels fill a stack of 8
// MB.
constexpr std::size_t deepest = 3000;

// Reads a variable-length number of the wire format. Source: "Encoding" in the Protocol Buffers manual.
std::uint64_t read_number(const std::uint8_t*& at, const std::uint8_t* end) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; at < end && shift < 64; shift += 7) {
    const std::uint8_t byte = *at++;
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if ((byte & 0x80U) == 0) break;
  }
  return value;
}

// True when messages nest more deeply than can be unpacked; looks at the packed bytes, without recursion.
bool nests_too_deeply(const PgQueryProtobuf& packed) {
  struct Level {
    const std::uint8_t* end;
    const ProtobufCMessageDescriptor* descriptor;
  };
  const auto* at = reinterpret_cast<const std::uint8_t*>(packed.data);
  std::vector<Level> levels = {{at + packed.len, &pg_query__parse_result__descriptor}};
  while (!levels.empty()) {
    const auto [end, descriptor] = levels.back();
    if (at >= end) {
      levels.pop_back();
      continue;
    }
    const auto key = read_number(at, end);
    const auto wire_type = key & 7U;
    const auto* field = protobuf_c_message_descriptor_get_field(descriptor, static_cast<unsigned>(key >> 3U));
    if (wire_type == 0)
      read_number(at, end);
    else if (wire_type == 1)
      at += 8;
    else if (wire_type == 5)
      at += 4;
    if (wire_type != 2) continue;
    const auto length = read_number(at, end);
    if (length > static_cast<std::uint64_t>(end - at)) return true;
    if (field == nullptr || field->type != PROTOBUF_C_TYPE_MESSAGE) {
      at += length;
      continue;
    }
    if (levels.size() >= deepest) return true;
    levels.push_back({at + length, static_cast<const ProtobufCMessageDescriptor*>(field->descriptor)});
  }
  return false;
}

template <class Result, void (*free_result)(Result)>
struct Owned {
  Result result;
  explicit Owned(Result given) : result(given) {}
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() { free_result(result); }
};

SyntaxError nul_byte(std::string_view sql) {
  const auto found = sql.find('\0');
  if (found == std::string_view::npos) return {};
  return {.message = "the text holds a NUL byte", .offset = static_cast<int>(found)};
}

}  // namespace

Parsed parse_tree(std::string_view sql) {
  Parsed parsed{.error = nul_byte(sql), .root = nullptr};
  if (parsed.error) return parsed;
  const std::string text(sql);
  const Owned<PgQueryProtobufParseResult, pg_query_free_protobuf_parse_result> owned(
      pg_query_parse_protobuf(text.c_str()));
  if (owned.result.error != nullptr) {
    parsed.error = error_from(*owned.result.error, sql);
    return parsed;
  }
  const auto& bytes = owned.result.parse_tree;
  if (nests_too_deeply(bytes)) {
    parsed.error = {.message = "this nests too deeply to be read", .offset = -1};
    return parsed;
  }
  auto* tree =
      pg_query__parse_result__unpack(nullptr, bytes.len, reinterpret_cast<const std::uint8_t*>(bytes.data));
  if (tree == nullptr) {
    parsed.error = {.message = "the parse tree cannot be read", .offset = -1};
    return parsed;
  }
  parsed.root = copy(tree->base);
  pg_query__parse_result__free_unpacked(tree, nullptr);
  return parsed;
}

Tokens scan(std::string_view sql) {
  Tokens tokens{.error = nul_byte(sql), .list = {}};
  if (tokens.error) return tokens;
  const std::string text(sql);
  const Owned<PgQueryScanResult, pg_query_free_scan_result> owned(pg_query_scan(text.c_str()));
  if (owned.result.error != nullptr) {
    tokens.error = error_from(*owned.result.error, sql);
    return tokens;
  }
  const auto& bytes = owned.result.pbuf;
  auto* result =
      pg_query__scan_result__unpack(nullptr, bytes.len, reinterpret_cast<const std::uint8_t*>(bytes.data));
  if (result == nullptr) {
    tokens.error = {.message = "the tokens cannot be read", .offset = -1};
    return tokens;
  }
  for (std::size_t i = 0; i < result->n_tokens; ++i) {
    const auto& token = *result->tokens[i];
    const auto* word = protobuf_c_enum_descriptor_get_value(&pg_query__token__descriptor, token.token);
    tokens.list.push_back(
        {.begin = token.start,
         .end = token.end,
         .kind = word != nullptr ? std::string_view(word->name) : std::string_view("unknown"),
         .keyword = token.keyword_kind != PG_QUERY__KEYWORD_KIND__NO_KEYWORD});
  }
  pg_query__scan_result__free_unpacked(result, nullptr);
  for (auto& token : tokens.list)
    if (token.kind == "UIDENT" || token.kind == "USCONST") token.end = end_of_unicode_token(sql, token.begin);
  return tokens;
}

}  // namespace phasegate::sql
