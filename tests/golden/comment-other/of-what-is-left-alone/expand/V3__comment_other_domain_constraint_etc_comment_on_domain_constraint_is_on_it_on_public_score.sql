-- phasegate: do expand
-- rollout: comment_other_domain_constraint_etc, plan efeed7a4
-- what: comment on domain constraint "is on it" on public.score
--   locks: none on relations
--   undo: yes
--   verify: (SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'domain constraint' AND o.identity = '"is on it" on public.score') IS NOT DISTINCT FROM 'more'
-- what: comment on function public."we""ird; --"()
--   locks: none on relations
--   undo: yes
--   verify: (SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'function' AND o.identity = 'public."we""ird; --"()') IS NOT DISTINCT FROM 'for a trigger'
-- what: comment on index public.users_pkey
--   locks: SHARE UPDATE EXCLUSIVE on public.users_pkey (nobody waits, instant)
--   undo: yes
--   verify: (SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'index' AND o.identity = 'public.users_pkey') IS NOT DISTINCT FROM 'of the key'
-- what: comment on trigger "a on b" on public.users
--   locks: ACCESS SHARE on public.users (nobody waits, instant)
--   undo: yes
--   verify: (SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'trigger' AND o.identity = '"a on b" on public.users') IS NOT DISTINCT FROM 'says nothing'
-- what: comment on view public.active
--   locks: SHARE UPDATE EXCLUSIVE on public.active (nobody waits, instant)
--   undo: yes
--   verify: (SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'view' AND o.identity = 'public.active') IS NOT DISTINCT FROM 'it''s $$new'
-- what: remove the comment of view column public.active.email
--   locks: SHARE UPDATE EXCLUSIVE on public.active (nobody waits, instant)
--   undo: yes
--   verify: (SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'view column' AND o.identity = 'public.active.email') IS NOT DISTINCT FROM NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "comment_other_domain_constraint_etc",
  "plan_id": "efeed7a4",
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
    "comment \"domain constraint\"",
    "comment function",
    "comment index",
    "comment trigger",
    "comment view",
    "comment \"view column\""
  ],
  "fingerprint": "5d944c18918e1ac329a16079bf9555eb",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- comment on domain constraint "is on it" on public.score
  IF ((SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'domain constraint' AND o.identity = '"is on it" on public.score') IS NOT DISTINCT FROM 'more') IS NOT TRUE THEN
    COMMENT ON CONSTRAINT "is on it" on DOMAIN public.score IS 'more';
  END IF;
  -- comment on function public."we""ird; --"()
  IF ((SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'function' AND o.identity = 'public."we""ird; --"()') IS NOT DISTINCT FROM 'for a trigger') IS NOT TRUE THEN
    COMMENT ON FUNCTION public."we""ird; --"() IS 'for a trigger';
  END IF;
  -- comment on index public.users_pkey
  IF ((SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'index' AND o.identity = 'public.users_pkey') IS NOT DISTINCT FROM 'of the key') IS NOT TRUE THEN
    COMMENT ON INDEX public.users_pkey IS 'of the key';
  END IF;
  -- comment on trigger "a on b" on public.users
  IF ((SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'trigger' AND o.identity = '"a on b" on public.users') IS NOT DISTINCT FROM 'says nothing') IS NOT TRUE THEN
    COMMENT ON TRIGGER "a on b" on public.users IS 'says nothing';
  END IF;
  -- comment on view public.active
  IF ((SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'view' AND o.identity = 'public.active') IS NOT DISTINCT FROM 'it''s $$new') IS NOT TRUE THEN
    COMMENT ON VIEW public.active IS 'it''s $$new';
  END IF;
  -- remove the comment of view column public.active.email
  IF ((SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'view column' AND o.identity = 'public.active.email') IS NOT DISTINCT FROM NULL) IS NOT TRUE THEN
    COMMENT ON COLUMN public.active.email IS NULL;
  END IF;
END
$phasegate$;
RESET statement_timeout;
