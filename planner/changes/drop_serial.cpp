// Change kind: take the sequence of a serial column away, or put another default in its place.
//
// The running version leaves the number out, so the default stays until that version is gone. The sequence may stay as one that stands on its
// own (the desired schema names it); else it is renamed away and dropped in contract.
#include "recipes/conditions.hpp"
#include "recipes/numbering.hpp"
#include "recipes/numbering_with_type.hpp"
#include "recipes/sequence_options.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) {
  return difference.is_field("column", "serial") && difference.live == Value(true) && !context.wanted.find(difference.element)->has("identity");
}

bool absorbs(const Difference& claimed, const Difference& other, const Context&) {
  if (other.is(What::missing, "sequence")) return other.element == serial_sequence(claimed.live_element);
  return other.is_field("column", "default") && other.element == claimed.element;
}

// What becomes of the sequence: it stays when the desired schema names it.
const Object* kept_sequence(const ElementId& sequence, const Context& context) { return context.wanted.find(sequence); }

std::string alter_column(const ElementId& column) { return "ALTER TABLE " + sql::relation(table_of(column)) + " ALTER COLUMN " + sql::identifier(column.name); }
std::string nextval(const ElementId& sequence) { return "pg_catalog.nextval(" + regclass(sequence) + ")"; }

// A new sequence that the new default draws from goes on where the old one was.
std::optional<ElementId> new_sequence(const Object& column, const Context& context) {
  const auto sequence = drawn_sequence(column.text("default"), column.id.schema);
  if (!sequence || *sequence == serial_sequence(column.id) || context.live.find(*sequence) != nullptr || context.wanted.find(*sequence) == nullptr) return std::nullopt;
  return sequence;
}

Step drop_default(const Object& column) {
  Step step = brief(Phase::validate, Part::enforce, table_of(column.id), LockMode::access_exclusive, "drop-serial " + qualified_name(column.id), "drop the default of " + column.id.parent + "." + column.id.name);
  step.sql = {alter_column(column.id) + " DROP DEFAULT"};
  step.done = {column_exists(column.id) + " AND NOT " + column_has_default(column.id), "column " + qualified_name(column.id) + " still has a default"};
  step.undo = undo_by({alter_column(column.id) + " SET DEFAULT " + nextval(serial_sequence(column.id))});
  step.hurts = {.n_writes = true};
  step.touches = {column.id};
  step.notes = {"undo lets the sequence go on where it is: numbers that the next version has given by then are met again, unless it keeps to numbers of its own"};
  if (column.is("not_null")) step.notes.emplace_back("the column is not null: from here on, an INSERT without it fails");
  return step;
}

Step replace_default(const Object& column, const Source& from, const Source& to) {
  Step step = brief(Phase::validate, Part::enforce, table_of(column.id), LockMode::access_exclusive, "drop-serial " + qualified_name(column.id), "change the default of " + column.id.parent + "." + column.id.name);
  step.transaction = Transaction::own;
  step.sql = move_numbers(column, from, to);
  step.done = {column_has_default(column.id) + " AND NOT " + relation_exists(from.sequence->schema, from.sequence->name), "the default of " + qualified_name(column.id) + " still draws from " + qualified_name(*from.sequence)};
  step.undo = undo_by(move_numbers_back(column, from, to));
  step.hurts = {.n_writes = true};
  step.touches = {column.id, *from.sequence};
  if (to.sequence) {
    step.needs = {{*to.sequence, Side::wanted, Milestone::exists}};
    step.locks.push_back({*to.sequence, LockMode::row_exclusive, Work::instant});
    step.notes = {"numbers go on in " + qualified_name(*to.sequence)};
  } else {
    step.promises = {{qualified_name(column.id) + ".default", "leave " + qualified_name(column.id) + " out of an INSERT and rely on its new default", column.spot("default")}};
  }
  return step;
}

// The sequence leaves its column: options and owner as the desired schema has them.
Step free_sequence(const Object& column, const Object& sequence) {
  const sql::SequenceValues from = sql::complete({}, column.text("type"));
  const auto owner = owner_of(sequence);
  const std::string name = sql::relation(sequence.id), owned_by = "ALTER SEQUENCE " + name + " OWNED BY ";
  const auto owner_text = [](const ElementId& id) { return sql::relation(table_of(id)) + "." + sql::identifier(id.name); };
  Step step;
  step.id = "drop-serial " + qualified_name(column.id) + ": sequence";
  step.title = "sequence " + qualified_name(sequence.id) + " stands on its own";
  step.phase = Phase::validate;
  step.part = Part::enforce;
  step.transaction = Transaction::own;
  step.locks = {{sequence.id, LockMode::share_row_exclusive, Work::instant}};
  fill_in(step, {"pg_catalog.to_regclass(" + sql::literal(name) + ")", sequence.id, from, values_of(sequence)});
  if (owner != column.id) {
    step.sql.push_back(owned_by + (owner ? owner_text(*owner) : "NONE"));
    step.undo.sql.push_back(owned_by + owner_text(column.id));
    step.locks.push_back({table_of(owner ? *owner : column.id), LockMode::access_share, Work::instant});
    step.done.sql = "(" + step.done.sql + " AND " + (owner ? sequence_is_owned(sequence.id, *owner) : "NOT " + sequence_is_owned(sequence.id, column.id)) + ")";
    if (!owner) step.locks.pop_back();
  }
  if (sequence.has("comment")) {
    step.sql.push_back(comment_on(sequence));
    step.undo.sql.push_back("COMMENT ON " + sequence.kind->comment(sequence).target + " IS NULL");
  }
  step.touches = {column.id, sequence.id};
  step.brings = {{sequence.id, Side::wanted, Milestone::exists}};
  return step;
}

Step retire(const ElementId& column, const ElementId& sequence, const ElementId& retired) {
  Step step;
  step.id = "drop-serial " + qualified_name(column) + ": retire";
  step.title = "retire sequence " + qualified_name(sequence) + " by renaming";
  step.phase = Phase::contract;
  step.part = Part::retire;
  step.sql = {"ALTER SEQUENCE " + sql::relation(sequence) + " RENAME TO " + sql::identifier(retired.name)};
  step.locks = {{sequence, LockMode::access_exclusive, Work::instant}};
  step.done = {negated(relation_exists(sequence.schema, sequence.name)), "sequence " + qualified_name(sequence) + " is still there"};
  step.undo = undo_by({"ALTER SEQUENCE " + sql::relation(retired) + " RENAME TO " + sql::identifier(sequence.name)});
  step.hurts = {.n_writes = true};
  step.touches = {sequence, retired};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object column = numbered_with_live_type(*context.wanted.find(change.claimed.element), context);
  const Object& live = *context.live.find(change.claimed.live_element);
  Recipe result;
  const auto refuse = [&](std::string message, std::string help) {
    result.findings.push_back({Severity::error, "drop-serial", to_string(column.id) + " " + message, std::move(help), column.at});
  };
  if (live.id != column.id) refuse("gets another name and loses its sequence", "rename it in one rollout, and drop the sequence in another");
  for (Finding& finding : refuse_numbers_with_type(column.id, "drop-serial", context)) result.findings.push_back(std::move(finding));
  const ElementId sequence = serial_sequence(live.id);
  const Object* kept = kept_sequence(sequence, context);
  if (kept != nullptr) result.findings.insert(result.findings.end(), unknown_owner(*kept, context).begin(), unknown_owner(*kept, context).end());
  OtherDrawers others;
  if (kept == nullptr) others = other_drawers(column, sequence, "drop-serial", context);
  result.findings.insert(result.findings.end(), others.findings.begin(), others.findings.end());
  if (refuses(result.findings)) return result;
  const Source from = source_of(live);
  Source to = source_of(column, new_sequence(column, context));
  look_up_sequence(to, column.id, context.wanted);
  for (Finding& finding : refuse_turned_numbers(column, from, to, "drop-serial")) result.findings.push_back(std::move(finding));
  const bool draws_on = drawn_sequence(column.text("default"), column.id.schema) == sequence;
  const std::string id = "drop-serial " + qualified_name(column.id);
  if (kept != nullptr) {
    if (to.kind == Source::Kind::nothing) result.steps.push_back(drop_default(column));
    else if (!draws_on) refuse("gets another default, and its sequence stays", "change the default in one rollout, and let the sequence stand on its own in another");
    result.steps.push_back(free_sequence(column, *kept));
  } else if (draws_on) {
    refuse("draws from " + qualified_name(sequence) + ", which the desired schema does not have", "add it to [sequence], or write the column as serial");
  } else if (to.kind == Source::Kind::nothing) {
    const ElementId retired{"sequence", sequence.schema, "", set_aside_sequence(column.id, from).name};
    result.steps = {drop_default(column), retire(column.id, sequence, retired)};
    for (Step& step : drop_set_aside(column, from, id)) result.steps.push_back(std::move(step));
  } else {
    result.steps.push_back(replace_default(column, from, to));
    for (Step& step : drop_set_aside(column, from, id)) result.steps.push_back(std::move(step));
  }
  if (!result.steps.empty() && kept == nullptr) result.steps.front().preflight = draws_besides(column, from);
  if (!result.steps.empty()) {
    result.steps.front().needs.insert(result.steps.front().needs.end(), others.needs.begin(), others.needs.end());
    result.steps.front().brings.push_back(numbered(column.id));
  }
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO orders (note) VALUES ('n ' || $1)",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view next_giving[] = {
    "INSERT INTO orders (id, note) VALUES (5000 + $1, 'm')",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view next_leaving[] = {
    "INSERT INTO orders (note) VALUES ('m ' || $1)",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "plain",
        .shows = "the next version gives the numbers itself; the sequence goes in contract",
        .before_sql = "CREATE TABLE orders (id serial PRIMARY KEY, note text);\nINSERT INTO orders (note) SELECT nullif('o' || i, 'o3') FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"integer\"\nnote = \"text\"\n",
        .n_statements = n_statements,
        .next_statements = next_giving,
        .n_reads = "SELECT id, note FROM orders ORDER BY id",
    },
    {
        .name = "sequence-on-its-own",
        .shows = "the column goes on drawing from its sequence, which gets options of its own and goes away with nothing",
        .before_sql = "CREATE TABLE orders (id serial PRIMARY KEY, note text);\nINSERT INTO orders (note) SELECT nullif('o' || i, 'o3') FROM generate_series(1, 20) AS i;",
        .desired_toml = "[sequence]\norders_id_seq = { is = \"as integer increment 2\", comment = \"odd\" }\n[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\n"
                        "id = \"integer default nextval('orders_id_seq')\"\nnote = \"text\"\n",
        .n_statements = n_statements,
        .next_statements = next_leaving,
        .n_reads = "SELECT id, note FROM orders ORDER BY id",
    },
};

constexpr std::string_view sources[] = {"PostgreSQL manual, Data Types, Serial Types: the default may be dropped, the sequence goes with its column", "PostgreSQL manual, ALTER SEQUENCE: OWNED BY"};

}  // namespace

extern constinit const ChangeKind drop_serial = {
    .name = "drop-serial",
    .summary = "takes the sequence of a serial column away, or puts another default in its place",
    .why = "N leaves the number out and draws from the sequence, so the default changes when N is gone; N+1 gives the number itself from its first statement on, or goes on leaving it out where another "
           "default takes the place. A sequence that is new with that default goes on where the old one was. The old one is renamed away, which undo takes back, and dropped behind the soak gate. Where the "
           "desired schema names it, it stays and stands on its own.",
    .when_not = "A change of name at the same time is refused, and so is a sequence that the default of another column draws from, too, unless this rollout changes that default.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
