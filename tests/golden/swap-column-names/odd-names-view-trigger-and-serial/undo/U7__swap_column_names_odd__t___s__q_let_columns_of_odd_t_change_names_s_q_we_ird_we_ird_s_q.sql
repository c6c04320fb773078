-- phasegate: undo contract (swap)
-- rollout: swap_column_names_odd__t___s__q_, plan 73855ffa
-- what: let columns of Odd "T" change names: %s 'q' $$ → we"ird; --, we"ird; -- → %s 'q' $$
--   locks: ACCESS EXCLUSIVE on public."Odd ""T""" (all wait, instant); ACCESS EXCLUSIVE on public."Odd ""T""_we""ird; --_seq" (all wait, instant)
--   undo: yes
--   note: no row is touched; what PostgreSQL binds by column (keys, indexes, checks, defaults, rights, comments) follows
--   note: policy mine on public."Odd ""T""" goes on with the columns that it has, by whatever name
--   note: statistics object public.pairs goes on with the columns that it has, by whatever name
--   note: trigger stamp on public."Odd ""T""" goes on with the columns that it has, by whatever name
--   note: view public.shown goes on with the columns that it has, by whatever name; the names of its own columns stay
--   note: [left_alone] knows these by a digest of their text: take it over from phasegate inspect when the rollout is finished
--   verify: phasegate.columns_renamed('swap_column_names_odd__t___s__q_', 'swap-column-names public."Odd ""T"""."%s ''q'' $$"')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_odd__t___s__q_",
  "plan_id": "73855ffa",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let columns of Odd "T" change names: %s 'q' $$ → we"ird; --, we"ird; -- → %s 'q' $$
  IF (false) IS NOT TRUE THEN
    ALTER SEQUENCE public."Odd ""T""_%s 'q' $$_seq" RENAME TO "Odd ""T""_we""ird; --_seq";
    ALTER TABLE public."Odd ""T""" RENAME COLUMN "we""ird; --" TO "zz_phasegate_%s 'q' $$";
    ALTER TABLE public."Odd ""T""" RENAME COLUMN "%s 'q' $$" TO "we""ird; --";
    ALTER TABLE public."Odd ""T""" RENAME COLUMN "zz_phasegate_%s 'q' $$" TO "%s 'q' $$";
  END IF;
END
$phasegate$;
RESET statement_timeout;
