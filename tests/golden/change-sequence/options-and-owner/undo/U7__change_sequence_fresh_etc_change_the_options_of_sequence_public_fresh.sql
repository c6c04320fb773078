-- phasegate: undo validate (enforce)
-- rollout: change_sequence_fresh_etc, plan 44070b35
-- what: change the options of sequence public.fresh
--   locks: SHARE ROW EXCLUSIVE on public.fresh (writes wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = pg_catalog.to_regclass('public.fresh') AND q.seqincrement = 1 AND q.seqmin = 1 AND q.seqmax = 990000000 AND q.seqstart = 1 AND q.seqcache = 1 AND NOT q.seqcycle AND q.seqtypid = 'bigint'::pg_catalog.regtype)
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
  "losses": [
    {
      "sql": "SELECT CASE WHEN pg_catalog.pg_sequence_last_value(pg_catalog.to_regclass('public.fresh')) NOT BETWEEN 1 AND 900000000 THEN 1 ELSE 0 END",
      "what": "rows whose values only the next version could have written (change the options of sequence public.fresh)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: change the options of sequence public.fresh
  IF (false) IS NOT TRUE THEN
    DO $sequence$
DECLARE
  this_sequence constant pg_catalog.regclass := pg_catalog.to_regclass('public.fresh');
  is_fresh boolean;
BEGIN
  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' CACHE 1';
  EXECUTE 'SELECT NOT s.is_called AND s.last_value = 1 FROM ' || this_sequence || ' AS s' INTO is_fresh;
  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' MAXVALUE 900000000 CYCLE' || CASE WHEN is_fresh THEN ' RESTART WITH 1' ELSE '' END;
END
$sequence$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
