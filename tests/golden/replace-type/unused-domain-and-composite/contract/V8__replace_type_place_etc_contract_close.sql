-- phasegate: do contract (swap)
-- rollout: replace_type_place_etc, plan b414d9ba
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_type_place_etc",
  "plan_id": "b414d9ba",
  "environment": "default",
  "phase": "contract",
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
  "part": "swap",
  "sessions": false,
  "tables": [],
  "touches": [
    "composite type public.place",
    "domain public.\"a code\""
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [
    {
      "sql": "COALESCE((SELECT pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped WHERE t.oid = pg_catalog.to_regtype('public.place')), '{}') = ARRAY['\"the zip\" character varying(10)', 'street text']::pg_catalog.text[]",
      "otherwise": "composite type public.place still has its old form"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.format_type(t.typbasetype, t.typtypmod) = 'bigint' FROM pg_catalog.pg_type AS t WHERE t.oid = pg_catalog.to_regtype('public.\"a code\"')), false)",
      "otherwise": "domain public.\"a code\" still has its old form"
    }
  ],
  "soak_seconds": 0,
  "asks_reprepare": false,
  "clients_reprepare": false
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('replace_type_place_etc');
END
$phasegate$;
RESET statement_timeout;
