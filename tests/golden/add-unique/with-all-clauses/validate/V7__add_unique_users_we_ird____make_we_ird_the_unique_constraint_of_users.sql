-- phasegate: do validate (enforce)
-- rollout: add_unique_users_we_ird____, plan d013816b
-- what: make we"ird; -- the unique constraint of users
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'we"ird; --')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_unique_users_we_ird____",
  "plan_id": "d013816b",
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
  "part": "enforce",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "index public.\"we\"\"ird; --\"",
    "constraint public.users.\"we\"\"ird; --\""
  ],
  "fingerprint": "99de9df68b2b14612c6c4251f203cf24",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.\"we\"\"ird; --\"') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)",
      "otherwise": "index we\"ird; -- is not there, or INVALID"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- make we"ird; -- the unique constraint of users
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'we"ird; --')) IS NOT TRUE THEN
    ALTER TABLE public.users ADD CONSTRAINT "we""ird; --" UNIQUE USING INDEX "we""ird; --" deferrable;
    COMMENT ON CONSTRAINT "we""ird; --" ON public.users IS 'one of each; it''s so';
  END IF;
END
$phasegate$;
RESET statement_timeout;
