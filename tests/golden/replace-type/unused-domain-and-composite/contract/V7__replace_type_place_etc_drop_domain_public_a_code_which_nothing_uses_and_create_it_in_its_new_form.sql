-- phasegate: do contract (swap)
-- rollout: replace_type_place_etc, plan b414d9ba
-- what: drop domain public."a code", which nothing uses, and create it in its new form
--   locks: none on relations
--   undo: yes
--   note: a session that has prepared a statement with a cast to the type gets "cache lookup failed for type" from here on: it has to connect again
--   verify: COALESCE((SELECT pg_catalog.format_type(t.typbasetype, t.typtypmod) = 'bigint' FROM pg_catalog.pg_type AS t WHERE t.oid = pg_catalog.to_regtype('public."a code"')), false)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_type_place_etc",
  "plan_id": "b414d9ba",
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
  "tables": [],
  "touches": [
    "composite type public.place",
    "domain public.\"a code\""
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [
    {
      "sql": "COALESCE((SELECT pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped WHERE t.oid = pg_catalog.to_regtype('public.place')), '{}') = ARRAY['\"the zip\" character varying(10)', 'street text']::pg_catalog.text[]",
      "otherwise": "composite type public.place still has its old form"
    }
  ],
  "soak_seconds": 0,
  "asks_reprepare": false,
  "clients_reprepare": false
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop domain public."a code", which nothing uses, and create it in its new form
  IF (COALESCE((SELECT pg_catalog.format_type(t.typbasetype, t.typtypmod) = 'bigint' FROM pg_catalog.pg_type AS t WHERE t.oid = pg_catalog.to_regtype('public."a code"')), false)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (t.oid, t.typarray) AND d.deptype IN ('n', 'a') AND NOT (d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.oid = d.objid AND c.contypid = t.oid)) WHERE t.oid = pg_catalog.to_regtype('public."a code"'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'something uses domain public."a code" by now';
    END IF;
    ALTER TYPE public."a code" RENAME TO "zz_phasegate_old_a code";
    CREATE DOMAIN public."a code" AS bigint DEFAULT 7 CONSTRAINT "a code_check" CHECK ((VALUE > 0)) CONSTRAINT "it's small" CHECK (VALUE < 100);
    COMMENT ON TYPE public."a code" IS 'it''s a code';
    DO $owner$ BEGIN EXECUTE (SELECT pg_catalog.format('ALTER TYPE %s OWNER TO %I', 'public."a code"', r.rolname) FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_roles AS r ON r.oid = t.typowner WHERE t.oid = 'public."zz_phasegate_old_a code"'::pg_catalog.regtype); END $owner$;
    DROP DOMAIN public."zz_phasegate_old_a code";
  END IF;
END
$phasegate$;
RESET statement_timeout;
