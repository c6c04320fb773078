-- phasegate: undo validate (catch-up)
-- rollout: add_column_users_locale, plan 3f8ab3d9
-- what: catch up: fill what is left of users.locale
--   locks: ROW EXCLUSIVE on public.users (nobody waits, batches)
--   undo: nothing needed: the values stay until the column itself is taken back
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_column_users_locale' AND p.step = 'add-column public.users.locale (catch-up)'), false)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET statement_timeout = '0';
DO $phasegate$
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard($spec$
{
  "rollout": "add_column_users_locale",
  "plan_id": "3f8ab3d9",
  "environment": "default",
  "phase": "validate",
  "direction": "undo",
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
  "losses": []
}
$spec$);
END
$phasegate$;
RESET statement_timeout;
