-- phasegate: do expand
-- rollout: comment_other_domain_constraint_etc, plan efeed7a4
-- what: asks whether everything is done, and closes the rollout
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
  "conditions": [
    {
      "sql": "(SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'domain constraint' AND o.identity = '\"is on it\" on public.score') IS NOT DISTINCT FROM 'more'",
      "otherwise": "the comment of domain constraint \"is on it\" on public.score is not as wanted"
    },
    {
      "sql": "(SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'function' AND o.identity = 'public.\"we\"\"ird; --\"()') IS NOT DISTINCT FROM 'for a trigger'",
      "otherwise": "the comment of function public.\"we\"\"ird; --\"() is not as wanted"
    },
    {
      "sql": "(SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'index' AND o.identity = 'public.users_pkey') IS NOT DISTINCT FROM 'of the key'",
      "otherwise": "the comment of index public.users_pkey is not as wanted"
    },
    {
      "sql": "(SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'trigger' AND o.identity = '\"a on b\" on public.users') IS NOT DISTINCT FROM 'says nothing'",
      "otherwise": "the comment of trigger \"a on b\" on public.users is not as wanted"
    },
    {
      "sql": "(SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'view' AND o.identity = 'public.active') IS NOT DISTINCT FROM 'it''s $$new'",
      "otherwise": "the comment of view public.active is not as wanted"
    },
    {
      "sql": "(SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = 'view column' AND o.identity = 'public.active.email') IS NOT DISTINCT FROM NULL",
      "otherwise": "the comment of view column public.active.email is not as wanted"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('comment_other_domain_constraint_etc');
END
$phasegate$;
RESET statement_timeout;
