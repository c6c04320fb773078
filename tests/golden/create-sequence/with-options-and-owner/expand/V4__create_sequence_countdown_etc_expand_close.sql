-- phasegate: do expand
-- rollout: create_sequence_countdown_etc, plan 69252f1d
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_sequence_countdown_etc",
  "plan_id": "69252f1d",
  "environment": "default",
  "phase": "expand",
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
    "public.users"
  ],
  "touches": [
    "sequence public.countdown",
    "sequence public.invoice_numbers"
  ],
  "fingerprint": "91334ffb57dea8f3117837913761988a",
  "conditions": [
    {
      "sql": "pg_catalog.to_regclass('public.countdown') IS NOT NULL",
      "otherwise": "sequence public.countdown is missing"
    },
    {
      "sql": "pg_catalog.to_regclass('public.invoice_numbers') IS NOT NULL",
      "otherwise": "sequence public.invoice_numbers is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.invoice_numbers') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.users') AND a.attname = 'id')",
      "otherwise": "sequence public.invoice_numbers is not owned by public.users.id"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('create_sequence_countdown_etc');
END
$phasegate$;
RESET statement_timeout;
