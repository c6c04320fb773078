// Change kind: add a foreign key.
//
// On a table of the same rollout there are no rows yet, so it follows right after the tables, in expand. On an older table the running
// version may write orphans until it is gone, so everything lies in validate: a count of the orphans, NOT VALID (an instant of SHARE ROW
// EXCLUSIVE on both tables), VALIDATE in a file of its own.
#include "recipes/constraints.hpp"
#include "recipes/steps.hpp"
#include "sql/definitions.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::missing, "foreign key"); }

Promise promise(const Object& key) {
  const bool acts = key.has("on_delete") || key.has("on_update");
  const std::string name = qualified_name(key.id);
  return acts ? Promise{name + ".cascade", "rely on what " + key.id.name + " does when a row of " + qualified_name(referenced_table(key)) + " is deleted or gets another key", key.at}
              : Promise{name + ".foreign_key", "rely on every row of " + qualified_name(table_of(key.id)) + " having its row in " + qualified_name(referenced_table(key)), key.at};
}

// True when an index, key or unique constraint of the wanted table begins with the columns of the foreign key.
bool has_leading_index(const Object& key, const Context& context) {
  std::vector<std::string> columns = key.list("columns");
  std::ranges::sort(columns);
  for (const Object* object : context.wanted.children(table_of(key.id))) {
    std::vector<std::string> leading;
    if (object->id.kind == "index" && !object->has("where")) leading = sql::parse_index(object->kind->print_short(*object)).columns;
    else if (object->id.kind == "primary key" || object->id.kind == "unique constraint") leading = object->list("columns");
    if (leading.size() < columns.size()) continue;
    leading.resize(columns.size());
    std::ranges::sort(leading);
    if (leading == columns) return true;
  }
  return false;
}

void tell(const Object& key, bool in_expand, const Context& context, Recipe& result) {
  const auto warn = [&](std::string message, std::string help) { result.findings.push_back({Severity::warning, "add-foreign-key", std::move(message), std::move(help), key.at}); };
  if (!has_leading_index(key, context))
    warn("no index of " + qualified_name(table_of(key.id)) + " begins with the columns of the foreign key " + key.id.name + ", so each DELETE and each change of a key in " + qualified_name(referenced_table(key)) + " scans the table",
         "add an index on these columns to the desired schema");
  if (in_expand && context.live.find(referenced_table(key)) != nullptr && (!key.has("on_delete") || key.text("on_delete") == "restrict"))
    warn("as soon as the next version writes rows into " + qualified_name(table_of(key.id)) + ", the running one cannot delete the rows of " + qualified_name(referenced_table(key)) + " that they refer to",
         "say on delete cascade or set null, or let the next version write there only when the running one is gone");
}

// The table is new and so empty, and so is every key that it refers to: nothing can be wrong with it.
Step add_to_new_table(const Object& key) {
  Step step = add_unproven(key, "add-foreign-key " + qualified_name(key.id));
  step.phase = Phase::expand;
  step.part = Part::main;
  step.sql = created(key);
  step.hurts = {};
  step.promises = {promise(key)};
  step.notes = {"the table is new, so there is nothing to validate"};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& key = *context.wanted.find(change.claimed.element);
  // A key that comes later than the new table finds rows in it.
  const std::vector<Fact> needed = coming_key(key, context);
  const bool in_expand = context.live.find(table_of(key.id)) == nullptr && needed.empty();
  const std::string name = "add-foreign-key " + qualified_name(key.id);
  Recipe result;
  result.findings = unsupported(key, context);
  if (refuses(result.findings)) return result;
  if (!in_expand)
    result.findings = used_at_deploy(key, "add-foreign-key", "the foreign key " + key.id.name, "the first version deletes and re-keys the referring rows itself; the second relies on the foreign key");
  if (!in_expand)
    for (Finding& finding : refuse_clean_up(key, context)) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  tell(key, in_expand, context, result);
  if (in_expand) {
    result.steps = {add_to_new_table(key)};
    return result;
  }
  result.steps = {add_unproven(key, name)};
  if (is_left_alone(referenced_table(key), context)) result.steps.front().notes.push_back("partitions of " + qualified_name(referenced_table(key)) + " are locked as the table itself");
  result.steps.front().needs = needed;
  if (is_cleaned_up(key)) {
    result.steps.push_back(clean_up(key, name, context));
    result.steps.push_back(validate_new(key, name, context));
  } else if (!key.is("not_valid")) {
    result.steps.insert(result.steps.begin(), prove(key, name, context));
    result.steps.push_back(validate_new(key, name, context));
  }
  result.steps.back().promises = {promise(key)};
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO orders (id, user_id) VALUES ($1, $1 % 20 + 1)",
    "INSERT INTO orders (id) VALUES (-$1)",
    "UPDATE orders SET user_id = $1 % 20 + 1 WHERE id = $1 % 30",
    "SELECT id, user_id FROM orders WHERE id = $1 % 30",
};

constexpr std::string_view n_orphaning[] = {
    "INSERT INTO orders (id, user_id) VALUES ($1, $1 % 30 + 1)",
    "UPDATE orders SET user_id = 1000 + $1 WHERE id = $1 % 30",
    "INSERT INTO visits (id, tenant, user_id) VALUES ($1, $1 % 3, $1 % 30 + 1)",
    "SELECT o.id, o.user_id, v.tenant FROM orders AS o LEFT JOIN visits AS v ON v.user_id = o.user_id WHERE o.id = $1 % 30",
};
constexpr std::string_view next_careful[] = {
    "INSERT INTO orders (id, user_id) VALUES ($1, $1 % 20 + 1)",
    "INSERT INTO visits (id, tenant, user_id) VALUES ($1, $1 % 20 % 3, $1 % 20)",
    "SELECT o.id, o.user_id, v.tenant FROM orders AS o LEFT JOIN visits AS v ON v.user_id = o.user_id WHERE o.id = $1 % 30",
};

constexpr Example examples[] = {
    {
        .name = "old-tables",
        .shows = "two tables that have been there for long: orphans are counted, the foreign key comes NOT VALID, and is validated",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\n"
                      "CREATE INDEX orders_user_idx ON orders (user_id);\n"
                      "INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 20) AS i;\nINSERT INTO orders SELECT i, nullif(i % 20 + 1, 7) FROM generate_series(1, 30) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nname = \"text\"\n"
                        "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint\"\nuser_id = \"bigint\"\n[table.orders.index]\norders_user_idx = \"(user_id)\"\n"
                        "[table.orders.foreign_key]\norders_user_fk = { is = \"(user_id) references users(id) on delete cascade\", comment = \"who bought it\" }\n",
        .n_statements = n_statements,
        .next_statements = n_statements,
        .n_reads = "SELECT o.id, o.user_id, u.name FROM orders AS o FULL JOIN users AS u ON u.id = o.user_id ORDER BY 1, 2, 3",
    },
    {
        .name = "orphans-set-null",
        .shows = "rows that refer to nothing lose their reference when no new ones can come: all of it, or the columns that on delete set null names; in a table with a name that needs quotes, rows of a foreign key to itself",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, tenant bigint NOT NULL, UNIQUE (tenant, id));\nINSERT INTO users SELECT i, i % 3 FROM generate_series(0, 20) AS i;\n"
                      "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\nINSERT INTO orders SELECT i, nullif(i + 5, 7) FROM generate_series(1, 30) AS i;\n"
                      "CREATE TABLE visits (id bigint PRIMARY KEY, tenant bigint NOT NULL, user_id bigint);\nINSERT INTO visits SELECT i, i % 3, i FROM generate_series(1, 30) AS i;\n"
                      "CREATE TABLE \"we\"\"ird; --\" (id bigint PRIMARY KEY, \"next; one\" bigint);\nINSERT INTO \"we\"\"ird; --\" SELECT i, i + 1 FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\ncolumn.tenant = \"bigint not null\"\nunique.users_tenant_id_key = \"(tenant, id)\"\n"
                        "[table.orders]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\ncolumn.user_id = \"bigint\"\nforeign_key.orders_user_fk = { is = \"(user_id) references users(id)\", clean_up = \"set null\" }\n"
                        "[table.visits]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\ncolumn.tenant = \"bigint not null\"\ncolumn.user_id = \"bigint\"\n"
                        "foreign_key.visits_user_fk = { is = \"(tenant, user_id) references users(tenant, id) on delete set null (user_id)\", clean_up = \"set null\" }\n"
                        "[table.\"\\\"we\\\"\\\"ird; --\\\"\"]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\ncolumn.\"next; one\" = \"bigint\"\n"
                        "foreign_key.next_fk = { is = '(\"next; one\") references \"we\"\"ird; --\"(id)', clean_up = \"set null\" }\n",
        .n_statements = n_orphaning,
        .next_statements = next_careful,
        .n_reads = "SELECT o.id, o.user_id, v.tenant, v.user_id FROM orders AS o JOIN visits AS v ON v.id = o.id ORDER BY o.id",
    },
    {
        .name = "orphans-deleted",
        .shows = "rows that refer to nothing are deleted in batches when no new ones can come, which has been approved",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users SELECT generate_series(0, 20);\n"
                      "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);\nINSERT INTO orders SELECT i, i + 5 FROM generate_series(1, 30) AS i;\n"
                      "CREATE TABLE visits (id bigint PRIMARY KEY, tenant bigint, user_id bigint);",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\n"
                        "[table.orders]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\ncolumn.user_id = \"bigint not null\"\nforeign_key.orders_user_fk = { is = \"(user_id) references users(id) on delete cascade\", clean_up = \"delete\" }\n"
                        "[table.visits]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\ncolumn.tenant = \"bigint\"\ncolumn.user_id = \"bigint\"\n",
        .settings_toml = "approvals = [\"orphans of foreign key public.orders.orders_user_fk\"]\n",
        .n_statements = n_orphaning,
        .next_statements = next_careful,
        .n_reads = "SELECT id, user_id FROM orders ORDER BY id",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: ADD FOREIGN KEY takes SHARE ROW EXCLUSIVE on both tables; VALIDATE takes SHARE UPDATE EXCLUSIVE and ROW SHARE on the referenced one",
    "PostgreSQL manual, 5.4.5: referential actions act from NOT VALID on",
};

}  // namespace

extern constinit const ChangeKind add_foreign_key = {
    .name = "add-foreign-key",
    .summary = "adds a foreign key: at once where its table is new, else with a count of orphans, NOT VALID and VALIDATE",
    .why = "`ADD FOREIGN KEY` stops the writes to both tables while it scans the referring one, and N may write orphans until its last instance is gone. So on a table that has "
           "been there before, the orphans are counted first in validate (any stops the file), then the foreign key comes `NOT VALID`, which stops writes for an instant, and "
           "`VALIDATE` scans beside them. Should an orphan slip in between, the foreign key is taken away again. N+1 does not rely on the foreign key or its actions before.\n\n"
           "A table that is new in the same rollout is empty, so its foreign keys follow right after the tables, in expand: also when tables refer to each other in a circle.\n\n"
           "With `clean_up = \"set null\"` or `\"delete\"` orphans do not stop anything: the foreign key comes `NOT VALID`, so that no new ones can, then the columns of orphans become NULL in batches (those that `on delete set "
           "null (…)` names, else all), or orphans are deleted, and the foreign key is validated. What they referred to is not kept, and nothing brings back deleted rows: a deletion has to be approved, like a drop, and validate "
           "cannot be undone behind it.",
    .when_not = "`uses_at = \"deploy\"` is refused on a table that has been there before. The referenced table may be one that phasegate leaves alone (partitioned, or inherited from): it must be there, with a unique "
                "index over the columns, or the plan is refused. `clean_up = \"set null\"` on a column that is not null is refused, and so is a deletion that would make other orphans or change rows of other tables.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
