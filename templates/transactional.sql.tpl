{{#HEADER}}-- {{LINE}}
{{/HEADER}}
SET statement_timeout = '{{STATEMENT_TIMEOUT}}';
DO {{QUOTE}}
DECLARE
  phasegate_spec constant jsonb := {{SPEC}};
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '{{LOCK_TIMEOUT}}', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
{{#STEP}}
{{#COMMENT}}  -- {{LINE}}
{{/COMMENT}}
  IF ({{DONE}}) IS NOT TRUE THEN
{{#BEFORE}}
    IF ({{CONDITION}}) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = {{MESSAGE}};
    END IF;
{{/BEFORE}}
{{#STATEMENT}}
    {{SQL}};
{{/STATEMENT}}
  END IF;
{{/STEP}}
{{#CLOSING}}
  PERFORM {{CALL}};
{{/CLOSING}}
END
{{QUOTE}};
RESET statement_timeout;
