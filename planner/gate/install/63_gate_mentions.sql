-- Whether the text of a function still names what goes. Nothing here can be overridden; a name that is another thing is
-- approved, for one function and one plan.

-- The body is planner/gate/mentions.sql, put in place of the marker line, so that `plan` can ask the same question without
-- this function. Compiling it would take longer than running it.
CREATE OR REPLACE FUNCTION phasegate.mentions(going jsonb) RETURNS TABLE(function text, names text)
LANGUAGE sql STABLE
@fingerprint_settings@
SET jit = off
AS $function$
@mentions_query@
$function$;

CREATE OR REPLACE FUNCTION phasegate.gate_mentions(spec jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
  plan constant text := coalesce(spec ->> 'plan_id', '');
  item record;
  asked text;
BEGIN
  IF spec ->> 'direction' = 'undo' OR coalesce(jsonb_array_length(spec -> 'going'), 0) = 0 THEN
    RETURN;
  END IF;
  FOR item IN SELECT m.function, m.names FROM phasegate.mentions(spec -> 'going') m LOOP
    asked := 'mentions in ' || item.function;
    check_name := 'mentions ' || item.function;
    is_open := EXISTS (SELECT FROM phasegate.approval a WHERE a.plan_id = plan AND a.what = asked);
    reason := format('its text mentions %s%s', item.names, CASE WHEN is_open THEN '; approved' ELSE '' END);
    remedy := CASE WHEN is_open THEN '' ELSE
      format('replace the body of %s, or, where it works without that: phasegate mark --approve "%s" --plan %s', item.function, asked, plan) END;
    RETURN NEXT;
  END LOOP;
END
$function$;

