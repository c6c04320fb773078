-- phasegate: do contract (retire)
-- rollout: create_type_mood_etc, plan bb224743
-- what: retire column people.nick by renaming
--   locks: ACCESS EXCLUSIVE on public.people (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'nick' AND NOT a.attisdropped)
-- what: retire column people.code by renaming
--   locks: ACCESS EXCLUSIVE on public.people (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'code' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_type_mood_etc",
  "plan_id": "bb224743",
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
  "part": "retire",
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
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'create_type_mood_etc' AND p.step = 'rename-column public.people.nickname (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of people.nickname"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'create_type_mood_etc' AND p.step = 'set-not-null public.people.email (catch-up)'), false)",
      "otherwise": "not every row is filled: fill the NULLs of people.email in batches"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.people') AND c.conname = 'phasegate_nn_people_email') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "the helper constraint phasegate_nn_people_email is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.people') AND c.conname = 'phasegate_nn_people_email' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "rows of public.people have NULL in email"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "column public.people.email may still be NULL"
    }
  ],
  "going": [
    {
      "what": "column public.people.code (goes)",
      "tables": [
        "public.people"
      ],
      "column": "code"
    },
    {
      "what": "column public.people.nick (is renamed)",
      "tables": [
        "public.people"
      ],
      "column": "nick"
    }
  ],
  "unproven": [
    "constraint public.people.phasegate_nn_people_email"
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- retire column people.nick by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'nick' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'nick' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions nick of public.people';
    END IF;
    CALL phasegate.require_column_grants('public.people', 'nick', 'public.people', 'nickname');
    ALTER TABLE public.people RENAME COLUMN nick TO zz_phasegate_nick;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_people_nickname() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.nickname)::record OPERATOR(pg_catalog.*<>) ROW(OLD.nickname)::record THEN
    NEW.zz_phasegate_nick := NEW.nickname;
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
  -- retire column people.code by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'code' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'code' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions public.people.code';
    END IF;
    ALTER TABLE public.people RENAME COLUMN code TO zz_phasegate_code;
  END IF;
END
$phasegate$;
RESET statement_timeout;
