-- phasegate: do contract (drop)
-- rollout: drop_table_logins, plan f2731fe2
-- what: drop table public.logins
--   locks: ACCESS EXCLUSIVE on public.zz_phasegate_logins (all wait, instant); ACCESS EXCLUSIVE on public.zz_phasegate_logins.logins_user_idx (all wait, instant); ACCESS EXCLUSIVE on public.zz_phasegate_logins.logins_pkey (all wait, instant); ACCESS EXCLUSIVE on public.zz_phasegate_logins.logins_address_key (all wait, instant); ACCESS EXCLUSIVE on public.logins_id_seq (all wait, instant)
--   undo: IMPOSSIBLE: the rows of public.logins are gone
--   note: rows unknown (never analysed), 0.1 MB with indexes
--   verify: NOT pg_catalog.to_regclass('public.zz_phasegate_logins') IS NOT NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_table_logins",
  "plan_id": "f2731fe2",
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
  "part": "drop",
  "sessions": false,
  "tables": [
    "public.logins",
    "public.users"
  ],
  "touches": [
    "column public.logins.address",
    "column public.logins.earlier",
    "column public.logins.id",
    "column public.logins.user_id",
    "constraint public.logins.logins_earlier_fkey",
    "constraint public.logins.logins_user_id_fkey",
    "index public.logins_user_idx",
    "constraint public.logins.logins_pkey",
    "table public.logins",
    "table public.zz_phasegate_logins",
    "constraint public.logins.logins_address_key"
  ],
  "fingerprint": "6c6356b848b72183fd53897ca1ef682e",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.logins') AND c.conname = 'logins_user_id_fkey')",
      "otherwise": "the foreign key logins_user_id_fkey of public.logins is still there"
    },
    {
      "sql": "NOT pg_catalog.to_regclass('public.logins') IS NOT NULL",
      "otherwise": "table public.logins is still there"
    }
  ],
  "going": [
    {
      "what": "table public.logins (goes)",
      "tables": [
        "public.logins"
      ]
    }
  ],
  "unproven": [
    "constraint public.logins.logins_address_key",
    "constraint public.logins.logins_earlier_fkey",
    "constraint public.logins.logins_pkey",
    "constraint public.logins.logins_user_id_fkey"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0,
  "approvals": [
    "table public.logins"
  ],
  "approved": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop table public.logins
  IF (NOT pg_catalog.to_regclass('public.zz_phasegate_logins') IS NOT NULL) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = pg_catalog.to_regclass('public.zz_phasegate_logins') AND d.deptype IN ('n', 'a') AND r.ev_class IS DISTINCT FROM d.refobjid AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_type AS y ON y.oid = c.reltype JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (y.oid, y.typarray) WHERE c.oid = pg_catalog.to_regclass('public.zz_phasegate_logins') AND d.classid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_class'::pg_catalog.regclass) AND d.deptype = 'n') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.confrelid = pg_catalog.to_regclass('public.zz_phasegate_logins') AND f.conrelid <> f.confrelid)) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, function, publication, statistics object or foreign key of another table mentions the retired public.zz_phasegate_logins';
    END IF;
    DROP TABLE public.zz_phasegate_logins;
  END IF;
END
$phasegate$;
RESET statement_timeout;
