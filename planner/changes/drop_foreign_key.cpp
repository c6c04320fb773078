// Change kind: drop a foreign key.
//
// The running version may rely on what it rejects and on what it does to rows whose parent goes, so it stays until that is gone. From then
// on it is only in the way: it may reject the writes of the next version. So DROP CONSTRAINT opens validate, also where the column or
// the table of the foreign key goes in contract.
#include "recipes/conditions.hpp"
#include "recipes/constraints.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::extra, "foreign key"); }

Promise promise(const Object& key) {
  const std::string child = qualified_name(table_of(key.id)), parent = qualified_name(referenced_table(key));
  const std::string name = qualified_name(key.id) + ".dropped";
  if (key.has("on_delete") || key.has("on_update"))
    return {name, "delete or re-key rows of " + parent + " without minding what " + key.id.name + " then does to rows of " + child + ", or write rows of " + child + " that " + breach(key), {}};
  return {name, "delete or re-key rows of " + parent + " that " + child + " refers to, or write rows of " + child + " that " + breach(key), {}};
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& key = *context.live.find(change.claimed.element);
  const ElementId table = table_of(key.id);
  Step step = brief(Phase::validate, Part::open, table, LockMode::access_exclusive, "drop-foreign-key " + qualified_name(key.id), "drop the foreign key " + key.id.name + " of " + table.name);
  step.transaction = Transaction::own;
  step.sql = {key.kind->drop(key)};
  step.locks = dropping_locks(key);
  step.done = {negated(constraint_exists(table, key.id.name)), "the foreign key " + key.id.name + " of " + qualified_name(table) + " is still there"};
  step.undo = undo_by(created(unproven(key)));
  if (!key.is("not_valid")) {
    step.undo.sql.push_back(validating(key));
    step.undo.losses = {breaking_rows(key, context)};
    step.notes = {"undo reads " + qualified_name(table) + " (" + size_text(context.size(table)) + ") while writes to it and to " + qualified_name(referenced_table(key)) +
                  " wait, within statement_timeout; on a large table, plan the way back as an add-foreign-key instead"};
  }
  step.hurts = {.n_reads = true, .n_writes = true};
  step.promises = {promise(key)};
  step.brings = {{key.id, Side::live, Milestone::gone}};
  step.touches = {key.id};
  Recipe result;
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, name) VALUES ($1, 'n' || $1)",
    "INSERT INTO orders (id, user_id, gift_to) VALUES ($1, $1 % 20 + 1, nullif($1 % 20 + 1, 5))",
    "UPDATE orders SET user_id = $1 % 20 + 1 WHERE id = $1 % 30",
    "DELETE FROM users WHERE id = $1",
    "SELECT id, user_id, gift_to, repeats FROM orders WHERE id = $1 % 30",
};

constexpr Example examples[] = {{
    .name = "one-and-its-own",
    .shows = "a foreign key that cascades, with its comment, and one that refers to its own table: undo brings both back as long as there are no orphans",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n"
                  "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, gift_to bigint, repeats bigint REFERENCES orders ON DELETE SET NULL,\n"
                  "  CONSTRAINT \"buyer's\" FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE DEFERRABLE);\n"
                  "COMMENT ON CONSTRAINT \"buyer's\" ON orders IS 'who''s to pay';\nCREATE INDEX ON orders (user_id);\n"
                  "ALTER TABLE orders ADD CONSTRAINT gift_fk FOREIGN KEY (gift_to) REFERENCES users NOT VALID;\n"
                  "INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 20) AS i;\nINSERT INTO orders SELECT i, nullif(i % 20 + 1, 7), NULL, nullif(i, 3) FROM generate_series(1, 30) AS i;",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nname = \"text\"\n"
                    "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint\"\nuser_id = \"bigint\"\ngift_to = \"bigint\"\nrepeats = \"bigint\"\n"
                    "[table.orders.index]\norders_user_id_idx = \"(user_id)\"\n",
    .n_statements = n_statements,
    .next_statements = n_statements,
    .n_reads = "SELECT o.id, o.user_id, u.name FROM orders AS o FULL JOIN users AS u ON u.id = o.user_id ORDER BY 1, 2, 3",
    .n_never_sees = "SELECT o.id FROM orders AS o WHERE o.user_id IS NOT NULL AND NOT EXISTS (SELECT FROM users AS u WHERE u.id = o.user_id)",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: DROP CONSTRAINT; that of a foreign key takes ACCESS EXCLUSIVE on both tables, as pg_locks shows",
    "PostgreSQL manual, 5.4.5: what a foreign key rejects and does",
};

}  // namespace

extern constinit const ChangeKind drop_foreign_key = {
    .name = "drop-foreign-key",
    .summary = "drops a foreign key once no version runs that relies on it, also where its column goes with it",
    .why = "`DROP CONSTRAINT` takes `ACCESS EXCLUSIVE` on both tables for an instant. Before N is gone it would take from N what it relies on: that a parent with children "
           "cannot be deleted, that children go with it or lose the reference, and that no row is an orphan. After that the foreign key only stands in the way of N+1, so it is among the first "
           "things in validate. That goes also for the foreign key of a column that is dropped in contract: until then rows that N+1 no longer knows would keep it from deleting "
           "their parents.",
    .when_not = "Undo is refused while there are orphans; it reads the table while writes to both wait, within statement_timeout.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
