-- phasegate: do backfill
-- rollout: drop_identity_codes_id_etc, plan a1613612
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_codes_id_etc",
  "plan_id": "a1613612",
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
    "public.codes",
    "public.items",
    "public.lines"
  ],
  "touches": [
    "column public.codes.id",
    "column public.items.id",
    "column public.lines.id",
    "column public.lines.item_id",
    "constraint public.lines.lines_item_id_fkey",
    "sequence public.items_id_seq",
    "sequence public.lines_id_seq",
    "sequence public.zz_phasegate_items_id_seq"
  ],
  "fingerprint": "62858f2f86a323a2090083d222ba285f",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a')",
      "otherwise": "column public.codes.id takes no number of the application"
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
