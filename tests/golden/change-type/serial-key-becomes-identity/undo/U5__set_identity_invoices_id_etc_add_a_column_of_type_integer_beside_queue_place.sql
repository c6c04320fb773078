-- phasegate: undo expand
-- rollout: set_identity_invoices_id_etc, plan 6a96657e
-- what: add a column of type integer beside queue.place
--   locks: ACCESS EXCLUSIVE on public.queue (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'zz_phasegate_next_place' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'integer'))
-- what: let the new column follow queue.place (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.queue (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.queue') AND g.tgname = 'zz_phasegate_sync_public_queue_place' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'integer'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_identity_invoices_id_etc",
  "plan_id": "6a96657e",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let the new column follow queue.place (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_queue_place ON public.queue;
    DROP FUNCTION IF EXISTS phasegate.sync_public_queue_place();
    DROP FUNCTION IF EXISTS phasegate.up_public_queue_place(smallint);
  END IF;
  -- undo: add a column of type integer beside queue.place
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.queue DROP COLUMN zz_phasegate_next_place;
  END IF;
END
$phasegate$;
RESET statement_timeout;
