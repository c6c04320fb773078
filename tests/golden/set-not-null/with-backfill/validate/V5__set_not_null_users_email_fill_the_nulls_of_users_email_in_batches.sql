-- phasegate: do validate (catch-up)
-- rollout: set_not_null_users_email, plan 4b7a09a0
-- what: fill the NULLs of users.email in batches
--   locks: ROW EXCLUSIVE on public.users (nobody waits, batches)
--   undo: nothing needed: the filled values stay: nothing tells them from values that an application wrote
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'set_not_null_users_email' AND p.step = 'set-not-null public.users.email (catch-up)'), false)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_not_null_users_email",
  "plan_id": "4b7a09a0",
  "environment": "default",
  "phase": "validate",
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
  "part": "catch-up",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "constraint public.users.phasegate_nn_users_email",
    "column public.users.email"
  ],
  "fingerprint": "853a518a261184bfe5ddc587bdd24423",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- fill the NULLs of users.email in batches
CALL phasegate.backfill('set_not_null_users_email', 'set-not-null public.users.email (catch-up)', 'public.users',
  'email = (''unknown-'' || id)',
  'email IS NULL');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
