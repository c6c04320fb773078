-- phasegate: do expand
-- rollout: swap_column_names_odd__t___s__q_, plan 73855ffa
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_odd__t___s__q_",
  "plan_id": "73855ffa",
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
    "public.\"Odd \"\"T\"\"\""
  ],
  "touches": [
    "column public.\"Odd \"\"T\"\"\".\"%s 'q' $$\"",
    "column public.\"Odd \"\"T\"\"\".\"we\"\"ird; --\"",
    "column public.\"Odd \"\"T\"\"\".\"zz_phasegate_%s 'q' $$\"",
    "column public.\"Odd \"\"T\"\"\".\"zz_phasegate_we\"\"ird; --\"",
    "constraint public.\"Odd \"\"T\"\"\".\"Odd \"\"T\"\"_pkey\"",
    "other \"public.pairs\"",
    "policy public.\"Odd \"\"T\"\"\".mine",
    "trigger public.\"Odd \"\"T\"\"\".stamp",
    "view public.shown"
  ],
  "fingerprint": "6be537a742f3f1581d15ae257f1f3b80",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "swap_column_names_odd__t___s__q_",
      "plan_id": "73855ffa",
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
      "conditions": [
        {
          "sql": "EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_odd__t___s__q_', 'swap-column-names public.\"Odd \"\"T\"\"\".\"%s ''q'' $$\"'))",
          "otherwise": "it is not noted which column of public.\"Odd \"\"T\"\"\" has which name"
        }
      ]
    },
    "promises": {
      "public.\"Odd \"\"T\"\"\".\"we\"\"ird; --\".named": "phasegate.columns_renamed('swap_column_names_odd__t___s__q_', 'swap-column-names public.\"Odd \"\"T\"\"\".\"%s ''q'' $$\"')",
      "public.\"Odd \"\"T\"\"\".\"%s 'q' $$\".named": "phasegate.columns_renamed('swap_column_names_odd__t___s__q_', 'swap-column-names public.\"Odd \"\"T\"\"\".\"%s ''q'' $$\"')"
    },
    "desired_digest": "2d524d5b30579d422ddc7dd85a9dea1c2a5fe7d855944e53af70e9a657d6d546",
    "progress": {
      "expand": [
        "EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_odd__t___s__q_', 'swap-column-names public.\"Odd \"\"T\"\"\".\"%s ''q'' $$\"'))"
      ],
      "backfill": [],
      "validate": [],
      "contract": [
        "phasegate.columns_renamed('swap_column_names_odd__t___s__q_', 'swap-column-names public.\"Odd \"\"T\"\"\".\"%s ''q'' $$\"')"
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
