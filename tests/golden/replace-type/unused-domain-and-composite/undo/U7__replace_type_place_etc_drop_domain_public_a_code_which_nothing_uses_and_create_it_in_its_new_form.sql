-- phasegate: undo contract (swap)
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
  -- undo: drop domain public."a code", which nothing uses, and create it in its new form
  IF (false) IS NOT TRUE THEN
    ALTER TYPE public."a code" RENAME TO "zz_phasegate_old_a code";
    CREATE DOMAIN public."a code" AS integer NOT NULL CONSTRAINT "a code_check" CHECK ((VALUE > 0));
    COMMENT ON TYPE public."a code" IS 'it''s a code';
    DO $owner$ BEGIN EXECUTE (SELECT pg_catalog.format('ALTER TYPE %s OWNER TO %I', 'public."a code"', r.rolname) FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_roles AS r ON r.oid = t.typowner WHERE t.oid = 'public."zz_phasegate_old_a code"'::pg_catalog.regtype); END $owner$;
    DROP DOMAIN public."zz_phasegate_old_a code";
  END IF;
END
$phasegate$;
RESET statement_timeout;
