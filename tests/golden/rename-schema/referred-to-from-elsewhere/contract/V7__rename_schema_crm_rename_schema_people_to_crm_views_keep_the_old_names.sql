-- phasegate: do contract (retire)
-- rollout: rename_schema_crm, plan 8de3af7b
-- what: rename schema people to crm; views keep the old names
--   locks: EXCLUSIVE on people.users (writes wait, instant)
--   undo: yes
--   note: no table and no row is changed; reads go on, writes of tables with foreign keys wait for an instant
--   note: what stores names as text cannot be seen (sessions with a search_path of their own, clients, jobs): views serve the old names until they are dropped
--   note: from here on the old names fail of domain people.rank
--   verify: (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'crm' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['users']::pg_catalog.text[])) = 1
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_schema_crm",
  "plan_id": "8de3af7b",
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
    "people.users"
  ],
  "touches": [
    "column people.users.id",
    "column people.users.name",
    "domain people.rank",
    "constraint public.logins.logins_user_fkey",
    "constraint people.users.users_pkey",
    "schema crm",
    "schema people",
    "table crm.users",
    "table people.users",
    "view crm.users",
    "view people.users"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [
    {
      "sql": "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'crm' AND c.relkind = 'v' AND c.relname::pg_catalog.text = ANY (ARRAY['users']::pg_catalog.text[])) = 1 OR (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'crm' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['users']::pg_catalog.text[])) = 1",
      "otherwise": "schema crm does not have a view for each table of schema people"
    }
  ],
  "unproven": [
    "constraint people.users.users_pkey",
    "constraint public.logins.logins_user_fkey"
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- rename schema people to crm; views keep the old names
  IF ((SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'crm' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['users']::pg_catalog.text[])) = 1) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_namespace AS n ON n.oid = d.refobjid LEFT JOIN pg_catalog.pg_class AS c ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objid WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.classid <> 'pg_catalog.pg_default_acl'::pg_catalog.regclass AND n.nspname = 'crm' AND (c.relkind = 'v' AND c.relname::pg_catalog.text = ANY (ARRAY['users']::pg_catalog.text[])) IS NOT TRUE) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid IN (SELECT v.oid FROM pg_catalog.pg_class AS v JOIN pg_catalog.pg_namespace AS n ON n.oid = v.relnamespace JOIN pg_catalog.pg_type AS y ON y.oid = v.reltype WHERE v.relkind = 'v' AND n.nspname = 'crm') AND d.deptype IN ('n', 'a') AND r.ev_class IS DISTINCT FROM d.refobjid AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (SELECT y.oid FROM pg_catalog.pg_class AS v JOIN pg_catalog.pg_namespace AS n ON n.oid = v.relnamespace JOIN pg_catalog.pg_type AS y ON y.oid = v.reltype WHERE v.relkind = 'v' AND n.nspname = 'crm' UNION ALL SELECT y.typarray FROM pg_catalog.pg_class AS v JOIN pg_catalog.pg_namespace AS n ON n.oid = v.relnamespace JOIN pg_catalog.pg_type AS y ON y.oid = v.reltype WHERE v.relkind = 'v' AND n.nspname = 'crm') AND d.deptype = 'n' AND d.classid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_class'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables AS p WHERE p.schemaname = 'people')) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'something else than the views of this rollout lies in schema crm, or stands on one of them, or a publication sends a table of schema people';
    END IF;
    DO $proof$
DECLARE
  rows_left constant bigint := (SELECT pg_catalog.count(*)
  FROM (SELECT o.type || ' ' || o.identity FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_namespace AS n ON n.oid = d.refobjid
  LEFT JOIN pg_catalog.pg_class AS c ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objid
  LEFT JOIN pg_catalog.pg_proc AS f ON d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND f.oid = d.objid
  LEFT JOIN pg_catalog.pg_type AS y ON d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND y.oid = d.objid
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS o
 WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND n.nspname = 'people'
   AND CASE WHEN c.oid IS NOT NULL THEN NOT (c.relkind IN ('i', 'c') OR c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['users']::pg_catalog.text[])
                OR c.relkind = 'S' AND EXISTS (SELECT FROM pg_catalog.pg_depend AS w WHERE w.classid = d.classid AND w.objid = c.oid AND w.refobjsubid > 0 AND w.deptype IN ('a', 'i')))
            WHEN f.oid IS NOT NULL THEN f.prorettype NOT IN ('pg_catalog.trigger'::pg_catalog.regtype, 'pg_catalog.event_trigger'::pg_catalog.regtype)
            WHEN y.oid IS NOT NULL THEN y.typtype NOT IN ('e', 'd', 'c', 'r', 'm')
            ELSE d.classid NOT IN ('pg_catalog.pg_collation'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, 'pg_catalog.pg_default_acl'::pg_catalog.regclass) END
 ORDER BY 1) AS o);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' things in schema people cannot have a second name while two versions run, nor can a view stand for them', HINT = 'move them to another schema first (ALTER … SET SCHEMA …), give a sequence to the column that draws from it (ALTER SEQUENCE … OWNED BY …), or drop them; and take renamed_from out until then';
  END IF;
END
$proof$;
    DO $proof$
DECLARE
  rows_left constant bigint := (SELECT pg_catalog.count(*)
  FROM (SELECT pg_catalog.quote_ident(c.relname) FROM pg_catalog.pg_subscription_rel AS s JOIN pg_catalog.pg_class AS c ON c.oid = s.srrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname = 'people'
 ORDER BY 1) AS o);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' tables of schema people are written by a subscription, which finds them by the names of the publisher', HINT = 'rename the schema by hand on both sides while the subscription rests, or end the subscription first';
  END IF;
END
$proof$;
    LOCK TABLE ONLY people.users IN EXCLUSIVE MODE;
    ALTER SCHEMA crm RENAME TO zz_phasegate_people;
    ALTER SCHEMA people RENAME TO crm;
    ALTER SCHEMA zz_phasegate_people RENAME TO people;
  END IF;
END
$phasegate$;
RESET statement_timeout;
