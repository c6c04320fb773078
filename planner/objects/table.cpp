// Object kind: an ordinary table. Partitioned tables and inheritance are left alone.
#include "sql/identifier.hpp"

#include "objects/shared/clauses.hpp"
#include "objects/shared/trials.hpp"

#include <phasegate/catalog.hpp>
#include <phasegate/object_kind.hpp>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"comment", ValueType::text, Compare::exact, "", "what it holds, for people"},
    {"unlogged", ValueType::boolean, Compare::exact, "false", "true: not written to the WAL, lost in a crash"},
    {"options", ValueType::name_list, Compare::unordered, "", "storage parameters: [\"fillfactor=70\"]"},
    {"row_level_security", ValueType::text, Compare::exact, "off", "off, on or forced; \"off, forced\": switched off, and forced once it is on", "off|on|forced|off, forced"},
    {"replica_identity", ValueType::text, Compare::exact, "default", "default, nothing, full or the name of an index"},
    {"cluster_on", ValueType::text, Compare::exact, "", "index by which CLUSTER orders the table; also that of a key, by the name of its constraint"},
    {"access_method", ValueType::text, Compare::exact, "heap", "table access method"},
    {"tablespace", ValueType::text, Compare::exact, "", "tablespace, where it is not the database's own"},
    {"renamed_from", ValueType::text, Compare::hint, "", "hint: the name that it has in the live schema"},
    {"drops", ValueType::text_map, Compare::hint, "",
     "hint: constants that the running version reads in columns that go away, in rows that the next version writes: drops.code = \"'n/a'\""},
};

std::string create(const Object& object, std::span<const Object* const> children) {
  std::string text = std::string("CREATE ") + (object.is("unlogged") ? "UNLOGGED " : "") + "TABLE " +
                     sql::qualified(object.id.schema, object.id.name) + " (";
  std::string separator = "\n    ";
  for (const Object* child : children) {
    const std::string clause = table_clause(*child);
    if (clause.empty()) continue;
    text += separator + clause;
    separator = ",\n    ";
  }
  text += separator == "\n    " ? ")" : "\n)";
  if (object.has("access_method")) text += " USING " + sql::identifier(object.text("access_method"));
  if (object.has("options")) text += " WITH (" + joined(object.list("options"), ", ") + ")";
  if (object.has("tablespace")) text += " TABLESPACE " + sql::identifier(object.text("tablespace"));
  return text;
}

std::string drop(const Object& object) { return "DROP TABLE " + sql::qualified(object.id.schema, object.id.name); }

CommentPlace comment(const Object& object) { return relation_comment("TABLE", object.id); }

std::string relation_name(const Object& object) { return object.id.name; }

std::string trial(const Object& object, const TrialPlace&) {
  return "CREATE TEMPORARY TABLE phasegate_question (phasegate_question text)" + (object.has("access_method") ? " USING " + sql::identifier(object.text("access_method")) : std::string()) +
         (object.has("options") ? " WITH (" + joined(object.list("options"), ", ") + ")" : std::string()) + (object.has("tablespace") ? " TABLESPACE " + sql::identifier(object.text("tablespace")) : std::string());
}

// The values of `drops` are those of live columns.
std::vector<FieldTrial> trials(const Object& object, const TrialPlace& place) {
  std::vector<FieldTrial> list;
  for (const std::string_view key : {"options", "access_method", "tablespace"}) {
    if (!object.has(key)) continue;
    Object copy = make_object(*object.kind, object.id);
    copy[key] = object[key];
    list.push_back({key, {trial(copy, place)}});
  }
  for (const auto& [name, value] : object.map("drops"))
    if (const Object* column = place.live.find({"column", place.live_table_id.schema, place.live_table_id.name, name}))
      list.push_back({"drops", {table_of_one(column->text("type")), "ALTER TABLE " + std::string(trial_name) + " ALTER COLUMN phasegate_question SET DEFAULT " + value}});
  return list;
}

}  // namespace

extern constinit const ObjectKind table = {
    .name = "table",
    .toml_key = "table",
    .fields = fields,
    .trials = trials,
    .create = create,
    .drop = drop,
    .comment = comment,
    .relation_name = relation_name,
};

}  // namespace phasegate::objects
