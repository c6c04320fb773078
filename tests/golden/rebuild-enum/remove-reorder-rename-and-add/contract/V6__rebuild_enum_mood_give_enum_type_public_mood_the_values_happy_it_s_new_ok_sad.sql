-- phasegate: do contract (swap)
-- rollout: rebuild_enum_mood, plan 6575c82c
-- what: give enum type public.mood the values 'happy', 'it''s new', 'ok', 'sad'
--   locks: ACCESS EXCLUSIVE on public.others (all wait, rewrites); ACCESS EXCLUSIVE on public.users (all wait, rewrites)
--   undo: yes
--   note: rewrites public.others: rows unknown (never analysed), 0.0 MB with indexes
--   note: rewrites public.users: rows unknown (never analysed), 0.1 MB with indexes
--   note: statements prepared before that return a column of the type fail from here on until they are prepared again
--   verify: COALESCE((SELECT pg_catalog.array_agg(e.enumlabel::pg_catalog.text ORDER BY e.enumsortorder) = ARRAY['happy', 'it''s new', 'ok', 'sad']::pg_catalog.text[] FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = pg_catalog.to_regtype('public.mood')), false)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rebuild_enum_mood",
  "plan_id": "6575c82c",
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
  "part": "swap",
  "sessions": false,
  "tables": [
    "public.others",
    "public.users"
  ],
  "touches": [
    "constraint public.users.users_check",
    "column public.others.\"the mood\"",
    "column public.users.mood",
    "enum type public.mood",
    "index public.users_sad_idx"
  ],
  "fingerprint": "30a4422f36b43a01d90fddff76a58f99",
  "conditions": [],
  "locks": [
    {
      "table": "public.others",
      "mode": "ACCESS EXCLUSIVE"
    },
    {
      "table": "public.users",
      "mode": "ACCESS EXCLUSIVE"
    }
  ],
  "unproven": [
    "constraint public.users.users_check"
  ],
  "soak_seconds": 0,
  "asks_reprepare": false,
  "clients_reprepare": false
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- give enum type public.mood the values 'happy', 'it''s new', 'ok', 'sad'
  IF (COALESCE((SELECT pg_catalog.array_agg(e.enumlabel::pg_catalog.text ORDER BY e.enumsortorder) = ARRAY['happy', 'it''s new', 'ok', 'sad']::pg_catalog.text[] FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = pg_catalog.to_regtype('public.mood')), false)) IS NOT TRUE THEN
    IF (COALESCE((pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.others')) + pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.users'))) <= 33554432, false)) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'the tables that have enum type public.mood have grown since the plan was made, so this would stop everybody for too long: keep ''unused'' among the values and rule it out with a check on each column that has the type ("<column> not in (''unused'')"): no row can have it then; keep the order of the live values, and order by an expression of your own; or give each column a new type of another name, which a second column brings while everybody works, and drop this one in the next rollout (change-type: backfill = "(case <column>::text when ''<value>'' then … else <column>::text end)::<new type>", reverse.<column> = "<column>::text::<this type>")';
    END IF;
    LOCK TABLE public.others IN ACCESS EXCLUSIVE MODE;
    LOCK TABLE public.users IN ACCESS EXCLUSIVE MODE;
    DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM public.others WHERE "the mood"::pg_catalog.text = 'unused');
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' rows still have one of the values that go: ''unused''', HINT = 'give them another value, and run this file again';
  END IF;
END
$proof$;
    DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM public.users WHERE mood::pg_catalog.text = 'unused');
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' rows still have one of the values that go: ''unused''', HINT = 'give them another value, and run this file again';
  END IF;
END
$proof$;
    CREATE TYPE public.zz_phasegate_mood AS ENUM ('happy', 'it''s new', 'ok', 'sad');
    DO $owner$ BEGIN EXECUTE (SELECT pg_catalog.format('ALTER TYPE %s OWNER TO %I', 'public.zz_phasegate_mood', r.rolname) FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_roles AS r ON r.oid = t.typowner WHERE t.oid = 'public.mood'::pg_catalog.regtype); END $owner$;
    ALTER TABLE public.users DROP CONSTRAINT users_check;
    DROP INDEX public.users_sad_idx;
    ALTER TABLE public.others ALTER COLUMN "the mood" DROP DEFAULT, ALTER COLUMN "the mood" TYPE public.zz_phasegate_mood USING (CASE "the mood"::pg_catalog.text WHEN 'glad' THEN 'happy' ELSE "the mood"::pg_catalog.text END)::public.zz_phasegate_mood;
    ALTER TABLE public.users ALTER COLUMN mood DROP DEFAULT, ALTER COLUMN mood TYPE public.zz_phasegate_mood USING (CASE mood::pg_catalog.text WHEN 'glad' THEN 'happy' ELSE mood::pg_catalog.text END)::public.zz_phasegate_mood;
    ALTER TYPE public.mood RENAME TO zz_phasegate_old_mood;
    ALTER TYPE public.zz_phasegate_mood RENAME TO mood;
    ALTER TABLE public.users ALTER COLUMN mood SET DEFAULT 'it''s new';
    DROP TYPE public.zz_phasegate_old_mood;
    COMMENT ON TYPE public.mood IS 'it''s how';
    ALTER TABLE public.users ADD CONSTRAINT users_check CHECK (((mood <> 'ok'::public.mood) OR (id IS NOT NULL)));
    CREATE INDEX users_sad_idx ON public.users (id) where (mood = 'sad'::public.mood);
    COMMENT ON INDEX public.users_sad_idx IS 'it''s sad';
  END IF;
END
$phasegate$;
RESET statement_timeout;
