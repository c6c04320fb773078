-- phasegate: do contract (drop)
-- rollout: change_primary_key_users_, plan 35224573
-- what: put the new primary key of users in the place of users_pkey
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant); ACCESS EXCLUSIVE on public.mails (all wait, instant)
--   undo: IMPOSSIBLE: the old index is built again outside a transaction, while the applications write: plan the way back as a change of its own
--   note: the foreign key public.mails.mails_author_fk is made again on the index that stays, in the same transaction
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_pkey') AND NOT pg_catalog.to_regclass('public.phasegate_key_users_users_pkey_5ccaea1e') IS NOT NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_primary_key_users_",
  "plan_id": "35224573",
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
    "public.mails",
    "public.users"
  ],
  "touches": [
    "constraint public.mails.mails_author_fk",
    "index public.phasegate_key_users_users_pkey_5ccaea1e",
    "index public.users_pkey",
    "constraint public.users.users_pkey"
  ],
  "fingerprint": "0907aae55b1823516f684c353df2ab25",
  "conditions": [
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.phasegate_key_users_users_pkey_5ccaea1e') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) OR (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_pkey') AND NOT pg_catalog.to_regclass('public.phasegate_key_users_users_pkey_5ccaea1e') IS NOT NULL)",
      "otherwise": "index phasegate_key_users_users_pkey_5ccaea1e is not there, or INVALID"
    }
  ],
  "locks": [
    {
      "table": "public.mails",
      "mode": "ACCESS EXCLUSIVE"
    },
    {
      "table": "public.users",
      "mode": "ACCESS EXCLUSIVE"
    }
  ],
  "unproven": [
    "constraint public.mails.mails_author_fk",
    "constraint public.users.users_pkey"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- put the new primary key of users in the place of users_pkey
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_pkey') AND NOT pg_catalog.to_regclass('public.phasegate_key_users_users_pkey_5ccaea1e') IS NOT NULL) IS NOT TRUE THEN
    IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'org' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a column of the primary key of public.users may still be NULL';
    END IF;
    ALTER TABLE public.mails DROP CONSTRAINT mails_author_fk;
    ALTER TABLE public.users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX phasegate_key_users_users_pkey_5ccaea1e;
    COMMENT ON CONSTRAINT users_pkey ON public.users IS 'by tenant';
    ALTER TABLE public.mails ADD CONSTRAINT mails_author_fk FOREIGN KEY (author) references public.users(id) not valid;
  END IF;
END
$phasegate$;
RESET statement_timeout;
