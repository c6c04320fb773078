-- phasegate: undo validate (enforce)
-- rollout: drop_identity_codes_id_etc, plan a1613612
-- what: give lines.id a sequence of its own
--   locks: ACCESS EXCLUSIVE on public.lines (all wait, instant)
--   undo: yes
--   note: numbers go on where they were
--   note: whoever may insert into lines may use the sequence
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.lines_id_seq') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id') AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id' AND NOT a.attisdropped AND a.atthasdef) AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = ''))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_codes_id_etc",
  "plan_id": "a1613612",
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
  "part": "enforce",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: give lines.id a sequence of its own
  IF (false) IS NOT TRUE THEN
    ALTER SEQUENCE public.lines_id_seq RENAME TO zz_phasegate_lines_id_seq;
    ALTER TABLE public.lines ALTER COLUMN id DROP DEFAULT;
    ALTER TABLE public.lines ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
    DO $numbers$
DECLARE
  old_sequence constant pg_catalog.regclass := 'public.zz_phasegate_lines_id_seq'::pg_catalog.regclass;
  settings pg_catalog.pg_sequence;
  last_number bigint;
  was_drawn boolean;
BEGIN
  SELECT q.* INTO settings FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = old_sequence;
  EXECUTE 'ALTER SEQUENCE ' || old_sequence || ' CACHE ' || settings.seqcache;
  EXECUTE 'SELECT s.last_value, s.is_called FROM ' || old_sequence || ' AS s' INTO last_number, was_drawn;
  IF was_drawn OR last_number <> settings.seqstart THEN
    PERFORM pg_catalog.setval((SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id'), last_number, was_drawn);
  END IF;
END
$numbers$;
    DO $numbers$
DECLARE
  old_sequence constant pg_catalog.regclass := 'public.zz_phasegate_lines_id_seq'::pg_catalog.regclass;
  new_sequence constant pg_catalog.regclass := (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id');
  given record;
BEGIN
  FOR given IN
    SELECT a.grantee, a.privilege_type, a.is_grantable FROM pg_catalog.pg_class AS c CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) AS a WHERE c.oid = old_sequence AND a.grantee <> c.relowner
  LOOP
    EXECUTE 'GRANT ' || given.privilege_type || ' ON SEQUENCE ' || new_sequence || ' TO ' || CASE given.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(given.grantee)) END || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
  END LOOP;
END
$numbers$;
    DROP SEQUENCE public.zz_phasegate_lines_id_seq;
  END IF;
END
$phasegate$;
RESET statement_timeout;
