-- phasegate: do expand
-- rollout: create_collation_by_number_etc, plan 36d836c4
-- what: create collation public."by number"
--   locks: none on relations
--   undo: yes
--   verify: pg_catalog.to_regcollation('public."by number"') IS NOT NULL
-- what: create collation public.mixed
--   locks: none on relations
--   undo: yes
--   note: needs the locale on the host of every server, replicas included
--   verify: pg_catalog.to_regcollation('public.mixed') IS NOT NULL
-- what: create collation public.plain
--   locks: none on relations
--   undo: yes
--   note: needs the locale on the host of every server, replicas included
--   verify: pg_catalog.to_regcollation('public.plain') IS NOT NULL
-- what: create collation public.same
--   locks: none on relations
--   undo: yes
--   verify: pg_catalog.to_regcollation('public.same') IS NOT NULL
-- what: create domain public.label
--   locks: none on relations
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'label')
-- what: add column users.label
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'label' AND NOT a.attisdropped)
-- what: add column users.sort
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'sort' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_collation_by_number_etc",
  "plan_id": "36d836c4",
  "environment": "default",
  "phase": "expand",
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
    "public.users"
  ],
  "touches": [
    "constraint public.users.users_sort",
    "collation public.\"by number\"",
    "collation public.mixed",
    "collation public.plain",
    "collation public.same",
    "column public.users.label",
    "column public.users.sort",
    "domain public.label",
    "index public.users_name"
  ],
  "fingerprint": "6c6356b848b72183fd53897ca1ef682e",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- create collation public."by number"
  IF (pg_catalog.to_regcollation('public."by number"') IS NOT NULL) IS NOT TRUE THEN
    CREATE COLLATION public."by number" (provider = icu, locale = 'en-u-kn-true');
    COMMENT ON COLLATION public."by number" IS 'it''s 2 before 10';
  END IF;
  -- create collation public.mixed
  IF (pg_catalog.to_regcollation('public.mixed') IS NOT NULL) IS NOT TRUE THEN
    CREATE COLLATION public.mixed (lc_collate = 'C', lc_ctype = 'C.UTF-8');
  END IF;
  -- create collation public.plain
  IF (pg_catalog.to_regcollation('public.plain') IS NOT NULL) IS NOT TRUE THEN
    CREATE COLLATION public.plain (locale = 'C');
  END IF;
  -- create collation public.same
  IF (pg_catalog.to_regcollation('public.same') IS NOT NULL) IS NOT TRUE THEN
    CREATE COLLATION public.same (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
  END IF;
  -- create domain public.label
  IF (EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'label')) IS NOT TRUE THEN
    CREATE DOMAIN public.label AS text COLLATE public.same;
  END IF;
  -- add column users.label
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'label' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.users ADD COLUMN label public.label;
  END IF;
  -- add column users.sort
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'sort' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.users ADD COLUMN sort text COLLATE public.plain;
  END IF;
END
$phasegate$;
RESET statement_timeout;
