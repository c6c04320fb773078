// The statements that change the options of a sequence.
#include "recipes/sequence_options.hpp"

#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <optional>
#include <variant>

namespace phasegate::recipes {
namespace {

std::string bounds(const sql::SequenceValues& values) { return std::to_string(values.minimum) + " AND " + std::to_string(values.maximum); }

// Smallest and largest value are always said: those that are a default would move with the type or the direction.
std::string clauses(const sql::SequenceValues& from, const sql::SequenceValues& to) {
  std::string text;
  if (from.type != to.type) text += " AS " + to.type;
  if (from.increment != to.increment) text += " INCREMENT BY " + std::to_string(to.increment);
  if (from.minimum != to.minimum || from.type != to.type) text += " MINVALUE " + std::to_string(to.minimum);
  if (from.maximum != to.maximum || from.type != to.type) text += " MAXVALUE " + std::to_string(to.maximum);
  if (from.start != to.start) text += " START WITH " + std::to_string(to.start);
  if (from.cache != to.cache) text += " CACHE " + std::to_string(to.cache);
  if (from.cycle != to.cycle) text += to.cycle ? " CYCLE" : " NO CYCLE";
  return text;
}

// A fresh one starts anew, so that its number is within the new bounds. The first ALTER SEQUENCE keeps everybody from drawing meanwhile.
std::string alter(const std::string& sequence, const sql::SequenceValues& from, const sql::SequenceValues& to) {
  const std::string body = "DECLARE\n  this_sequence constant pg_catalog.regclass := " + sequence + ";\n  is_fresh boolean;\nBEGIN\n"
      "  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' CACHE " + std::to_string(from.cache) + "';\n"
      "  EXECUTE 'SELECT NOT s.is_called AND s.last_value = " + std::to_string(from.start) + " FROM ' || this_sequence || ' AS s' INTO is_fresh;\n"
      "  EXECUTE 'ALTER SEQUENCE ' || this_sequence || '" + clauses(from, to) + "' || CASE WHEN is_fresh THEN ' RESTART WITH " + std::to_string(to.start) + "' ELSE '' END;\nEND\n";
  return "DO " + sql::dollar_quoted("\n" + body, "sequence");
}

// pg_sequence_last_value is NULL while nobody has drawn, and where there is no such sequence.
std::string last_number(const std::string& sequence) { return "pg_catalog.pg_sequence_last_value(" + sequence + ")"; }

}  // namespace

bool is_unnoticed(const sql::SequenceValues& from, const sql::SequenceValues& to) {
  return from.increment == to.increment && from.minimum == to.minimum && from.maximum == to.maximum && from.cycle == to.cycle;
}

sql::SequenceValues values_of(const Object& sequence) {
  const auto number = [&](std::string_view key) {
    const auto* value = std::get_if<std::int64_t>(&sequence[key]);
    return value == nullptr ? std::nullopt : std::optional<long long>(*value);
  };
  sql::SequenceDefinition written;
  if (sequence.has("type")) written.type = sequence.text("type");
  written.start = number("start");
  written.increment = number("increment");
  written.minimum = number("minimum");
  written.maximum = number("maximum");
  written.cache = number("cache");
  if (sequence.is("cycle")) written.cycle = true;
  return sql::complete(written);
}

void fill_in(Step& step, const SequenceChange& change) {
  const sql::SequenceValues &from = change.from, &to = change.to;
  step.sql = {alter(change.sequence, from, to)};
  step.undo = undo_by({alter(change.sequence, to, from)});
  step.done = {"EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = " + change.sequence + " AND q.seqincrement = " + std::to_string(to.increment) + " AND q.seqmin = " +
                   std::to_string(to.minimum) + " AND q.seqmax = " + std::to_string(to.maximum) + " AND q.seqstart = " + std::to_string(to.start) + " AND q.seqcache = " + std::to_string(to.cache) +
                   " AND " + (to.cycle ? "" : "NOT ") + "q.seqcycle AND q.seqtypid = " + sql::literal(to.type) + "::pg_catalog.regtype)",
               "the options of " + to_string(change.element) + " are not the wanted ones"};
  if (to.minimum > from.minimum || to.maximum < from.maximum) {
    step.before = {"COALESCE(" + last_number(change.sequence) + " BETWEEN " + bounds(to) + ", true)",
                   "the last number drawn for " + to_string(change.element) + " does not lie between " + std::to_string(to.minimum) + " and " + std::to_string(to.maximum)};
    step.notes.push_back("its numbers end at " + std::to_string(to.increment > 0 ? to.maximum : to.minimum));
  }
  // Where the bounds grew, numbers may have been drawn that the old ones do not allow.
  if (to.minimum < from.minimum || to.maximum > from.maximum)
    step.undo.losses = {"SELECT CASE WHEN " + last_number(change.sequence) + " NOT BETWEEN " + bounds(from) + " THEN 1 ELSE 0 END"};
  step.hurts = {.n_reads = !is_unnoticed(from, to), .n_writes = !is_unnoticed(from, to)};
  if (from.cache != to.cache) step.notes.push_back("sessions that hold numbers use those up first");
}

}  // namespace phasegate::recipes
