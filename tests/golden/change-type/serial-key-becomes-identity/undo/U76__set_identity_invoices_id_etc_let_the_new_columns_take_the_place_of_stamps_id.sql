-- phasegate: undo contract (swap)
-- rollout: set_identity_invoices_id_etc, plan 6a96657e
-- what: let the new columns take the place of stamps.id
--   locks: ACCESS EXCLUSIVE on public.stamps (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.stamps') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_identity_invoices_id_etc",
  "plan_id": "6a96657e",
  "environment": "default",
  "phase": "contract",
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
  "part": "swap",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.stamps AS t CROSS JOIN LATERAL phasegate.up_public_stamps_id(t.zz_phasegate_id) AS u WHERE (t.id IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of stamps.id)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let the new columns take the place of stamps.id
  IF (false) IS NOT TRUE THEN
    LOCK TABLE public.stamps IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE public.stamps DROP CONSTRAINT IF EXISTS stamps_pkey;
    ALTER TABLE public.stamps ALTER COLUMN zz_phasegate_id SET NOT NULL;
    ALTER TABLE public.stamps DROP CONSTRAINT IF EXISTS phasegate_nn_back_stamps_id;
    ALTER TABLE public.stamps RENAME COLUMN id TO zz_phasegate_next_id;
    ALTER TABLE public.stamps RENAME COLUMN zz_phasegate_id TO id;
    ALTER TABLE public.stamps ADD CONSTRAINT stamps_pkey PRIMARY KEY USING INDEX zz_phasegate_back_stamps_pkey;
    DO $values$
DECLARE
  owned regclass;
BEGIN
  FOR owned IN
    SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d
      JOIN pg_catalog.pg_class AS c ON c.oid = d.objid AND c.relkind = 'S'
     WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = 'public.stamps'::pg_catalog.regclass
       AND d.refobjsubid = (SELECT a.attnum FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = 'public.stamps'::pg_catalog.regclass AND a.attname = 'zz_phasegate_next_id')
  LOOP
    EXECUTE pg_catalog.format('ALTER SEQUENCE %s OWNED BY %s', owned, 'public.stamps.id');
    IF (SELECT c.relname FROM pg_catalog.pg_class AS c WHERE c.oid = owned) = 'stamps_id_seq' THEN
      EXECUTE pg_catalog.format('ALTER SEQUENCE %s AS integer', owned);
      EXECUTE pg_catalog.format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT pg_catalog.nextval(%L::pg_catalog.regclass)', 'public.stamps', 'id', owned);
    END IF;
  END LOOP;
END
$values$;
    ALTER TABLE public.stamps ALTER COLUMN zz_phasegate_next_id DROP DEFAULT;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_stamps_id() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_id := NEW.id::bigint;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
