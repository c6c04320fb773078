-- The part of the gate that asks the database itself: fingerprint, validity, conditions, losses. Nothing here can be
-- overridden.

-- The lines of the fingerprint that the spec asks for: of the rollout, or before it is open those of its plan.json, which phasegate sets. NULL: nobody
-- has them.
CREATE OR REPLACE FUNCTION phasegate.expected_lines(spec jsonb) RETURNS jsonb
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $function$
  SELECT c.lines
  FROM (SELECT r.lines FROM phasegate.rollout r WHERE r.name = expected_lines.spec ->> 'rollout'
        UNION ALL
        SELECT nullif(current_setting('phasegate.planned_lines', true), '')::jsonb) c
  WHERE jsonb_typeof(c.lines) = 'array' AND phasegate.fingerprint_of(c.lines) = expected_lines.spec ->> 'fingerprint'
  LIMIT 1
$function$;

-- What others have changed, a line for each, for people.
CREATE OR REPLACE FUNCTION phasegate.told_drift(spec jsonb) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  most constant integer := 20;
  lines constant jsonb := phasegate.expected_lines(spec);
  told text;
  found integer;
BEGIN
  IF lines IS NULL THEN
    RETURN 'something that the plan relies on has changed since it was made; what it was then was not kept, so it cannot be told what';
  END IF;
  SELECT string_agg(format(E'\n    %s %s%s', d.element, d.what,
                           CASE d.what WHEN 'changed' THEN format(E'\n      was: %s\n      is:  %s', phasegate.in_short(d.before), phasegate.in_short(d.after))
                                       WHEN 'appeared' THEN ': ' || phasegate.in_short(d.after) ELSE '; it was: ' || phasegate.in_short(d.before) END),
                    '' ORDER BY n) FILTER (WHERE n <= most), count(*)
    INTO told, found
    FROM phasegate.drift(ARRAY(SELECT jsonb_array_elements_text(spec -> 'tables')), ARRAY(SELECT jsonb_array_elements_text(spec -> 'touches')), lines)
         WITH ORDINALITY AS d (element, what, before, after, n);
  RETURN 'others have changed what the plan relies on:' || coalesce(told, ' it has changed back just now')
         || CASE WHEN found > most THEN format(E'\n    and %s more', found - most) ELSE '' END;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.in_short(definition text) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
  SELECT CASE WHEN length(flat) > 300 THEN left(flat, 300) || ' …' ELSE flat END FROM (SELECT btrim(regexp_replace(definition, '\s+', ' ', 'g'))) f (flat)
$function$;

CREATE OR REPLACE FUNCTION phasegate.gate_fingerprint(spec jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  found text;
BEGIN
  IF spec ->> 'fingerprint' IS NOT NULL THEN
    found := phasegate.fingerprint(ARRAY(SELECT jsonb_array_elements_text(spec -> 'tables')),
                                   ARRAY(SELECT jsonb_array_elements_text(spec -> 'touches')));
    is_open := coalesce(found = spec ->> 'fingerprint', false);
    reason := CASE WHEN is_open THEN 'as planned' ELSE phasegate.told_drift(spec) END;
  ELSIF coalesce(jsonb_array_length(spec -> 'tables'), 0) > 0 AND spec ->> 'phase' IN ('expand', 'validate')
        AND spec ->> 'direction' IS DISTINCT FROM 'undo' THEN
    is_open := false;
    reason := 'the plan holds no fingerprint of its tables';
  ELSE
    RETURN;
  END IF;
  check_name := 'fingerprint';
  remedy := CASE WHEN is_open THEN ''
                 WHEN gate_fingerprint.spec ->> 'phase' = 'expand' AND NOT EXISTS (SELECT FROM phasegate.rollout r WHERE r.name = gate_fingerprint.spec ->> 'rollout' AND r.state = 'open')
                   THEN 'nothing of this rollout has begun: plan again (phasegate plan), or take these changes back'
                 ELSE 'take these changes back; or, if they are to stay, take the rollout back (phasegate undo, down to expand) and plan again' END;
  RETURN NEXT;
END
$function$;

-- A constraint that the plan does not touch was NOT VALID when the plan was made if the fingerprint still says so.
CREATE OR REPLACE FUNCTION phasegate.gate_validity(spec jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  relations constant oid[] := ARRAY(SELECT to_regclass(t)::oid FROM jsonb_array_elements_text(spec -> 'tables') t
                                    WHERE to_regclass(t) IS NOT NULL);
  found text;
BEGIN
  IF spec ->> 'phase' <> 'contract' OR spec ->> 'direction' = 'undo' THEN
    RETURN;
  END IF;
  -- A swap may leave a constraint NOT VALID to its next file; before and behind the swaps all are.
  SELECT string_agg(format('%s on %s', quote_ident(c.conname), c.conrelid::regclass), ', ' ORDER BY c.conname, c.conrelid) INTO found
    FROM pg_constraint c
    WHERE (c.conrelid = ANY (relations) OR c.confrelid = ANY (relations)) AND NOT c.convalidated
      AND spec ->> 'part' IS DISTINCT FROM 'swap'
      AND (spec ->> 'fingerprint' IS NULL
           OR EXISTS (SELECT FROM jsonb_array_elements_text(spec -> 'touches') t
                      WHERE right(replace(t, '"', ''), length(c.conname) + 1) = '.' || c.conname))
      -- What the plan does not prove before contract may be NOT VALID because that is wanted, or is asked by the conditions of contract's steps.
      AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(spec -> 'unproven') t
                      WHERE right(replace(t, '"', ''), length(c.conname) + 1) = '.' || c.conname);
  RETURN QUERY SELECT 'constraints', found IS NULL, coalesce('not validated: ' || found, 'validated'),
                      CASE WHEN found IS NULL THEN '' ELSE 'ALTER TABLE … VALIDATE CONSTRAINT …' END;

  SELECT string_agg(format('%s on %s', quote_ident(coalesce(c.conname, t.tgname)), t.tgrelid::regclass), ', '
                    ORDER BY coalesce(c.conname, t.tgname), t.tgrelid) INTO found
    FROM pg_trigger t
    LEFT JOIN pg_constraint c ON c.oid = t.tgconstraint
    WHERE (t.tgrelid = ANY (relations) OR t.tgconstrrelid = ANY (relations)) AND t.tgisinternal AND t.tgenabled NOT IN ('O', 'A');
  RETURN QUERY SELECT 'constraint triggers', found IS NULL, coalesce('disabled, so rows may break: ' || found, 'enabled'),
                      CASE WHEN found IS NULL THEN '' ELSE 'ALTER TABLE … ENABLE TRIGGER ALL, then check the rows written meanwhile' END;

  SELECT string_agg(x.indexrelid::regclass::text, ', ' ORDER BY x.indexrelid::regclass::text) INTO found
    FROM pg_index x
    WHERE x.indrelid = ANY (relations) AND NOT (x.indisvalid AND x.indisready AND x.indislive)
      -- What contract builds or drops concurrently itself is INVALID when that broke off, and its own file mends it.
      AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(spec -> 'concurrent') b WHERE to_regclass(b) = x.indexrelid);
  RETURN QUERY SELECT 'indexes', found IS NULL, coalesce('invalid: ' || found, 'valid'),
                      CASE WHEN found IS NULL THEN '' ELSE 'DROP INDEX CONCURRENTLY …, and build it again' END;

  IF current_setting('server_version_num')::integer >= 140000 THEN
    EXECUTE 'SELECT string_agg(i.inhrelid::regclass::text, '', '' ORDER BY i.inhrelid::regclass::text) FROM pg_inherits i
             WHERE (i.inhparent = ANY ($1) OR i.inhrelid = ANY ($1)) AND i.inhdetachpending' INTO found USING relations;
    RETURN QUERY SELECT 'partitions', found IS NULL, coalesce('being detached: ' || found, 'none is being detached'),
                        CASE WHEN found IS NULL THEN '' ELSE 'ALTER TABLE … DETACH PARTITION … FINALIZE' END;
  END IF;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.gate_conditions(spec jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  item record;
  answer record;
BEGIN
  FOR item IN SELECT c ->> 'sql' AS sql, c ->> 'otherwise' AS otherwise, n
              FROM jsonb_array_elements(spec -> 'conditions') WITH ORDINALITY AS e (c, n) ORDER BY n LOOP
    SELECT * INTO answer FROM phasegate.holds(item.sql);
    check_name := 'condition ' || item.n;
    is_open := answer.result IS TRUE;
    reason := CASE WHEN is_open THEN 'holds' ELSE coalesce(nullif(item.otherwise, ''), 'does not hold: ' || item.sql, 'the plan names no condition') END
              || CASE WHEN answer.error IS NULL THEN '' ELSE format(' (%s)', answer.error) END;
    remedy := '';
    RETURN NEXT;
  END LOOP;
  FOR item IN SELECT l ->> 'sql' AS sql, coalesce(l ->> 'what', l ->> 'sql') AS what, n
              FROM jsonb_array_elements(spec -> 'losses') WITH ORDINALITY AS e (l, n) ORDER BY n LOOP
    SELECT * INTO answer FROM phasegate.count_of(item.sql);
    check_name := 'losses ' || item.n;
    is_open := coalesce(answer.result = 0, false);
    reason := format('%s: %s', item.what, coalesce(answer.error, answer.result::text, 'unknown'));
    remedy := CASE WHEN is_open THEN '' ELSE 'carry these rows over by hand, or stay with what is there' END;
    RETURN NEXT;
  END LOOP;
END
$function$;

