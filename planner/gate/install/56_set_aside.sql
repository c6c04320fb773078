-- Sets aside what forbids another type for a column, and puts it back, in one transaction. What is put back is compared with what was there; a
-- difference raises.

CREATE TABLE IF NOT EXISTS phasegate.set_aside_dependant (
  relation text NOT NULL,
  what text NOT NULL,
  is_aside boolean NOT NULL,
  n integer NOT NULL,
  class_id oid NOT NULL,
  level integer NOT NULL,
  of_table boolean NOT NULL,
  drop_statement text NOT NULL,
  statements jsonb NOT NULL,
  facts jsonb NOT NULL,
  made jsonb,
  PRIMARY KEY (relation, what)
);
COMMENT ON TABLE phasegate.set_aside_dependant IS
  'What was set aside, with the statements that make it, and how the server printed it (made) once it was put back; by that the way back makes it as it was';

-- The largest materialized view, with all that it reads, that is filled again while everybody waits.
CREATE OR REPLACE FUNCTION phasegate.set_aside_limit() RETURNS bigint LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS 'SELECT 33554432::bigint';

-- Why a dependant cannot be set aside; NULL: it can.
CREATE OR REPLACE FUNCTION phasegate.set_aside_refusal(class_id oid, object_id oid, kind text, on_relation oid, relation oid) RETURNS text
LANGUAGE sql STABLE
@fingerprint_settings@
AS $function$
  SELECT CASE
    WHEN EXISTS (SELECT FROM pg_depend d WHERE d.classid = $1 AND d.objid = $2 AND d.deptype IN ('e', 'x')) THEN 'it belongs to an extension'
    WHEN EXISTS (SELECT FROM pg_seclabel s WHERE s.classoid = $1 AND s.objoid = $2) THEN 'it has a security label'
    WHEN $3 IN ('rule', 'trigger', 'policy') AND $4 <> $5 AND (SELECT c.relkind NOT IN ('v', 'm') FROM pg_class c WHERE c.oid = $4) THEN 'it belongs to another table'
    WHEN $3 = 'trigger' AND EXISTS (SELECT FROM pg_trigger t WHERE t.oid = $2 AND t.tgparentid <> 0) THEN 'it comes from a partitioned table'
    WHEN $1 <> 'pg_class'::regclass THEN NULL
    WHEN (SELECT c.relpersistence = 't' FROM pg_class c WHERE c.oid = $2) THEN 'it is a temporary view of a session'
    WHEN EXISTS (SELECT FROM pg_statistic_ext s WHERE s.stxrelid = $2) THEN 'it has extended statistics'
    WHEN $3 = 'materialized view' AND (SELECT c.relispopulated FROM pg_class c WHERE c.oid = $2) AND (
      WITH RECURSIVE reads (id) AS (
        SELECT $2
        UNION
        SELECT d.refobjid FROM reads v JOIN pg_rewrite r ON r.ev_class = v.id
        JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass)
      SELECT sum(pg_total_relation_size(reads.id)) > phasegate.set_aside_limit() FROM reads JOIN pg_class c ON c.oid = reads.id AND c.relkind IN ('r', 'm', 'p', 't'))
      THEN 'filling it again would take too long'
  END
$function$;

-- Runs one statement as another role, which must have granted what is granted again.
CREATE OR REPLACE FUNCTION phasegate.execute_as(role_name text, statement text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  role_before constant text := current_setting('role');
BEGIN
  IF role_name IS NOT NULL THEN
    PERFORM set_config('role', role_name, true);
  END IF;
  EXECUTE statement;
  IF role_name IS NOT NULL THEN
    PERFORM set_config('role', role_before, true);
  END IF;
END
$function$;

-- Gives a view that was just made exactly these rights, whatever default privileges it came with.
CREATE OR REPLACE FUNCTION phasegate.set_rights(view regclass, wanted jsonb, grants jsonb) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  acl constant aclitem[] := (SELECT coalesce(c.relacl, acldefault('r', c.relowner)) FROM pg_class c WHERE c.oid = view);
  item record;
BEGIN
  IF phasegate.rights(acl) = wanted THEN
    RETURN;
  END IF;
  FOR item IN SELECT DISTINCT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END AS grantee FROM aclexplode(acl) e ORDER BY 1 LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %s', view, item.grantee);
  END LOOP;
  FOR item IN SELECT g.value FROM jsonb_array_elements(grants) WITH ORDINALITY AS g (value, n) ORDER BY g.n LOOP
    PERFORM phasegate.execute_as(item.value ->> 'as', item.value ->> 'sql');
  END LOOP;
END
$function$;

-- The thing that was made again, by its name.
CREATE OR REPLACE FUNCTION phasegate.made_again(class_id oid, facts jsonb) RETURNS oid
LANGUAGE sql STABLE
@fingerprint_settings@
AS $function$
  SELECT CASE $1
    WHEN 'pg_class'::regclass THEN (SELECT c.oid FROM pg_class c WHERE c.relnamespace = to_regnamespace($2 ->> 'schema') AND c.relname = $2 ->> 'name')
    WHEN 'pg_rewrite'::regclass THEN (SELECT r.oid FROM pg_rewrite r WHERE r.ev_class = to_regclass($2 ->> 'table') AND r.rulename = $2 ->> 'name')
    WHEN 'pg_trigger'::regclass THEN (SELECT t.oid FROM pg_trigger t WHERE t.tgrelid = to_regclass($2 ->> 'table') AND t.tgname = $2 ->> 'name')
    ELSE (SELECT p.oid FROM pg_policy p WHERE p.polrelid = to_regclass($2 ->> 'table') AND p.polname = $2 ->> 'name')
  END
$function$;

CREATE OR REPLACE PROCEDURE phasegate.set_aside(relation text, columns text[])
LANGUAGE plpgsql
@fingerprint_settings@
AS $procedure$
#variable_conflict use_variable
DECLARE
  target constant regclass := relation::regclass;
  item record;
BEGIN
  IF EXISTS (SELECT FROM phasegate.set_aside_dependant s WHERE s.relation = relation AND s.is_aside) THEN
    RAISE EXCEPTION 'what depended on % has not been put back', relation USING ERRCODE = 'PG001', HINT = 'table phasegate.set_aside_dependant tells what to create again';
  END IF;
  -- Readers lock a view before its table, and so does this. OWNER TO its owner only locks: what is read below cannot change any more.
  FOR item IN SELECT d.object_id::regclass AS view, d.kind, pg_get_userbyid(c.relowner) AS owner
              FROM phasegate.dependants(target, columns) d JOIN pg_class c ON c.oid = d.object_id
              WHERE d.class_id = 'pg_class'::regclass AND c.relpersistence <> 't' ORDER BY d.level DESC, d.object_id LOOP
    EXECUTE format('ALTER %s %s OWNER TO %I', upper(item.kind), item.view, item.owner);
  END LOOP;
  FOR item IN SELECT d.*, phasegate.set_aside_refusal(d.class_id, d.object_id, d.kind, d.on_relation, target) AS refusal,
                     CASE WHEN d.class_id = 'pg_class'::regclass THEN d.object_id::regclass::text ELSE format('%I on %s', d.name, d.on_relation::regclass) END AS full_name
              FROM phasegate.dependants(target, columns) d LOOP
    IF item.refusal IS NOT NULL THEN
      RAISE EXCEPTION '% % depends on % of % and cannot be set aside: %', item.kind, item.full_name, array_to_string(columns, ', '), target, item.refusal
        USING ERRCODE = 'PG001', HINT = 'drop it before, and create it again behind; then run this file again';
    END IF;
  END LOOP;
  -- What another type of the column made of `qty % 10` is not what it was made from: where nothing has changed since, that counts.
  INSERT INTO phasegate.set_aside_dependant AS s (relation, what, is_aside, n, class_id, level, of_table, drop_statement, statements, facts)
  SELECT relation, d.kind || ' ' || f.name, true,
         row_number() OVER (ORDER BY d.class_id <> 'pg_class'::regclass, d.level, d.kind, d.on_relation::regclass::text, d.name),
         d.class_id, d.level, d.on_relation = target, format('DROP %s %s', upper(d.kind), f.name),
         phasegate.create_statements(d.class_id, d.object_id), phasegate.dependant_facts(d.class_id, d.object_id)
  FROM phasegate.dependants(target, columns) d
  CROSS JOIN LATERAL (SELECT CASE WHEN d.class_id = 'pg_class'::regclass THEN d.object_id::regclass::text
                                  ELSE format('%I ON %s', d.name, d.on_relation::regclass) END AS name) AS f
  ON CONFLICT ON CONSTRAINT set_aside_dependant_pkey DO UPDATE
    SET is_aside = true, n = excluded.n, class_id = excluded.class_id, level = excluded.level, of_table = excluded.of_table, drop_statement = excluded.drop_statement,
        statements = CASE WHEN s.made = excluded.statements THEN s.statements ELSE excluded.statements END, facts = excluded.facts, made = NULL;
  -- Never CASCADE: what is not known here stops the file.
  FOR item IN SELECT s.drop_statement FROM phasegate.set_aside_dependant s WHERE s.relation = relation AND s.is_aside ORDER BY s.level DESC, s.of_table, s.n DESC LOOP
    EXECUTE item.drop_statement;
  END LOOP;
END
$procedure$;
COMMENT ON PROCEDURE phasegate.set_aside(text, text[]) IS
  'Drops what depends on these columns of the table and forbids another type for them, and keeps how to make it again; phasegate.put_back follows in the same transaction';

CREATE OR REPLACE PROCEDURE phasegate.put_back(relation text)
LANGUAGE plpgsql
@fingerprint_settings@
AS $procedure$
#variable_conflict use_variable
DECLARE
  item phasegate.set_aside_dependant;
  statement jsonb;
  facts jsonb;
  made oid;
BEGIN
  FOR item IN SELECT * FROM phasegate.set_aside_dependant s WHERE s.relation = relation AND s.is_aside ORDER BY s.n LOOP
    FOR statement IN SELECT e.value FROM jsonb_array_elements(item.statements) WITH ORDINALITY AS e (value, n) ORDER BY e.n LOOP
      IF statement ? 'revoke' THEN
        PERFORM phasegate.set_rights((statement ->> 'revoke')::regclass, statement -> 'unless', statement -> 'grants');
      ELSE
        PERFORM phasegate.execute_as(statement ->> 'as', statement ->> 'sql');
      END IF;
    END LOOP;
  END LOOP;
  FOR item IN SELECT * FROM phasegate.set_aside_dependant s WHERE s.relation = relation AND s.is_aside ORDER BY s.n LOOP
    made := phasegate.made_again(item.class_id, item.facts);
    facts := phasegate.dependant_facts(item.class_id, made);
    IF facts IS DISTINCT FROM item.facts THEN
      RAISE EXCEPTION '% is not as it was: %', item.what,
          (SELECT string_agg(format('%s was %s and is %s', w.key, w.value, coalesce(facts -> w.key, 'null')), '; ' ORDER BY w.key)
           FROM jsonb_each(item.facts) w WHERE w.value IS DISTINCT FROM facts -> w.key)
        USING ERRCODE = 'PG001', HINT = 'nothing was done: drop it before, and create it again behind; then run this file again';
    END IF;
    UPDATE phasegate.set_aside_dependant s SET is_aside = false, made = phasegate.create_statements(item.class_id, made)
      WHERE s.relation = relation AND s.what = item.what;
  END LOOP;
END
$procedure$;
COMMENT ON PROCEDURE phasegate.put_back(text) IS 'Makes again what phasegate.set_aside has dropped, and raises unless it is as it was';

-- Rows of the table for which this expression is not true, or raises: values that another type would lose. No SET clause: what the expression
-- names is found as the statement finds it that will use it. Row by row only where the whole raises.
CREATE OR REPLACE FUNCTION phasegate.rows_lost(relation text, keeps text) RETURNS bigint
LANGUAGE plpgsql AS $lost$
DECLARE
  lost pg_catalog.int8 := 0;
  is_kept pg_catalog.bool;
  place pg_catalog.tid;
BEGIN
  BEGIN
    EXECUTE pg_catalog.concat('SELECT pg_catalog.count(*) FROM ', relation, ' WHERE (', keeps, ') IS NOT TRUE') INTO lost;
    RETURN lost;
  EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception THEN NULL;
  END;
  FOR place IN EXECUTE pg_catalog.concat('SELECT ctid FROM ', relation) LOOP
    BEGIN
      EXECUTE pg_catalog.concat('SELECT (', keeps, ') IS TRUE FROM ', relation, ' WHERE ctid OPERATOR(pg_catalog.=) $1') INTO is_kept USING place;
    EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception THEN
      is_kept := false;
    END;
    IF is_kept IS FALSE THEN
      lost := lost OPERATOR(pg_catalog.+) 1;
    END IF;
  END LOOP;
  RETURN lost;
END
$lost$;
COMMENT ON FUNCTION phasegate.rows_lost(text, text) IS 'Rows of a table for which an expression is not true, or raises';
