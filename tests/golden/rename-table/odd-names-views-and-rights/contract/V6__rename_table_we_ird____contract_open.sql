-- phasegate: do contract
-- rollout: rename_table_we_ird____, plan cff5190e
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_we_ird____",
  "plan_id": "cff5190e",
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
  "part": "main",
  "sessions": false,
  "tables": [
    "public.\"Old \"\"Table\"\"\""
  ],
  "touches": [
    "column public.\"Old \"\"Table\"\"\".\"Full Name\"",
    "column public.\"Old \"\"Table\"\"\".id",
    "policy public.\"Old \"\"Table\"\"\".everybody",
    "constraint public.\"Old \"\"Table\"\"\".keeps_its_name",
    "table public.\"Old \"\"Table\"\"\"",
    "table public.\"we\"\"ird; --\"",
    "trigger public.\"Old \"\"Table\"\"\".\"stamp it\"",
    "view public.\"Old \"\"Table\"\"\"",
    "view public.eldest",
    "view public.seniors",
    "view public.\"we\"\"ird; --\""
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.\"we\"\"ird; --\"') AND c.relkind = 'v') OR (pg_catalog.to_regclass('public.\"we\"\"ird; --\"') IS NOT NULL AND (NOT pg_catalog.to_regclass('public.\"Old \"\"Table\"\"\"') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.\"Old \"\"Table\"\"\"') AND c.relkind = 'v')))",
      "otherwise": "the view public.\"we\"\"ird; --\" is missing, or something else bears its name"
    }
  ],
  "going": [
    {
      "what": "table public.\"Old \"\"Table\"\"\" (is renamed)",
      "tables": [
        "public.\"Old \"\"Table\"\"\""
      ]
    }
  ],
  "unproven": [
    "constraint public.\"Old \"\"Table\"\"\".keeps_its_name"
  ],
  "soak_seconds": 0,
  "raises_floor": "retires"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
