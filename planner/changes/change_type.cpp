// Change kind: another type for a column under its own name, on a table that is too large to be rewritten while everybody waits.
//
// A second column of the new type follows the old one by a trigger and is filled in batches; keys, indexes, checks and foreign keys are built
// on it when N is gone. At the start of contract both change places in one transaction: columns by name, keys by index, sequence or identity
// with its value. From then on the old column follows the new one, so undo finds every value, until it is dropped. Columns of one table,
// and those that a foreign key ties to them, change places together.
#include "recipes/conversion.hpp"
#include "recipes/domain_columns.hpp"
#include "recipes/numbering.hpp"
#include "recipes/numbering_with_type.hpp"
#include "recipes/steps.hpp"
#include "recipes/swapped_columns.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) { return swaps_columns(difference, context); }

std::string name_of(const Difference& claimed) { return "change-type " + qualified_name(claimed.element); }

Carriage carriage(const std::vector<Difference>& members, const Context& context) {
  std::vector<Move> moves;
  for (const Difference& member : members) moves.push_back({member.element, shadow_id(member.element).name, member.element.name});
  Carriage result = carriage_of(name_of(members.front()), std::move(moves), true, context);
  result.part = Part::swap;
  result.over = has_wanted_type(*context.live.find(members.front().element), *context.wanted.find(members.front().element));
  return result;
}

// The second column is made as wanted. A default that takes the place of numbers of its own, or gives way to them, changes with those.
constexpr std::string_view settled_fields[] = {"type", "collation", "not_null", "default", "storage", "compression", "statistics", "options", "comment"};

bool absorbs(const Difference& claimed, const Difference& other, const Context& context) {
  const std::vector<Difference> members = swapped_together(claimed, context);
  for (const Difference& member : members)
    if (other.what == What::field && other.element == member.element && std::ranges::find(settled_fields, other.field->key) != std::ranges::end(settled_fields) &&
        !(other.field->key == "default" && changes_its_source(other.element, context)))
      return other.element != claimed.element || other.field != claimed.field;
  return other.element.kind != "column" && settles(carriage(members, context), other);
}

Finding refusal(const Object& column, std::string message, std::string help) { return {Severity::error, "change-type", std::move(message), std::move(help), column.spot("type")}; }

void refuse(const SwappedColumn& column, const Context& context, std::vector<Finding>& findings) {
  const auto complain = [&](std::string message, std::string help) { findings.push_back(refusal(*column.wanted, std::move(message), std::move(help))); };
  const std::string name = to_string(column.live->id);
  for (const std::string_view key : {"generated", "virtual"})
    if (column.live->has(key) || column.wanted->has(key)) complain(name + " is generated: no trigger can write it", "drop it and add it again in two rollouts");
  for (const Dependency& dependency : context.live.dependencies)
    if (dependency.on == column.live->id) complain(dependency.identity + " depends on " + name + " and would stay with the old column", "drop it in a rollout before this one, and create it again in the next");
  Object bare = column.group.news.front().column;
  bare["default"] = {};
  for (Finding& finding : refuse_domain(bare, *column.wanted, "change-type", context)) findings.push_back(std::move(finding));
  for (Finding& finding : used_at_deploy(*column.wanted, "change-type", "another type for " + name, "the first version reads and writes only what both types take; the second, deployed after contract, what the new one takes")) findings.push_back(std::move(finding));
}

SwappedColumn swapped(const Difference& difference, const Context& context, std::vector<Finding>& findings) {
  const Object &live = *context.live.find(difference.element), &wanted = *context.wanted.find(difference.element);
  Conversion conversion = conversion_of(live, wanted, context);
  findings.insert(findings.end(), conversion.findings.begin(), conversion.findings.end());
  Object shadow = wanted;
  shadow.id = shadow_id(live.id);
  SyncedColumns group = complete({table_of(live.id), {{shadow, conversion.up}}, {{live, conversion.down}}, name_of(difference), {}, conversion.by_hint}, context);
  group.mirrors = true;
  group.keeps_all = conversion.may_lose;
  group.helpers = live.id.name;
  if (conversion.by_hint)
    for (Finding& finding : unapproved({live.id}, context)) findings.push_back(std::move(finding));
  SwappedColumn column{std::move(group), &live, &wanted, {}, with_numbers_at_change(live, context), with_numbers_at_change(wanted, context)};
  if (conversion.may_lose && conversion.findings.empty()) column.counted = counted(conversion, live, wanted, context);
  return column;
}

Recipe recipe(const Change& change, const Context& context) {
  Recipe result;
  const std::vector<Difference> members = swapped_together(change.claimed, context);
  std::vector<SwappedColumn> columns;
  for (const Difference& member : members) {
    columns.push_back(swapped(member, context, result.findings));
    refuse(columns.back(), context, result.findings);
  }
  const Carriage carried = carriage(members, context);
  for (Finding& finding : refusals(carried, context)) result.findings.push_back(std::move(finding));
  for (const SwappedColumn& column : columns)
    result.findings.push_back({Severity::warning, "change-type", to_string(column.live->id) + " becomes the last column of its table with the swap, and until the drop a helper column stands beside it",
                               "name the columns in every SELECT * and in every INSERT without a list, on both versions", column.wanted->spot("type")});
  if (!refuses(result.findings)) result.steps = swap_columns(columns, carried, context);
  return result;
}

// N and N+1 see one name, first of the old type, then of the new one.
constexpr std::string_view statements[] = {
    "INSERT INTO orders (customer, amount) VALUES ($1 % 50 + 1, 9.5)",
    "INSERT INTO orders (id, customer, amount) VALUES (-$1, NULL, 1) ON CONFLICT (id) DO UPDATE SET amount = orders.amount + 1",
    "UPDATE orders SET customer = $1 % 50 + 1 WHERE id = $1 % 40",
    "DELETE FROM orders WHERE id = $1 % 1000 + 20",
    "SELECT id, customer, amount FROM orders WHERE id = $1 % 40",
    "SELECT id, customer, amount FROM orders GROUP BY id HAVING id = $1 % 40",
};

constexpr std::string_view child_statements[] = {
    "INSERT INTO customers (name) VALUES ('c' || $1)",
    "INSERT INTO sales (customer, amount) VALUES ($1 % 20 + 1, '7.25')",
    "INSERT INTO sales (customer, amount) VALUES (NULL, '12')",
    "UPDATE sales SET customer = $1 % 20 + 1, amount = '3.5' WHERE id = $1 % 30",
    "DELETE FROM customers WHERE id = $1 - 200 AND id > 20",
    "SELECT s.id, s.amount, c.id, c.name FROM sales AS s LEFT JOIN customers AS c ON c.id = s.customer WHERE s.id = $1 % 30",
};

constexpr std::string_view invoice_statements[] = {
    "INSERT INTO invoices (customer, total) VALUES ($1 % 20 + 1, $1)",
    "INSERT INTO invoices (total) VALUES (0)",
    "UPDATE invoices SET total = total + 1 WHERE id = $1 % 30",
    "INSERT INTO lines (invoice, what) SELECT max(id), 'line ' || $1 FROM invoices",
    "UPDATE lines SET what = 'changed ' || $1 WHERE invoice = $1 % 20",
    "DELETE FROM invoices WHERE id = $1 - 200 AND id > 20",
    "INSERT INTO stamps (note) VALUES ('s ' || $1)",
    "INSERT INTO tickets (note) VALUES ('t ' || $1)",
    "INSERT INTO queue (note) VALUES ('q ' || $1)",
    "SELECT i.id, i.total, l.id, l.what FROM invoices AS i LEFT JOIN lines AS l ON l.invoice = i.id WHERE i.id = $1 % 30",
};

constexpr std::string_view code_statements[] = {
    "INSERT INTO codes (id, code, size) VALUES ($1, 'n' || $1, $1 % 100)",
    "INSERT INTO codes (id, code, price) VALUES (-$1, 'code ' || $1 % 20, 1.25) ON CONFLICT (code) DO UPDATE SET price = codes.price + 0.5",
    "UPDATE codes SET price = NULL WHERE id = $1 % 20",
    "UPDATE codes SET size = size + 1 WHERE id = $1 % 20",
    "SELECT id, code, price, size FROM codes WHERE lower(code) = 'code ' || $1 % 20",
};

constexpr std::string_view n_mood_statements[] = {
    "INSERT INTO users (id, mood) VALUES ($1, 'happy')",
    "UPDATE users SET mood = 'sad' WHERE id = $1 % 20",
    "SELECT id, mood FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_mood_statements[] = {
    "INSERT INTO users (id) VALUES ($1)",
    "UPDATE users SET mood = 'ok' WHERE id = $1 % 20",
    "SELECT id, mood FROM users WHERE id = $1 % 20",
};
constexpr std::string_view with_types[] = {"create-type"};
constexpr std::string_view with_numbers[] = {"set-identity", "set-serial", "change-identity"};
constexpr std::string_view without_numbers[] = {"drop-identity", "drop-serial"};
constexpr std::string_view n_leaving[] = {
    "INSERT INTO orders (note) VALUES ('n ' || $1)",
    "INSERT INTO parts (note) VALUES ('n ' || $1)",
    "SELECT id, place, note FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view next_giving[] = {
    "INSERT INTO orders (id, note) VALUES (5000 + $1, 'm')",
    "INSERT INTO parts (id, note) VALUES (5000 + $1, 'm')",
    "SELECT id, place, note FROM orders WHERE id = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "serial-key",
        .shows = "a serial primary key becomes bigint, with its sequence, an index over it, and a reference of the table to itself",
        .before_sql = "CREATE TABLE orders (id serial PRIMARY KEY, customer integer CHECK (customer > 0), amount numeric NOT NULL, previous integer REFERENCES orders (id) ON DELETE SET NULL);\n"
                      "CREATE INDEX orders_customer_idx ON orders (customer, id DESC) WHERE customer > 1;\nCOMMENT ON COLUMN orders.id IS 'number of the order';\n"
                      "INSERT INTO orders (customer, amount) SELECT nullif(i, 7), i FROM generate_series(1, 50) AS i;\nUPDATE orders SET previous = id - 1 WHERE id > 1;",
        .desired_toml = "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = { is = \"bigserial\", comment = \"number of the order\" }\ncustomer = \"integer\"\namount = \"numeric not null\"\nprevious = \"bigint\"\n"
                        "[table.orders.check]\norders_customer_check = \"customer > 0\"\n[table.orders.index]\norders_customer_idx = \"(customer, id desc) where customer > 1\"\n"
                        "[table.orders.foreign_key]\norders_previous_fkey = \"(previous) references orders(id) on delete set null\"\n",
        .settings_toml = "[tables]\nsmall = \"0 kB\"\n[gates]\nclients_reprepare = true\n",
        .n_statements = statements,
        .next_statements = statements,
        .n_reads = "SELECT id, customer, amount, previous FROM orders ORDER BY id",
        .n_never_sees = "SELECT id FROM orders WHERE id IS NULL",
        .disagreement = "SELECT id FROM orders WHERE zz_phasegate_next_id IS DISTINCT FROM id OR zz_phasegate_next_previous IS DISTINCT FROM previous",
    },
    {
        .name = "key-with-children",
        .shows = "an identity key and the columns that refer to it become bigint in one moment, in one table of which a text becomes a number on the way, as backfill and reverse say",
        .before_sql = "CREATE TABLE customers (id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT customers_key PRIMARY KEY, name text);\nINSERT INTO customers (name) SELECT 'c' || i FROM generate_series(1, 20) AS i;\n"
                      "CREATE TABLE sales (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, customer integer REFERENCES customers (id) ON DELETE CASCADE, amount text NOT NULL DEFAULT '0');\n"
                      "CREATE INDEX sales_customer_idx ON sales (customer);\nINSERT INTO sales (customer, amount) SELECT nullif(i, 9), i || '.50' FROM generate_series(1, 20) AS i;\nINSERT INTO sales (amount) VALUES (' 8 '), ('');",
        .desired_toml = "[table.customers]\nprimary_key = { is = \"(id)\", constraint_name = \"customers_key\" }\ncolumn.id = \"bigint generated always as identity\"\ncolumn.name = \"text\"\n"
                        "[table.sales]\nprimary_key = \"(id)\"\n[table.sales.column]\nid = \"bigint generated by default as identity\"\ncustomer = \"bigint\"\n"
                        "amount = { is = \"numeric(12,2) not null default 0\", backfill = \"coalesce(nullif(trim(amount), ''), '0')::numeric(12,2)\", reverse.amount = \"amount::text\" }\n"
                        "[table.sales.index]\nsales_customer_idx = \"(customer)\"\n[table.sales.foreign_key]\nsales_customer_fkey = \"(customer) references customers(id) on delete cascade\"\n",
        .settings_toml = "approvals = [\"column public.sales.amount\"]\n[tables]\nsmall = \"0 kB\"\n[gates]\nclients_reprepare = true\n",
        .n_statements = child_statements,
        .next_statements = child_statements,
        .n_reads = "SELECT s.id, s.amount, c.id, c.name FROM sales AS s FULL JOIN customers AS c ON c.id = s.customer ORDER BY s.id, c.id",
        .n_never_sees = "SELECT id FROM sales WHERE amount IS NULL OR customer NOT IN (SELECT id FROM customers)",
    },
    {
        .name = "serial-key-becomes-identity",
        .shows = "serial keys with children become bigint identities, an identity becomes bigserial, a column that draws from a sequence of another name an identity, and one that owns a second sequence goes on with both",
        .before_sql = "CREATE TABLE invoices (id serial PRIMARY KEY, customer integer, total bigint NOT NULL);\nCREATE SEQUENCE \"paper; numbers\" OWNED BY invoices.id;\n"
                      "INSERT INTO invoices (customer, total) SELECT i, i FROM generate_series(1, 20) AS i;\nDELETE FROM invoices WHERE id > 18;\n"
                      "CREATE TABLE lines (id serial PRIMARY KEY, invoice integer REFERENCES invoices ON DELETE CASCADE, what text);\nCREATE INDEX lines_invoice_idx ON lines (invoice);\n"
                      "INSERT INTO lines (invoice, what) SELECT i, nullif('line ' || i, 'line 3') FROM generate_series(1, 18) AS i;\n"
                      "CREATE TABLE stamps (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text);\nINSERT INTO stamps (note) SELECT 's' FROM generate_series(1, 20);\n"
                      "CREATE SEQUENCE \"ticket; numbers\" START 100;\nCREATE TABLE tickets (id integer DEFAULT nextval('\"ticket; numbers\"') PRIMARY KEY, note text);\nINSERT INTO tickets (note) SELECT 't' FROM generate_series(1, 20);\n"
                      "CREATE TABLE queue (place smallint GENERATED BY DEFAULT AS IDENTITY (START 50), note text);\nINSERT INTO queue (note) SELECT 'q' || i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[sequence]\n\"paper; numbers\" = \"owned by invoices.id\"\n[table.invoices]\nprimary_key = \"(id)\"\n[table.invoices.column]\nid = \"bigint generated always as identity\"\ncustomer = \"integer\"\ntotal = \"bigint not null\"\n"
                        "[table.lines]\nprimary_key = \"(id)\"\n[table.lines.column]\nid = \"bigint generated by default as identity\"\ninvoice = \"bigint\"\nwhat = \"text\"\n"
                        "[table.lines.index]\nlines_invoice_idx = \"(invoice)\"\n[table.lines.foreign_key]\nlines_invoice_fkey = \"(invoice) references invoices(id) on delete cascade\"\n"
                        "[table.stamps]\nprimary_key = \"(id)\"\ncolumn.id = \"bigserial\"\ncolumn.note = \"text\"\n[table.tickets]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint generated by default as identity\"\ncolumn.note = \"text\"\n"
                        "[table.queue.column]\nplace = \"integer generated always as identity (start 50 increment 2 maxvalue 30000)\"\nnote = \"text\"\n",
        .settings_toml = "[tables]\nsmall = \"0 kB\"\n[gates]\nclients_reprepare = true\n",
        .n_statements = invoice_statements,
        .next_statements = invoice_statements,
        .n_reads = "SELECT i.id, i.customer, i.total, l.id, l.what FROM invoices AS i FULL JOIN lines AS l ON l.invoice = i.id ORDER BY i.id, l.id",
        .n_never_sees = "SELECT id FROM lines WHERE invoice NOT IN (SELECT id FROM invoices)",
        .also = with_numbers,
        .disagreement = "SELECT id FROM invoices WHERE zz_phasegate_next_id IS DISTINCT FROM id",
    },
    {
        .name = "numbers-end",
        .shows = "other types, and no numbers of the server any more: an identity goes, a serial becomes a column that draws from a sequence on its own",
        .before_sql = "CREATE TABLE orders (id integer GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT -5 MINVALUE -10000000 MAXVALUE 100) PRIMARY KEY, place serial, note text);\nINSERT INTO orders (note) SELECT nullif('o' || i, 'o3') FROM generate_series(1, 20) AS i;\n"
                      "CREATE TABLE parts (id serial PRIMARY KEY, note text);\nINSERT INTO parts (note) SELECT 'p' || i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[sequence]\norders_place_seq = \"\"\n[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint\"\nplace = \"bigint not null default nextval('orders_place_seq')\"\nnote = \"text\"\n"
                        "[table.parts]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\ncolumn.note = \"text\"\n",
        .settings_toml = "[tables]\nsmall = \"0 kB\"\n[gates]\nclients_reprepare = true\n",
        .n_statements = n_leaving,
        .next_statements = next_giving,
        .n_reads = "SELECT id, place, note FROM orders ORDER BY id",
        .also = without_numbers,
    },
    {
        .name = "narrower",
        .shows = "types that take less than before: it is proven that no value is lost, and what would be lost from then on fails its write",
        .before_sql = "CREATE TABLE codes (id bigint PRIMARY KEY, code text NOT NULL UNIQUE, price numeric DEFAULT 0 CHECK (price >= 0), size bigint);\nCREATE INDEX codes_lower_idx ON codes (lower(code));\n"
                      "ALTER TABLE codes ALTER COLUMN price SET STATISTICS 500;\nGRANT SELECT (code), UPDATE (price) ON codes TO PUBLIC;\n"
                      "INSERT INTO codes SELECT i, 'code ' || i, nullif(i + 0.25, 7.25), i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.codes]\nprimary_key = \"(id)\"\n[table.codes.column]\nid = \"bigint\"\ncode = \"varchar(12) not null\"\nprice = { is = \"numeric(8,2) default 0\", statistics = 500 }\nsize = \"integer\"\n"
                        "[table.codes.unique]\ncodes_code_key = \"(code)\"\n[table.codes.check]\ncodes_price_check = \"price >= 0\"\n[table.codes.index]\ncodes_lower_idx = \"(lower(code))\"\n",
        .settings_toml = "[tables]\nsmall = \"0 kB\"\n[gates]\nclients_reprepare = true\n",
        .n_statements = code_statements,
        .next_statements = code_statements,
        .n_reads = "SELECT id, code, price, size FROM codes ORDER BY id",
    },
    {
        .name = "enum-without-a-value",
        .shows = "a value goes from the enum of a large table: the column gets a new type of another name, in which backfill says what the value becomes; the old type goes in the next rollout",
        .before_sql = "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');\nCREATE TABLE users (id bigint PRIMARY KEY, mood mood NOT NULL DEFAULT 'ok');\n"
                      "INSERT INTO users SELECT i, (ARRAY['sad', 'ok', 'happy'])[i % 3 + 1]::mood FROM generate_series(1, 20) AS i;",
        .desired_toml = "[enum]\nmood = [\"sad\", \"ok\", \"happy\"]\nfeeling = [\"sad\", \"ok\"]\n[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n"
                        "mood = { is = \"feeling not null default 'ok'\", backfill = \"(case mood::text when 'happy' then 'ok' else mood::text end)::public.feeling\", reverse.mood = \"mood::text::public.mood\" }\n",
        .settings_toml = "approvals = [\"column public.users.mood\"]\n[tables]\nsmall = \"0 kB\"\n[gates]\nclients_reprepare = true\n",
        .n_statements = n_mood_statements,
        .next_statements = next_mood_statements,
        .n_reads = "SELECT id, mood FROM users ORDER BY id",
        .also = with_types,
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: SET DATA TYPE, ADD table_constraint_using_index",
    "PostgreSQL manual, ALTER SEQUENCE: AS, OWNED BY",
    "docs/decisions/0003-sync-trigger.md, docs/decisions/0013-swap-by-rename.md",
};

}  // namespace

extern constinit const ChangeKind change_type = {
    .name = "change-type",
    .summary = "gives a column of a large table another type under its own name, by a second column that takes its place",
    .why = "`ALTER COLUMN … TYPE` rewrites the table while everybody waits. Instead expand adds a second column that a trigger keeps up with the old one, batches "
           "fill it, and after N is gone it is proven that no value is lost, and everything that hangs on the old column is built on the new one. Contract begins "
           "with the swap: one transaction in which both change their names, the primary key takes the new index, and default, sequence and grants move. Every "
           "client must prepare its statements again afterwards, which the gate asks for (`clients_reprepare`). The old column follows the new one until it "
           "is dropped; a value that the old type cannot take is stored there as NULL, and undo of the swap is refused with the count of such rows.\n\n"
           "Where serial, identity or `nextval` take each other's place in the same rollout, they do so in validate, on the column as it still is, and the swap takes the new source along with its last number. "
           "An identity in whose place nothing comes goes behind the swap.",
    .when_not = "A cast that PostgreSQL does not make on assignment, or that depends on settings of the session, needs `backfill` and `reverse`. What the new type cannot "
                "keep stops validate with the count. Views, policies, triggers, functions, publications and statistics objects over the column, becoming generated "
                "or plain at the same time, and a changed index or constraint over it are refused.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
