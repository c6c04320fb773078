-- phasegate: do backfill
-- rollout: rename_table_accounts_etc, plan a4432976
-- what: fill users.points in batches
--   locks: ROW EXCLUSIVE on public.users (nobody waits, batches)
--   undo: nothing needed: the values stay until the column itself is taken back
--   note: rows unknown (never analysed), 0.1 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_table_accounts_etc' AND p.step = 'add-column public.users.points'), false)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_accounts_etc",
  "plan_id": "a4432976",
  "environment": "default",
  "phase": "backfill",
  "direction": "do",
  "applications": [
    {
      "name": "app",
      "scheme": "semver",
      "from": "1.0.0",
      "adopts": "2.0.0",
      "retires": "2.0.0"
    }
  ],
  "part": "main",
  "sessions": false,
  "tables": [
    "public.logins",
    "public.users"
  ],
  "touches": [
    "constraint public.accounts.accounts_level_check",
    "constraint public.accounts.phasegate_nn_accounts_email",
    "constraint public.accounts.phasegate_nn_accounts_points",
    "constraint public.accounts.users_email_check",
    "constraint public.users.accounts_level_check",
    "constraint public.users.phasegate_nn_users_email",
    "constraint public.users.phasegate_nn_users_points",
    "constraint public.users.users_email_check",
    "column public.accounts.email",
    "column public.accounts.fax",
    "column public.accounts.level",
    "column public.accounts.nick",
    "column public.accounts.points",
    "column public.accounts.state",
    "column public.accounts.zz_phasegate_fax",
    "column public.users.email",
    "column public.users.fax",
    "column public.users.id",
    "column public.users.level",
    "column public.users.nick",
    "column public.users.points",
    "column public.users.state",
    "column public.users.zz_phasegate_fax",
    "constraint public.logins.logins_account_fkey",
    "index public.accounts_both_key",
    "index public.accounts_level_idx",
    "index public.accounts_state_idx",
    "index public.users_both_idx",
    "index public.users_fax_idx",
    "index public.users_nick_idx",
    "index public.zz_phasegate_users_nick_idx",
    "index public.accounts_both_key",
    "index public.accounts_level_idx",
    "index public.users_both_idx",
    "index public.users_fax_idx",
    "index public.users_nick_idx",
    "index public.users_state_idx",
    "index public.zz_phasegate_users_nick_idx",
    "constraint public.users.users_pkey",
    "table public.accounts",
    "table public.users",
    "trigger public.accounts.zz_phasegate_sync_public_accounts_points",
    "trigger public.users.zz_phasegate_sync_public_users_points",
    "constraint public.accounts.accounts_both_key",
    "constraint public.users.accounts_both_key",
    "view public.accounts",
    "view public.users"
  ],
  "fingerprint": "081316532037564b332c3d24e5306212",
  "conditions": [
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN (pg_catalog.obj_description(pg_catalog.to_regclass('public.accounts'), 'pg_class')) IS NOT DISTINCT FROM 'new' ELSE (pg_catalog.obj_description(pg_catalog.to_regclass('public.users'), 'pg_class')) IS NOT DISTINCT FROM 'new' END",
      "otherwise": "the comment of table public.users is not as wanted"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'level' AND NOT a.attisdropped) ELSE EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'level' AND NOT a.attisdropped) END",
      "otherwise": "column public.users.level is missing"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'points' AND NOT a.attisdropped) ELSE EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'points' AND NOT a.attisdropped) END",
      "otherwise": "column public.users.points is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind = 'v') OR (pg_catalog.to_regclass('public.accounts') IS NOT NULL AND (NOT pg_catalog.to_regclass('public.users') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relkind = 'v')))",
      "otherwise": "the view public.accounts is missing, or something else bears its name"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.accounts') AND g.tgname = 'zz_phasegate_sync_public_accounts_points' AND g.tgenabled IN ('O', 'A')) ELSE EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_points' AND g.tgenabled IN ('O', 'A')) END",
      "otherwise": "the trigger zz_phasegate_sync_public_users_points is missing or disabled"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN ((SELECT pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'nick' AND NOT a.attisdropped)) IS NOT DISTINCT FROM 'said' ELSE ((SELECT pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'nick' AND NOT a.attisdropped)) IS NOT DISTINCT FROM 'said' END",
      "otherwise": "the comment of column public.users.nick is not as wanted"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- fill users.points in batches
CALL phasegate.backfill('rename_table_accounts_etc', 'add-column public.users.points', 'public.users',
  'points = coalesce(length(nick), 0)',
  'points IS NULL AND (SELECT u.failed OR u.phasegate_up_1 IS NOT NULL FROM phasegate.up_public_users_points(users.nick) AS u)');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
