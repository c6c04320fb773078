-- phasegate: do expand
-- rollout: comment_public_etc, plan 107bbfeb
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "comment_public_etc",
  "plan_id": "107bbfeb",
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
    "constraint public.users.users_check",
    "column public.users.email",
    "enum type public.mood",
    "index public.users_mood_idx",
    "constraint public.users",
    "schema public",
    "sequence public.numbers",
    "table public.users",
    "constraint public.users.users_email_key"
  ],
  "fingerprint": "d962e810e89c076a35fa27a2568ccf9a",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "comment_public_etc",
      "plan_id": "107bbfeb",
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
          "sql": "(pg_catalog.obj_description(pg_catalog.to_regnamespace('public'), 'pg_namespace')) IS NOT DISTINCT FROM 'All of it'",
          "otherwise": "the comment of schema public is not as wanted"
        },
        {
          "sql": "(pg_catalog.obj_description(pg_catalog.to_regtype('public.mood'), 'pg_type')) IS NOT DISTINCT FROM 'How they are'",
          "otherwise": "the comment of enum type public.mood is not as wanted"
        },
        {
          "sql": "(pg_catalog.obj_description(pg_catalog.to_regclass('public.numbers'), 'pg_class')) IS NOT DISTINCT FROM NULL",
          "otherwise": "the comment of sequence public.numbers is not as wanted"
        },
        {
          "sql": "(pg_catalog.obj_description(pg_catalog.to_regclass('public.users'), 'pg_class')) IS NOT DISTINCT FROM 'People; it''s \"them\" -- all $$\nof them'",
          "otherwise": "the comment of table public.users is not as wanted"
        },
        {
          "sql": "((SELECT pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'email' AND NOT a.attisdropped)) IS NOT DISTINCT FROM 'new \\ ''text'''",
          "otherwise": "the comment of column public.users.email is not as wanted"
        },
        {
          "sql": "((SELECT pg_catalog.obj_description(c.oid, 'pg_constraint') FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_check')) IS NOT DISTINCT FROM 'new'",
          "otherwise": "the comment of check constraint public.users.users_check is not as wanted"
        },
        {
          "sql": "((SELECT pg_catalog.obj_description(c.oid, 'pg_constraint') FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_pkey')) IS NOT DISTINCT FROM 'the key'",
          "otherwise": "the comment of primary key public.users is not as wanted"
        },
        {
          "sql": "((SELECT pg_catalog.obj_description(c.oid, 'pg_constraint') FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_email_key')) IS NOT DISTINCT FROM 'one each'",
          "otherwise": "the comment of unique constraint public.users.users_email_key is not as wanted"
        },
        {
          "sql": "(pg_catalog.obj_description(pg_catalog.to_regclass('public.users_mood_idx'), 'pg_class')) IS NOT DISTINCT FROM 'for the report'",
          "otherwise": "the comment of index public.users.users_mood_idx is not as wanted"
        }
      ]
    },
    "promises": {},
    "desired_digest": "75fe0e2267680cb83cb3d4f5a25e0ff3f4864816c3dd6408471373bdf7b85a43",
    "progress": {
      "expand": [
        "(pg_catalog.obj_description(pg_catalog.to_regnamespace('public'), 'pg_namespace')) IS NOT DISTINCT FROM 'All of it'",
        "(pg_catalog.obj_description(pg_catalog.to_regtype('public.mood'), 'pg_type')) IS NOT DISTINCT FROM 'How they are'",
        "(pg_catalog.obj_description(pg_catalog.to_regclass('public.numbers'), 'pg_class')) IS NOT DISTINCT FROM NULL",
        "(pg_catalog.obj_description(pg_catalog.to_regclass('public.users'), 'pg_class')) IS NOT DISTINCT FROM 'People; it''s \"them\" -- all $$\nof them'",
        "((SELECT pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'email' AND NOT a.attisdropped)) IS NOT DISTINCT FROM 'new \\ ''text'''",
        "((SELECT pg_catalog.obj_description(c.oid, 'pg_constraint') FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_check')) IS NOT DISTINCT FROM 'new'",
        "((SELECT pg_catalog.obj_description(c.oid, 'pg_constraint') FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_pkey')) IS NOT DISTINCT FROM 'the key'",
        "((SELECT pg_catalog.obj_description(c.oid, 'pg_constraint') FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_email_key')) IS NOT DISTINCT FROM 'one each'",
        "(pg_catalog.obj_description(pg_catalog.to_regclass('public.users_mood_idx'), 'pg_class')) IS NOT DISTINCT FROM 'for the report'"
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
