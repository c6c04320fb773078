-- phasegate: do validate
-- rollout: create_type_mood_etc, plan bb224743
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_type_mood_etc",
  "plan_id": "bb224743",
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
  "part": "main",
  "sessions": false,
  "tables": [
    "public.people"
  ],
  "touches": [
    "constraint public.people.phasegate_nn_people_email",
    "column public.people.code",
    "column public.people.email",
    "column public.people.level",
    "column public.people.mood",
    "column public.people.nick",
    "column public.people.nickname",
    "column public.people.zz_phasegate_code",
    "column public.people.zz_phasegate_nick",
    "enum type public.mood",
    "index public.people_code_idx",
    "index public.people_level_idx",
    "trigger public.people.zz_phasegate_sync_public_people_nickname"
  ],
  "fingerprint": "1e2180a1abfe399dcedc75bb93d80e5a",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'mood')",
      "otherwise": "enum type public.mood is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'level' AND NOT a.attisdropped)",
      "otherwise": "column public.people.level is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'mood' AND NOT a.attisdropped)",
      "otherwise": "column public.people.mood is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'nickname' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.people are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.people') AND g.tgname = 'zz_phasegate_sync_public_people_nickname' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'nick' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_people_nickname is missing or disabled"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'code' AND NOT a.attisdropped AND a.atthasdef) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'code' AND NOT a.attisdropped))",
      "otherwise": "column public.people.code has no default"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.people_level_idx') AND i.indrelid = pg_catalog.to_regclass('public.people') AND i.indisvalid AND i.indisready AND i.indislive)",
      "otherwise": "index people_level_idx is not there, or INVALID"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'create_type_mood_etc' AND p.step = 'rename-column public.people.nickname'), false)",
      "otherwise": "not every row is filled: fill people.nickname in batches"
    }
  ],
  "raises_floor": "adopts"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
