-- Names of columns that change their meaning: two columns that change names, each of them there before and after. Which of them has which name
-- tells only the order in which the columns of a table stand, which a dump keeps, and which may be another one in every database.

CREATE TABLE IF NOT EXISTS phasegate.column_names (
  rollout text NOT NULL,
  change text NOT NULL,
  table_schema text NOT NULL,
  table_name text NOT NULL,
  relation oid NOT NULL,
  names text[] NOT NULL,
  becomes text[] NOT NULL,
  noted_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  PRIMARY KEY (rollout, change)
);
COMMENT ON TABLE phasegate.column_names IS
  'Columns that change names among each other, in the order in which they stand in their table: the names from before the change and the ones after it';

-- The names are those of this moment, whatever the snapshot of the transaction: whoever holds a lock on the table sees what its statements mean.
CREATE OR REPLACE FUNCTION phasegate.columns_renamed(rollout text, change text) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
  noted phasegate.column_names;
  found oid;
  now_named text[];
BEGIN
  SELECT * INTO noted FROM phasegate.column_names n WHERE n.rollout = columns_renamed.rollout AND n.change = columns_renamed.change;
  -- The table as it is called now; in a copy of the database, where it has another number, by the name that it had.
  FOREACH found IN ARRAY ARRAY[noted.relation, to_regclass(quote_ident(noted.table_schema) || '.' || quote_ident(noted.table_name))::oid] LOOP
    -- The rows may be older than the names, so they are taken for the numbers of the columns alone.
    SELECT array_agg(i.object_names[3] ORDER BY a.attnum) INTO now_named
      FROM pg_attribute a
     CROSS JOIN LATERAL pg_identify_object_as_address('pg_class'::regclass, a.attrelid, a.attnum) AS i
     WHERE a.attrelid = found AND a.attnum > 0 AND NOT a.attisdropped AND a.attname = ANY (noted.names || noted.becomes);
    IF now_named = noted.becomes THEN
      RETURN true;
    ELSIF now_named = noted.names THEN
      RETURN false;
    END IF;
  END LOOP;
  RETURN NULL;
END
$function$;
COMMENT ON FUNCTION phasegate.columns_renamed(text, text) IS
  'True once the columns of this change have their new names, false while they have the old ones, NULL when nothing is noted or neither is so';
