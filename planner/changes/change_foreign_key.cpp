// Change kind: change a foreign key that keeps its name.
//
// Which of its fields differ decides the way. Deferrability alone is altered where it stands. Other actions on the same columns replace the foreign
// key in one transaction: two with different actions would both act. Other columns, another table or a stricter match come beside the old
// one under a helper name, NOT VALID, are proven, and take its name when it goes. But for a foreign key that becomes deferrable, which nobody
// notices who does not ask for it, all of this waits until the running version is gone.
#include "recipes/conditions.hpp"
#include "recipes/constraints.hpp"
#include "recipes/replaced_constraint.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool is_form(const Difference& difference) { return difference.what == What::field && difference.element.kind == "foreign key" && difference.field->key != "comment"; }

// A foreign key follows a table that gets another name by itself.
bool claims(const Difference& difference, const Context& context) {
  if (!is_form(difference)) return false;
  const ElementId referenced = referenced_table(*context.wanted.find(difference.element));
  return context.live_name(referenced) == referenced;
}

bool absorbs(const Difference& claimed, const Difference& other, const Context&) { return is_form(other) && other.element == claimed.element; }

bool differs(const Change& change, std::initializer_list<std::string_view> fields) {
  return std::ranges::any_of(fields, [&](std::string_view field) { return change.field("foreign key", field) != nullptr; });
}

std::string names_at(std::string_view numbers, std::string_view relation) {
  return "ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(c." + std::string(numbers) + ") WITH ORDINALITY AS k(attnum, n) JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c." +
         std::string(relation) + " AND a.attnum = k.attnum ORDER BY k.n)";
}

std::string array_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + sql::literal(name);
  return "ARRAY[" + text + "]::text[]";
}

// Source: PostgreSQL manual, pg_constraint.
std::string letter(const std::string& action) {
  static constexpr std::pair<std::string_view, std::string_view> letters[] = {{"restrict", "r"}, {"cascade", "c"}, {"set null", "n"}, {"set default", "d"}};
  const auto found = std::ranges::find(letters, action, [](const auto& pair) { return pair.first; });
  return sql::literal(found == std::end(letters) ? "a" : found->second);
}

std::string text(bool value) { return value ? "true" : "false"; }

std::string on_constraint(const ElementId& id, const std::string& further) {
  return "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass(" + sql::literal(sql::relation(table_of(id))) + ") AND c.conname = " + sql::literal(id.name) +
         " AND c.contype = 'f' AND (" + further + "))";
}

// Any of the fields that differ is no longer as it is in the live schema: so it holds whatever is renamed later.
std::string is_replaced(const Object& live, const Change& change) {
  std::string any;
  const auto add = [&](std::string_view field, const std::string& condition) {
    if (change.field("foreign key", field) != nullptr) any += (any.empty() ? "" : " OR ") + condition;
  };
  add("columns", names_at("conkey", "conrelid") + " <> " + array_of(live.list("columns")));
  if (differs(change, {"referenced_schema", "referenced_table"}))
    any += (any.empty() ? "" : " OR ") + ("c.confrelid IS DISTINCT FROM pg_catalog.to_regclass(" + sql::literal(sql::relation(referenced_table(live))) + ")");
  add("referenced_columns", names_at("confkey", "confrelid") + " <> " + array_of(live.list("referenced_columns")));
  add("match", "c.confmatchtype <> " + sql::literal(live.text("match") == "full" ? "f" : "s"));
  add("on_update", "c.confupdtype <> " + letter(live.text("on_update")));
  add("on_delete", "c.confdeltype <> " + letter(live.text("on_delete")));
  if (live.has("on_delete_columns")) {
    std::vector<std::string> sorted = live.list("on_delete_columns");
    std::ranges::sort(sorted);
    add("on_delete_columns", "ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.confdelsetcols) ORDER BY a.attname::text COLLATE \"C\") <> " + array_of(sorted));
  } else {
    add("on_delete_columns", "c.confdelsetcols IS NOT NULL");
  }
  add("deferrable", "c.condeferrable <> " + text(live.is("deferrable")));
  add("initially_deferred", "c.condeferred <> " + text(live.is("initially_deferred")));
  return on_constraint(live.id, any);
}

// Once it may be deferred, only those see a difference who defer it; whatever defers by default or forbids it is seen by all.
Step alter(const Object& live, const Object& wanted, const ReplacedConstraint& constraint) {
  const ElementId table = table_of(live.id);
  const bool unnoticed = !live.is("deferrable") && !wanted.is("initially_deferred");
  const bool loosens = wanted.is("initially_deferred") && !live.is("initially_deferred");
  const auto statement = [&](const Object& form) {
    return "ALTER TABLE " + sql::relation(table) + " ALTER CONSTRAINT " + sql::identifier(live.id.name) + (form.is("deferrable") ? " DEFERRABLE" : " NOT DEFERRABLE") +
           (form.is("initially_deferred") ? " INITIALLY DEFERRED" : " INITIALLY IMMEDIATE");
  };
  const auto form = [](const Object& key) { return std::string(!key.is("deferrable") ? "at once" : key.is("initially_deferred") ? "at the end of the transaction" : "at once, or later where asked for"); };
  Step step = brief(unnoticed ? Phase::expand : Phase::validate, unnoticed ? Part::main : loosens ? Part::open : Part::enforce, table, LockMode::access_exclusive, constraint.name + ": defer",
                    "check the foreign key " + live.id.name + " of " + table.name + " " + form(wanted));
  step.sql = {statement(wanted)};
  step.done = {on_constraint(live.id, "c.condeferrable = " + text(wanted.is("deferrable")) + " AND c.condeferred = " + text(wanted.is("initially_deferred"))),
               "the foreign key " + live.id.name + " of " + qualified_name(table) + " is not checked " + form(wanted)};
  step.undo = undo_by({statement(live)});
  if (!unnoticed) step.hurts = {.n_writes = true};
  if (!unnoticed) step.promises = {{qualified_name(wanted.id) + ".deferrable", "rely on " + wanted.id.name + " being checked " + form(wanted), wanted.at}};
  step.touches = {live.id};
  if (wanted.id != live.id) step.touches.push_back(wanted.id);
  return step;
}

Promise promise(const Object& wanted, const Object& live, bool other_rows) {
  const std::string child = qualified_name(table_of(wanted.id));
  if (!other_rows) return {qualified_name(wanted.id) + ".cascade", "rely on what the new " + wanted.id.name + " does when a row of " + qualified_name(referenced_table(wanted)) + " is deleted or gets another key", wanted.at};
  return {qualified_name(wanted.id) + ".foreign_key",
          "write rows of " + child + " that " + breach(live) + ", delete or re-key rows of " + qualified_name(referenced_table(live)) + " that " + child + " refers to, or rely on the new " + wanted.id.name, wanted.at};
}

Finding switched_off(const Object& wanted) {
  return {Severity::error, "change-foreign-key", to_string(wanted.id) + (wanted.is("triggers_disabled") ? " is wanted with its internal triggers switched off, so that it would reject nothing" : " has its internal triggers switched off, so nobody knows which rows came in meanwhile"),
          wanted.is("triggers_disabled") ? "leave triggers_disabled out, or drop the foreign key" : "delete its orphans and switch its triggers on as a superuser (ALTER TABLE … ENABLE TRIGGER ALL), or drop the foreign key in one rollout and add it in the next", wanted.spot("triggers_disabled")};
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& wanted = *context.wanted.find(change.claimed.element);
  ReplacedConstraint constraint = replaced_constraint(change, context);
  const bool other_rows = differs(change, {"columns", "referenced_schema", "referenced_table", "referenced_columns"}) || (differs(change, {"match"}) && wanted.text("match") == "full");
  const bool other_actions = differs(change, {"on_update", "on_delete", "on_delete_columns", "match"});
  Recipe result;
  if (differs(change, {"triggers_disabled"})) {
    result.findings = {switched_off(wanted)};
    return result;
  }
  result.findings = unsupported(wanted, context);
  if (refuses(result.findings)) return result;
  result.findings = used_at_deploy(wanted, "change-foreign-key", "the new form of the foreign key " + wanted.id.name, "the first version relies on neither form; the second relies on the new one");
  for (Finding& finding : refuse_clean_up_of_change(wanted)) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  if (other_rows || other_actions) {
    constraint.replaced = is_replaced(constraint.live, change);
    constraint.promise = promise(wanted, constraint.live, other_rows);
    result.steps = other_rows && !wanted.is("not_valid") ? replace_beside(constraint, context) : replace_at_once(constraint, context);
    return result;
  }
  if (differs(change, {"not_valid"}) && wanted.is("not_valid")) {
    result.steps = forget_proof(constraint, context);
    return result;
  }
  if (differs(change, {"deferrable", "initially_deferred"})) result.steps.push_back(alter(constraint.live, wanted, constraint));
  if (!differs(change, {"not_valid"})) return result;
  result.steps.push_back(prove(constraint.wanted, constraint.name, context));
  result.steps.push_back(validate_there(constraint.wanted, constraint.name, context));
  result.steps.back().promises = {{qualified_name(wanted.id) + ".foreign_key", "rely on every row of " + qualified_name(table_of(wanted.id)) + " having its row in " + qualified_name(referenced_table(wanted)), wanted.at}};
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO orders (id, user_id) VALUES ($1, $1 % 20 + 1)",
    "INSERT INTO orders (id) VALUES (-$1)",
    "UPDATE orders SET user_id = $1 % 20 + 1 WHERE id = $1 % 30",
    "SELECT id, user_id FROM orders WHERE id = $1 % 30",
};
constexpr std::string_view all_statements[] = {
    "INSERT INTO orders (id, user_id, org, code) VALUES ($1, $1 % 20 + 1, 1, $1 % 20 + 1)",
    "INSERT INTO orders (id) VALUES (-$1)",
    "UPDATE orders SET user_id = $1 % 20 + 1 WHERE id = $1 % 30",
    "SELECT id, user_id, org, code, repeats FROM orders WHERE id = $1 % 30",
};

constexpr Example examples[] = {
    {
        .name = "every-field",
        .shows = "five foreign keys of one table change: one refers to another table and key, one matches fully, one gets other actions, one becomes deferrable, one is deferred from now on",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, org integer, code integer, UNIQUE (org, code));\nCREATE TABLE \"we\"\"ird; --\" (id bigint PRIMARY KEY);\n"
                      "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, org integer, code integer, repeats bigint,\n"
                      "  CONSTRAINT a_fk FOREIGN KEY (user_id) REFERENCES users, CONSTRAINT b_fk FOREIGN KEY (org, code) REFERENCES users (org, code),\n"
                      "  CONSTRAINT c_fk FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE, CONSTRAINT d_fk FOREIGN KEY (repeats) REFERENCES orders,\n"
                      "  CONSTRAINT e_fk FOREIGN KEY (repeats) REFERENCES orders ON DELETE SET NULL);\n"
                      "COMMENT ON CONSTRAINT a_fk ON orders IS 'the buyer';\nCREATE INDEX ON orders (user_id);\nCREATE INDEX ON orders (org, code);\nCREATE INDEX ON orders (repeats);\n"
                      "INSERT INTO users SELECT i, 1, i FROM generate_series(1, 20) AS i;\nINSERT INTO \"we\"\"ird; --\" SELECT i FROM generate_series(1, 30) AS i;\n"
                      "INSERT INTO orders SELECT i, nullif(i % 20 + 1, 7), CASE WHEN i % 3 > 0 THEN 1 END, CASE WHEN i % 3 > 0 THEN i % 20 + 1 END, nullif(i, 5) FROM generate_series(1, 30) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\nunique.users_org_code_key = \"(org, code)\"\n[table.users.column]\nid = \"bigint\"\norg = \"integer\"\ncode = \"integer\"\n"
                        "[table.'\"we\"\"ird; --\"']\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\n"
                        "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint\"\nuser_id = \"bigint\"\norg = \"integer\"\ncode = \"integer\"\nrepeats = \"bigint\"\n"
                        "[table.orders.index]\norders_user_id_idx = \"(user_id)\"\norders_org_code_idx = \"(org, code)\"\norders_repeats_idx = \"(repeats)\"\n"
                        "[table.orders.foreign_key]\na_fk = { is = \"(user_id) references \\\"we\\\"\\\"ird; --\\\"(id) on delete cascade\", comment = \"the buyer\" }\n"
                        "b_fk = \"(org, code) references users(org, code) match full\"\n"
                        "c_fk = \"(user_id) references users(id) on update cascade on delete set null (user_id)\"\n"
                        "d_fk = \"(repeats) references orders(id) deferrable\"\ne_fk = \"(repeats) references orders(id) on delete set null deferrable initially deferred\"\n",
        .n_statements = all_statements,
        .next_statements = all_statements,
        .n_reads = "SELECT o.*, u.id FROM orders AS o LEFT JOIN users AS u ON u.id = o.user_id ORDER BY 1",
    },
    {
        .name = "not-valid",
        .shows = "one foreign key is no longer vouched for, one gets another action for new rows only, and one is never deferred any more",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n"
                      "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users, second bigint REFERENCES users, third bigint REFERENCES users DEFERRABLE INITIALLY DEFERRED);\n"
                      "CREATE INDEX ON orders (user_id);\nCREATE INDEX ON orders (second);\nCREATE INDEX ON orders (third);\n"
                      "INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 20) AS i;\nINSERT INTO orders SELECT i, nullif(i % 20 + 1, 7), i % 20 + 1, 3 FROM generate_series(1, 30) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nname = \"text\"\n"
                        "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint\"\nuser_id = \"bigint\"\nsecond = \"bigint\"\nthird = \"bigint\"\n"
                        "[table.orders.index]\norders_user_id_idx = \"(user_id)\"\norders_second_idx = \"(second)\"\norders_third_idx = \"(third)\"\n"
                        "[table.orders.foreign_key]\norders_user_id_fkey = \"(user_id) references users(id) not valid\"\norders_second_fkey = \"(second) references users(id) on delete cascade not valid\"\n"
                        "orders_third_fkey = \"(third) references users(id)\"\n",
        .n_statements = n_statements,
        .next_statements = n_statements,
        .n_reads = "SELECT o.*, u.name FROM orders AS o LEFT JOIN users AS u ON u.id = o.user_id ORDER BY 1",
    },
    {
        .name = "validate-what-is-there",
        .shows = "a foreign key that was added NOT VALID is proven and validated",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\n"
                      "CREATE INDEX orders_user_idx ON orders (user_id);\nINSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 20) AS i;\n"
                      "INSERT INTO orders SELECT i, nullif(i % 20 + 1, 7) FROM generate_series(1, 30) AS i;\n"
                      "ALTER TABLE orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users NOT VALID;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nname = \"text\"\n"
                        "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint\"\nuser_id = \"bigint\"\n[table.orders.index]\norders_user_idx = \"(user_id)\"\n"
                        "[table.orders.foreign_key]\norders_user_fk = \"(user_id) references users(id)\"\n",
        .n_statements = n_statements,
        .next_statements = n_statements,
        .n_reads = "SELECT o.id, o.user_id, u.name FROM orders AS o FULL JOIN users AS u ON u.id = o.user_id ORDER BY 1, 2, 3",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: ALTER CONSTRAINT changes deferrability only; DROP CONSTRAINT of a foreign key takes ACCESS EXCLUSIVE on both tables (seen in pg_locks)",
    "PostgreSQL manual, 5.4.5: referential actions act from NOT VALID on",
};

}  // namespace

extern constinit const ChangeKind change_foreign_key = {
    .name = "change-foreign-key",
    .summary = "changes any field of a foreign key that keeps its name, without a scan under a lock that stops writes and without a gap",
    .why = "N relies on the old foreign key, on what it rejects and on what it does, and the new one may reject N's writes; so the change waits until N is gone, and N+1 relies on neither form before. "
           "`ALTER CONSTRAINT` changes deferrability alone, in an instant.\n\n"
           "Where the rows that obey the old form obey the new one too (other actions, `MATCH SIMPLE`), one transaction drops the old one and adds the new one `NOT VALID`, so that never two "
           "with different actions are in force; `VALIDATE` follows. Otherwise orphans are counted, the new one comes `NOT VALID` under a helper name, is validated, and takes the name of the old one in "
           "the transaction that drops it. Dropping stops reads and writes of both tables for an instant.\n\n"
           "A foreign key that may be deferred from now on, but is not unless somebody asks, comes in expand.",
    .when_not = "`uses_at = \"deploy\"` is refused, and so is a foreign key whose internal triggers are switched off. Undo is refused while rows are orphans under the old form.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
