-- phasegate: do backfill
-- rollout: change_sequence_fresh_etc, plan 44070b35
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_sequence_fresh_etc",
  "plan_id": "44070b35",
  "environment": "default",
  "phase": "backfill",
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
  "part": "main",
  "sessions": false,
  "tables": [
    "public.invoices"
  ],
  "touches": [
    "sequence public.fresh",
    "sequence public.invoice_numbers",
    "sequence public.\"never; used\""
  ],
  "fingerprint": "546e76ff7f3cc0a8157265e0b41934a1",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.fresh') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'number')",
      "otherwise": "sequence public.fresh is not owned by public.invoices.number"
    },
    {
      "sql": "(pg_catalog.to_regclass('public.invoice_numbers') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.invoice_numbers') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id'))",
      "otherwise": "sequence public.invoice_numbers is still owned by public.invoices.id"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
