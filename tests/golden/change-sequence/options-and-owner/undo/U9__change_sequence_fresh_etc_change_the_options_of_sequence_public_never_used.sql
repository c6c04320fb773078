-- phasegate: undo validate (enforce)
-- rollout: change_sequence_fresh_etc, plan 44070b35
-- what: change the options of sequence public."never; used"
--   locks: SHARE ROW EXCLUSIVE on public."never; used" (writes wait, instant)
--   undo: yes
--   note: its numbers end at 2000
--   verify: EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = pg_catalog.to_regclass('public."never; used"') AND q.seqincrement = 1 AND q.seqmin = 1000 AND q.seqmax = 2000 AND q.seqstart = 1500 AND q.seqcache = 1 AND NOT q.seqcycle AND q.seqtypid = 'smallint'::pg_catalog.regtype)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_sequence_fresh_etc",
  "plan_id": "44070b35",
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
  -- undo: change the options of sequence public."never; used"
  IF (false) IS NOT TRUE THEN
    DO $sequence$
DECLARE
  this_sequence constant pg_catalog.regclass := pg_catalog.to_regclass('public."never; used"');
  is_fresh boolean;
BEGIN
  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' CACHE 1';
  EXECUTE 'SELECT NOT s.is_called AND s.last_value = 1500 FROM ' || this_sequence || ' AS s' INTO is_fresh;
  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' AS bigint MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1' || CASE WHEN is_fresh THEN ' RESTART WITH 1' ELSE '' END;
END
$sequence$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
