-- phasegate: undo contract (retire)
-- rollout: drop_identity_orders_id_etc, plan 5314e76e
-- what: retire sequence public.parts_id_seq by renaming
--   locks: ACCESS EXCLUSIVE on public.parts_id_seq (all wait, instant)
--   undo: yes
--   verify: NOT pg_catalog.to_regclass('public.parts_id_seq') IS NOT NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_orders_id_etc",
  "plan_id": "5314e76e",
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
  "part": "retire",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: retire sequence public.parts_id_seq by renaming
  IF (false) IS NOT TRUE THEN
    ALTER SEQUENCE public.zz_phasegate_parts_id_seq RENAME TO parts_id_seq;
  END IF;
END
$phasegate$;
RESET statement_timeout;
