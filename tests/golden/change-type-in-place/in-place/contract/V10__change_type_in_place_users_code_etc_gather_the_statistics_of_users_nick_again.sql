-- phasegate: do contract (swap)
-- rollout: change_type_in_place_users_code_etc, plan f83755cb
-- what: gather the statistics of users.nick again
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, scans)
--   undo: nothing needed: statistics of the other type go with it
--   note: reads a sample of rows unknown (never analysed), 0.0 MB with indexes
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_in_place_users_code_etc",
  "plan_id": "f83755cb",
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
  "part": "swap",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "constraint public.users.users_nick_check",
    "column public.users.code",
    "column public.users.nick",
    "index public.users_nick_idx",
    "policy public.users.\"by; nick\"",
    "rule public.users.users_rule",
    "trigger public.users.users_nick",
    "view public.long_nicks",
    "view public.nicks"
  ],
  "fingerprint": "91334ffb57dea8f3117837913761988a",
  "conditions": [
    {
      "sql": "COALESCE(phasegate.column_type('public.users', 'code') = 'character varying(5)', false)",
      "otherwise": "column public.users.code does not have the type character varying(5)"
    },
    {
      "sql": "COALESCE(phasegate.column_type('public.users', 'nick') = 'text', false)",
      "otherwise": "column public.users.nick does not have the type text"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_nick_check' AND c.convalidated)",
      "otherwise": "the constraint users_nick_check of public.users is not valid"
    }
  ],
  "unproven": [
    "constraint public.users.users_nick_check"
  ],
  "soak_seconds": 0,
  "asks_reprepare": true,
  "clients_reprepare": true
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- gather the statistics of users.nick again
DO $analyze$
BEGIN
  IF pg_catalog.current_setting('transaction_read_only') = 'on' THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'the gate is shut';
  END IF;
  ANALYZE public.users (nick);
END
$analyze$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
