-- phasegate: undo expand
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
  "part": "main",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.users WHERE label IS DISTINCT FROM NULL",
      "what": "rows whose values only the next version could have written (add column users.label)"
    },
    {
      "sql": "SELECT count(*) FROM public.users WHERE sort IS NOT NULL",
      "what": "rows whose values only the next version could have written (add column users.sort)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: add column users.sort
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN sort;
  END IF;
  -- undo: add column users.label
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN label;
  END IF;
  -- undo: create domain public.label
  IF (false) IS NOT TRUE THEN
    DROP DOMAIN public.label;
  END IF;
  -- undo: create collation public.same
  IF (false) IS NOT TRUE THEN
    DROP COLLATION public.same;
  END IF;
  -- undo: create collation public.plain
  IF (false) IS NOT TRUE THEN
    DROP COLLATION public.plain;
  END IF;
  -- undo: create collation public.mixed
  IF (false) IS NOT TRUE THEN
    DROP COLLATION public.mixed;
  END IF;
  -- undo: create collation public."by number"
  IF (false) IS NOT TRUE THEN
    DROP COLLATION public."by number";
  END IF;
END
$phasegate$;
RESET statement_timeout;
