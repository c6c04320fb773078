-- phasegate: do validate (enforce)
-- rollout: change_sequence_fresh_etc, plan 44070b35
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_sequence_fresh_etc",
  "plan_id": "44070b35",
  "environment": "default",
  "phase": "validate",
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
  "part": "enforce",
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
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = pg_catalog.to_regclass('public.fresh') AND q.seqincrement = 1 AND q.seqmin = 1 AND q.seqmax = 990000000 AND q.seqstart = 1 AND q.seqcache = 1 AND NOT q.seqcycle AND q.seqtypid = 'bigint'::pg_catalog.regtype)",
      "otherwise": "the options of sequence public.fresh are not the wanted ones"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = pg_catalog.to_regclass('public.invoice_numbers') AND q.seqincrement = 3 AND q.seqmin = 3 AND q.seqmax = 9223372036854775807 AND q.seqstart = 9 AND q.seqcache = 5 AND NOT q.seqcycle AND q.seqtypid = 'bigint'::pg_catalog.regtype)",
      "otherwise": "the options of sequence public.invoice_numbers are not the wanted ones"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = pg_catalog.to_regclass('public.\"never; used\"') AND q.seqincrement = 1 AND q.seqmin = 1000 AND q.seqmax = 2000 AND q.seqstart = 1500 AND q.seqcache = 1 AND NOT q.seqcycle AND q.seqtypid = 'smallint'::pg_catalog.regtype)",
      "otherwise": "the options of sequence public.\"never; used\" are not the wanted ones"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('change_sequence_fresh_etc');
END
$phasegate$;
RESET statement_timeout;
