// Object kind: a sequence that stands on its own; those of serial and identity columns are part of their column.
#include "objects/shared/clauses.hpp"
#include "objects/shared/trials.hpp"
#include "sql/canonical.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"
#include "sql/sequence_values.hpp"

#include <phasegate/object_kind.hpp>

#include <optional>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"type", ValueType::sql, Compare::type_name, "bigint", "smallint, integer or bigint"},
    {"start", ValueType::integer, Compare::exact, "", "first value, where it is not the minimum (maximum when descending)"},
    {"increment", ValueType::integer, Compare::exact, "1", "step from one value to the next"},
    {"minimum", ValueType::integer, Compare::exact, "", "smallest value, where it is not the one of its type and direction"},
    {"maximum", ValueType::integer, Compare::exact, "", "largest value, where it is not the one of its type and direction"},
    {"cache", ValueType::integer, Compare::exact, "1", "values that a session takes at once"},
    {"cycle", ValueType::boolean, Compare::exact, "false", "true: begins anew after its last value"},
    {"owned_by", ValueType::text, Compare::exact, "", "column that it goes away with: \"public.t.c\""},
    {"comment", ValueType::text, Compare::exact, "", "for people"},
    {"renamed_from", ValueType::text, Compare::hint, "", "hint: the name that it has in the live schema"},
};

constexpr std::string_view short_fields[] = {"type", "start", "increment", "minimum", "maximum", "cache", "cycle", "owned_by"};

ShortForm read_short(std::string_view text, Object& object) {
  const sql::SequenceDefinition sequence = sql::parse_sequence(text);
  if (!sequence.error.message.empty()) return {sequence.error.message, sequence.error.offset};
  if (sequence.type && *sequence.type != "bigint") object["type"] = *sequence.type;
  const auto set = [&](std::string_view key, const std::optional<long long>& value) {
    if (value) object[key] = static_cast<std::int64_t>(*value);
  };
  set("start", sequence.start);
  if (sequence.increment != 1) set("increment", sequence.increment);
  set("minimum", sequence.minimum);
  set("maximum", sequence.maximum);
  if (sequence.cache != 1) set("cache", sequence.cache);
  if (sequence.cycle.value_or(false)) object["cycle"] = true;
  if (!sequence.owned_by.empty() && sequence.owned_by != "none") object["owned_by"] = sequence.owned_by;
  return {};
}

std::string options(const Object& object) {
  std::string text;
  const auto add = [&](std::string_view key, std::string_view word) {
    if (const auto* number = std::get_if<std::int64_t>(&object[key])) text += " " + std::string(word) + " " + std::to_string(*number);
  };
  if (object.has("type")) text += " as " + object.text("type");
  add("start", "start");
  add("increment", "increment");
  add("minimum", "minvalue");
  add("maximum", "maxvalue");
  add("cache", "cache");
  if (object.is("cycle")) text += " cycle";
  if (object.has("owned_by")) text += " owned by " + object.text("owned_by");
  return text;
}

// What is a default is left out; the column that owns it is named with its schema.
void finish(Object& object, const Catalog&) {
  const auto number = [&](std::string_view key) -> std::optional<long long> {
    const auto* value = std::get_if<std::int64_t>(&object[key]);
    return value == nullptr ? std::nullopt : std::optional<long long>(*value);
  };
  sql::SequenceDefinition written;
  if (object.has("type")) written.type = sql::canonical_type(object.text("type"), {});
  written.start = number("start");
  written.increment = number("increment");
  written.minimum = number("minimum");
  written.maximum = number("maximum");
  const sql::SequenceValues values = sql::complete(written);
  if (values.increment == 1) object["increment"] = {};
  if (number("cache") == 1) object["cache"] = {};
  if (!object.is("cycle")) object["cycle"] = {};
  if (values.minimum == sql::default_minimum(values.type, values.increment)) object["minimum"] = {};
  if (values.maximum == sql::default_maximum(values.type, values.increment)) object["maximum"] = {};
  if (values.start == (values.increment > 0 ? values.minimum : values.maximum)) object["start"] = {};
  if (!object.has("owned_by")) return;
  const sql::SequenceDefinition owner = sql::parse_sequence("owned by " + object.text("owned_by"));
  if (!owner.error.message.empty()) return;  // `check` says so
  if (owner.owned_by.empty() || owner.owned_by == "none") object["owned_by"] = {};
  else if (const auto names = sql::name_parts(owner.owned_by); names.size() == 2)
    object["owned_by"] = sql::identifier(object.id.schema) + "." + owner.owned_by;
  else object["owned_by"] = owner.owned_by;
}

std::vector<Finding> check(const Object& object, const Catalog&) {
  const std::string text = object.text("owned_by");
  if (text.empty() || (sql::parse_sequence("owned by " + text).error.message.empty() && sql::name_parts(text).size() == 3)) return {};
  return {{Severity::error, "wrong-value", "owned_by of " + to_string(object.id) + " is \"" + text + "\", which is no column", "name it as schema.table.column, quoted as in SQL", object.spot("owned_by")}};
}

std::string print_short(const Object& object) {
  const std::string text = options(object);
  return text.empty() ? "as bigint" : text.substr(1);
}

std::string create(const Object& object, std::span<const Object* const>) {
  return "CREATE SEQUENCE " + sql::qualified(object.id.schema, object.id.name) + options(object);
}

std::string drop(const Object& object) { return "DROP SEQUENCE " + sql::qualified(object.id.schema, object.id.name); }

CommentPlace comment(const Object& object) { return relation_comment("SEQUENCE", object.id); }

std::string relation_name(const Object& object) { return object.id.name; }

// A column that owns it is looked for where the schema is read.
std::vector<FieldTrial> trials(const Object& object, const TrialPlace&) {
  Object copy = as_trial(object);
  copy["owned_by"] = Value();
  return {{"type", {create(copy, {})}}};
}

}  // namespace

extern constinit const ObjectKind sequence = {
    .name = "sequence",
    .toml_key = "sequence",
    .fields = fields,
    .read_short = read_short,
    .print_short = print_short,
    .short_fields = short_fields,
    .finish = finish,
    .check = check,
    .trials = trials,
    .create = create,
    .drop = drop,
    .comment = comment,
    .relation_name = relation_name,
};

}  // namespace phasegate::objects
