-- phasegate: undo contract (swap)
-- rollout: replace_type_place_etc, plan b414d9ba
-- what: drop composite type public.place, which nothing uses, and create it in its new form
--   locks: ACCESS EXCLUSIVE on public.place (all wait, instant)
--   undo: yes
--   note: a session that has prepared a statement with a cast to the type gets "cache lookup failed for type" from here on: it has to connect again
--   verify: COALESCE((SELECT pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped WHERE t.oid = pg_catalog.to_regtype('public.place')), '{}') = ARRAY['"the zip" character varying(10)', 'street text']::pg_catalog.text[]
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_type_place_etc",
  "plan_id": "b414d9ba",
  "environment": "default",
  "phase": "contract",
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
  "part": "swap",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: drop composite type public.place, which nothing uses, and create it in its new form
  IF (false) IS NOT TRUE THEN
    ALTER TYPE public.place RENAME TO zz_phasegate_old_place;
    CREATE TYPE public.place AS (street text, "the zip" integer);
    DO $owner$ BEGIN EXECUTE (SELECT pg_catalog.format('ALTER TYPE %s OWNER TO %I', 'public.place', r.rolname) FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_roles AS r ON r.oid = t.typowner WHERE t.oid = 'public.zz_phasegate_old_place'::pg_catalog.regtype); END $owner$;
    DROP TYPE public.zz_phasegate_old_place;
  END IF;
END
$phasegate$;
RESET statement_timeout;
