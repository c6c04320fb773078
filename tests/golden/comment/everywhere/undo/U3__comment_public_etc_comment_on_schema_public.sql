-- phasegate: undo expand
-- rollout: comment_public_etc, plan 107bbfeb
-- what: comment on schema public
--   locks: none on relations
--   undo: yes
--   verify: (pg_catalog.obj_description(pg_catalog.to_regnamespace('public'), 'pg_namespace')) IS NOT DISTINCT FROM 'All of it'
-- what: comment on enum type public.mood
--   locks: none on relations
--   undo: yes
--   verify: (pg_catalog.obj_description(pg_catalog.to_regtype('public.mood'), 'pg_type')) IS NOT DISTINCT FROM 'How they are'
-- what: remove the comment of sequence public.numbers
--   locks: SHARE UPDATE EXCLUSIVE on public.numbers (nobody waits, instant)
--   undo: yes
--   verify: (pg_catalog.obj_description(pg_catalog.to_regclass('public.numbers'), 'pg_class')) IS NOT DISTINCT FROM NULL
-- what: comment on table public.users
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, instant)
--   undo: yes
--   verify: (pg_catalog.obj_description(pg_catalog.to_regclass('public.users'), 'pg_class')) IS NOT DISTINCT FROM 'People; it''s "them" -- all $$
-- of them'
-- what: comment on column public.users.email
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, instant)
--   undo: yes
--   verify: ((SELECT pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'email' AND NOT a.attisdropped)) IS NOT DISTINCT FROM 'new \ ''text'''
-- what: comment on check constraint public.users.users_check
--   locks: ACCESS SHARE on public.users (nobody waits, instant)
--   undo: yes
--   verify: ((SELECT pg_catalog.obj_description(c.oid, 'pg_constraint') FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_check')) IS NOT DISTINCT FROM 'new'
-- what: comment on primary key public.users
--   locks: ACCESS SHARE on public.users (nobody waits, instant)
--   undo: yes
--   verify: ((SELECT pg_catalog.obj_description(c.oid, 'pg_constraint') FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_pkey')) IS NOT DISTINCT FROM 'the key'
-- what: comment on unique constraint public.users.users_email_key
--   locks: ACCESS SHARE on public.users (nobody waits, instant)
--   undo: yes
--   verify: ((SELECT pg_catalog.obj_description(c.oid, 'pg_constraint') FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_email_key')) IS NOT DISTINCT FROM 'one each'
-- what: comment on index public.users.users_mood_idx
--   locks: SHARE UPDATE EXCLUSIVE on public.users.users_mood_idx (nobody waits, instant)
--   undo: yes
--   verify: (pg_catalog.obj_description(pg_catalog.to_regclass('public.users_mood_idx'), 'pg_class')) IS NOT DISTINCT FROM 'for the report'
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "comment_public_etc",
  "plan_id": "107bbfeb",
  "environment": "default",
  "phase": "expand",
  "direction": "undo",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: comment on index public.users.users_mood_idx
  IF (false) IS NOT TRUE THEN
    COMMENT ON INDEX public.users_mood_idx IS NULL;
  END IF;
  -- undo: comment on unique constraint public.users.users_email_key
  IF (false) IS NOT TRUE THEN
    COMMENT ON CONSTRAINT users_email_key ON public.users IS NULL;
  END IF;
  -- undo: comment on primary key public.users
  IF (false) IS NOT TRUE THEN
    COMMENT ON CONSTRAINT users_pkey ON public.users IS NULL;
  END IF;
  -- undo: comment on check constraint public.users.users_check
  IF (false) IS NOT TRUE THEN
    COMMENT ON CONSTRAINT users_check ON public.users IS 'old';
  END IF;
  -- undo: comment on column public.users.email
  IF (false) IS NOT TRUE THEN
    COMMENT ON COLUMN public.users.email IS 'old';
  END IF;
  -- undo: comment on table public.users
  IF (false) IS NOT TRUE THEN
    COMMENT ON TABLE public.users IS NULL;
  END IF;
  -- undo: remove the comment of sequence public.numbers
  IF (false) IS NOT TRUE THEN
    COMMENT ON SEQUENCE public.numbers IS 'goes away';
  END IF;
  -- undo: comment on enum type public.mood
  IF (false) IS NOT TRUE THEN
    COMMENT ON TYPE public.mood IS NULL;
  END IF;
  -- undo: comment on schema public
  IF (false) IS NOT TRUE THEN
    COMMENT ON SCHEMA public IS 'standard public schema';
  END IF;
END
$phasegate$;
RESET statement_timeout;
