-- phasegate: do contract (drop)
-- rollout: rename_table_accounts_etc, plan a4432976
-- what: drop the old index zz_phasegate_users_nick_idx of accounts concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.accounts (nobody waits, instant)
--   undo: IMPOSSIBLE: an index is built again outside a transaction, while the applications write: CREATE INDEX CONCURRENTLY IF NOT EXISTS users_nick_idx ON public.accounts (nick)
--   note: waits for every transaction that may still read the index
--   verify: NOT pg_catalog.to_regclass('public.zz_phasegate_users_nick_idx') IS NOT NULL
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '3600s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_accounts_etc",
  "plan_id": "a4432976",
  "environment": "default",
  "phase": "contract",
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
  "part": "drop",
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
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN ((SELECT pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'nick' AND NOT a.attisdropped)) IS NOT DISTINCT FROM 'said' ELSE ((SELECT pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'nick' AND NOT a.attisdropped)) IS NOT DISTINCT FROM 'said' END",
      "otherwise": "the comment of column public.users.nick is not as wanted"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_table_accounts_etc' AND p.step = 'add-column public.users.points'), false)",
      "otherwise": "not every row is filled: fill users.points in batches"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.accounts_level_idx') AND i.indrelid = pg_catalog.to_regclass('public.accounts') AND i.indisvalid AND i.indisready AND i.indislive) ELSE EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.accounts_level_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive) END",
      "otherwise": "index accounts_level_idx is not there, or INVALID"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'users_email_check') ELSE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_email_check') END",
      "otherwise": "the constraint users_email_check of public.users is still there"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_table_accounts_etc' AND p.step = 'add-column public.users.points (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of users.points"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'points' AND NOT a.attisdropped AND a.atthasdef) ELSE EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'points' AND NOT a.attisdropped AND a.atthasdef) END",
      "otherwise": "column public.users.points has no default"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'phasegate_nn_accounts_points') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'points' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) ELSE EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'phasegate_nn_users_points') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'points' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) END",
      "otherwise": "the helper constraint phasegate_nn_users_points is missing"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'phasegate_nn_accounts_points' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'points' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) ELSE EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'phasegate_nn_users_points' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'points' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) END",
      "otherwise": "rows of public.users have NULL in points"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'points' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) ELSE EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'points' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) END",
      "otherwise": "column public.users.points may still be NULL"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'phasegate_nn_accounts_email') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) ELSE EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'phasegate_nn_users_email') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) END",
      "otherwise": "the helper constraint phasegate_nn_users_email is missing"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'phasegate_nn_accounts_email' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) ELSE EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'phasegate_nn_users_email' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) END",
      "otherwise": "rows of public.users have NULL in email"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) ELSE EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) END",
      "otherwise": "column public.users.email may still be NULL"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN COALESCE(phasegate.default_text('public.accounts', 'state') <> '''new''::text', false) ELSE COALESCE(phasegate.default_text('public.users', 'state') <> '''new''::text', false) END",
      "otherwise": "the default of public.users.state is still 'new'::text, or gone"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'accounts_level_check') ELSE EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'accounts_level_check') END",
      "otherwise": "the check accounts_level_check of public.users is missing, or was taken back because rows break the check accounts_level_check"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'accounts_level_check' AND c.convalidated) ELSE EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'accounts_level_check' AND c.convalidated) END",
      "otherwise": "the check accounts_level_check of public.users is not valid"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.logins') AND c.conname = 'logins_account_fkey')",
      "otherwise": "the foreign key logins_account_fkey of public.logins is missing, or was taken back because rows refer to no row of public.users"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.logins') AND c.conname = 'logins_account_fkey' AND c.convalidated)",
      "otherwise": "the foreign key logins_account_fkey of public.logins is not valid"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.accounts_both_key') AND i.indrelid = pg_catalog.to_regclass('public.accounts') AND i.indisvalid AND i.indisready AND i.indislive) ELSE EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.accounts_both_key') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive) END",
      "otherwise": "index accounts_both_key is not there, or INVALID"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'accounts_both_key') ELSE EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'accounts_both_key') END",
      "otherwise": "the unique constraint accounts_both_key of public.users is missing"
    },
    {
      "sql": "NOT phasegate.index_is('public.users_nick_idx', 'btree', false, ARRAY['nick']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "otherwise": "the old index users_nick_idx still bears its name"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN (EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_nick_idx') AND i.indrelid = pg_catalog.to_regclass('public.accounts') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_nick_idx', 'btree', false, ARRAY['nick']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL) ELSE (EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_nick_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_nick_idx', 'btree', false, ARRAY['nick']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL) END",
      "otherwise": "index users_nick_idx is not there, or INVALID"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.accounts') AND g.tgname = 'zz_phasegate_sync_public_accounts_points' AND g.tgenabled IN ('O', 'A')) ELSE NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_points' AND g.tgenabled IN ('O', 'A')) END",
      "otherwise": "the trigger zz_phasegate_sync_public_users_points is still there"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'fax' AND NOT a.attisdropped) ELSE NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'fax' AND NOT a.attisdropped) END",
      "otherwise": "column public.users.fax is still there"
    },
    {
      "sql": "pg_catalog.to_regclass('public.accounts') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind = 'v')",
      "otherwise": "public.accounts is not the table yet"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relkind = 'v')",
      "otherwise": "the view public.users is still there"
    },
    {
      "sql": "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'zz_phasegate_fax' AND NOT a.attisdropped) ELSE NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_fax' AND NOT a.attisdropped) END",
      "otherwise": "the retired column zz_phasegate_fax is still there"
    },
    {
      "sql": "NOT pg_catalog.to_regclass('public.users_both_idx') IS NOT NULL",
      "otherwise": "index users_both_idx is still there"
    }
  ],
  "concurrent": [
    "public.users_both_idx",
    "public.users_nick_idx",
    "public.zz_phasegate_users_nick_idx"
  ],
  "unproven": [
    "constraint public.accounts.accounts_both_key",
    "constraint public.accounts.accounts_level_check",
    "constraint public.accounts.phasegate_nn_accounts_email",
    "constraint public.accounts.phasegate_nn_accounts_points",
    "constraint public.accounts.users_email_check",
    "constraint public.users.accounts_both_key",
    "constraint public.users.phasegate_nn_users_email",
    "constraint public.users.phasegate_nn_users_points",
    "constraint public.users.users_email_check",
    "constraint public.users.users_pkey"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.conindid = pg_catalog.to_regclass('public.zz_phasegate_users_nick_idx')) AND NOT EXISTS (SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_users_nick_idx') AND i.indisreplident AND c.relreplident = 'i')) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'a foreign key or the replica identity of its table relies on the old index zz_phasegate_users_nick_idx';
  END IF;
END
$phasegate$;
-- drop the old index zz_phasegate_users_nick_idx of accounts concurrently
DROP INDEX CONCURRENTLY IF EXISTS public.zz_phasegate_users_nick_idx;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
