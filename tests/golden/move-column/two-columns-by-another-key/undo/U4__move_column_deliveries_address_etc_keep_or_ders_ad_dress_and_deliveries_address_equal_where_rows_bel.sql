-- phasegate: undo expand
-- rollout: move_column_deliveries_address_etc, plan 4f2c9d45
-- what: keep Or"ders; --.ad$$dress and deliveries.address equal where rows belong together (triggers)
--   locks: SHARE ROW EXCLUSIVE on public."Or""ders; --" (writes wait, instant); SHARE ROW EXCLUSIVE on public.deliveries (writes wait, instant)
--   undo: yes
--   note: a write of either version that changes the value writes the other table as well, in the same transaction, and fires its triggers
--   note: a row that comes to deliveries locks its row of Or"ders; -- against change until it is committed, and the other way round
--   note: the next version may get 40001 when it writes public.deliveries.address while a transaction of the running version writes that row of public."Or""ders; --": it tries again
--   note: a transaction of the running version in REPEATABLE READ does not reach a row of deliveries that is younger than its snapshot; such pairs are counted before contract
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND g.tgname = 'zz_phasegate_before_public_Or"ders; --_ad$$dress' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND g.tgname = 'zz_phasegate_move_public_Or"ders; --_ad$$dress' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.deliveries') AND g.tgname = 'zz_phasegate_before_public_Or"ders; --_ad$$dress' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.deliveries') AND g.tgname = 'zz_phasegate_move_public_Or"ders; --_ad$$dress' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND a.attname = 'ad$$dress' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "move_column_deliveries_address_etc",
  "plan_id": "4f2c9d45",
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
      "sql": "SELECT CASE WHEN EXISTS (SELECT FROM phasegate.marker AS m WHERE (m.application = 'app' AND phasegate.compare_versions(m.version, '2.0.0', 'semver') >= 0)) THEN (SELECT count(*) FROM public.deliveries AS p WHERE p.address IS NOT NULL AND NOT EXISTS (SELECT FROM public.\"Or\"\"ders; --\" AS u WHERE p.order_no = u.no AND NOT (ROW(u.\"ad$$dress\")::record OPERATOR(pg_catalog.*<>) ROW(p.address)::record))) ELSE 0 END",
      "what": "rows whose values only the next version could have written (keep Or\"ders; --.ad$$dress and deliveries.address equal where rows belong together (triggers))"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: keep Or"ders; --.ad$$dress and deliveries.address equal where rows belong together (triggers)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS "zz_phasegate_before_public_Or""ders; --_ad$$dress" ON public."Or""ders; --";
    DROP TRIGGER IF EXISTS "zz_phasegate_move_public_Or""ders; --_ad$$dress" ON public."Or""ders; --";
    DROP TRIGGER IF EXISTS "zz_phasegate_before_public_Or""ders; --_ad$$dress" ON public.deliveries;
    DROP TRIGGER IF EXISTS "zz_phasegate_move_public_Or""ders; --_ad$$dress" ON public.deliveries;
    DROP FUNCTION IF EXISTS phasegate."sync_move_public_Or""ders; --_ad$$dress_take"();
    DROP FUNCTION IF EXISTS phasegate."sync_move_public_Or""ders; --_ad$$dress_forth"();
    DROP FUNCTION IF EXISTS phasegate."sync_move_public_Or""ders; --_ad$$dress_fill"();
    DROP FUNCTION IF EXISTS phasegate."sync_move_public_Or""ders; --_ad$$dress_back"();
  END IF;
END
$phasegate$;
RESET statement_timeout;
