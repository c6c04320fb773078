-- phasegate: do expand
-- rollout: replace_type_place_etc, plan b414d9ba
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_type_place_etc",
  "plan_id": "b414d9ba",
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
  "tables": [],
  "touches": [
    "composite type public.place",
    "domain public.\"a code\""
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "replace_type_place_etc",
      "plan_id": "b414d9ba",
      "environment": "default",
      "phase": "deploy",
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
      "conditions": []
    },
    "promises": {
      "public.place.replaced": "COALESCE((SELECT pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped WHERE t.oid = pg_catalog.to_regtype('public.place')), '{}') = ARRAY['\"the zip\" character varying(10)', 'street text']::pg_catalog.text[]",
      "public.\"a code\".replaced": "COALESCE((SELECT pg_catalog.format_type(t.typbasetype, t.typtypmod) = 'bigint' FROM pg_catalog.pg_type AS t WHERE t.oid = pg_catalog.to_regtype('public.\"a code\"')), false)"
    },
    "desired_digest": "fa4e079fc9fca716a57ae8a1bb9d274506572d53b488b2693b1d981d6337cced",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [],
      "contract": [
        "COALESCE((SELECT pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped WHERE t.oid = pg_catalog.to_regtype('public.place')), '{}') = ARRAY['\"the zip\" character varying(10)', 'street text']::pg_catalog.text[]",
        "COALESCE((SELECT pg_catalog.format_type(t.typbasetype, t.typtypmod) = 'bigint' FROM pg_catalog.pg_type AS t WHERE t.oid = pg_catalog.to_regtype('public.\"a code\"')), false)"
      ]
    }
  }
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
